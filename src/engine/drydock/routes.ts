import { withDefaultTag } from '../../oci/reference.ts';
import { builderOf, planOf } from '../build/plan.ts';
import { readBuildRequest } from '../build/request.ts';
import type { EngineContext } from '../context.ts';
import { bytes, json } from '../http/respond.ts';
import { type Route, route } from '../http/route.ts';
import { parseImageName } from '../images/store.ts';
import { checkOf } from './check.ts';
import { imageLayers } from './image-layers.ts';
import { writableLayer } from './writable-layer.ts';

/** Routes no real engine has: see engine/api/drydock.ts. */
export function drydockRoutes(context: EngineContext): Route[] {
  return [
    route('POST', '/drydock/plan', async (call) => {
      const builder = await builderOf(context);
      return json(200, planOf(context, builder, await readBuildRequest(context, call)));
    }),
    route('POST', '/drydock/check', async (call) =>
      json(200, await checkOf(context, await readBuildRequest(context, call))),
    ),
    route('GET', '/drydock/hub', async () => json(200, (await context.registries.find('docker.io').names?.()) ?? [])),
    route('GET', '/drydock/manifests/{name...}', async ({ params }) => {
      const reference = withDefaultTag(parseImageName(params.name ?? ''));
      const manifest = await context.registries.find(reference.domain).manifest(reference);
      return bytes(200, manifest.bytes, manifest.mediaType);
    }),
    route('GET', '/drydock/configs/{name...}', async ({ params }) => {
      const reference = withDefaultTag(parseImageName(params.name ?? ''));
      const registry = context.registries.find(reference.domain);
      const { image, config } = await registry.manifest(reference);
      return bytes(200, image?.configBytes ?? (await registry.blob(reference, config, () => {})), config.mediaType);
    }),
    route('GET', '/drydock/builds', () =>
      json(
        200,
        context.buildCache.builds().map((build) => build.record),
      ),
    ),
    route('GET', '/drydock/containers/{id}/upper', ({ params }) =>
      json(200, writableLayer(context, context.containers.resolve(params.id ?? ''))),
    ),
    route('GET', '/drydock/images/{name...}/layers', ({ params }) =>
      json(200, imageLayers(context, context.images.resolve(params.name ?? '').image)),
    ),
  ];
}
