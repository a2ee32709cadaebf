import type { BuildOutcome, BuildRequest } from '../../build/types.ts';
import type { SolveStatus } from '../api/solve-status.ts';
import type { EngineContext } from '../context.ts';
import { badParameter, notSimulated } from '../errors.ts';
import { messageStream } from '../http/json-messages.ts';
import { empty, json, stream } from '../http/respond.ts';
import { type Route, route } from '../http/route.ts';
import { nameFromParameters, tagImage } from '../images/tag.ts';
import { pruneCache } from './cache-usage.ts';
import { ClassicOutput } from './classic-output.ts';
import { planOf } from './plan.ts';
import { readBuildRequest } from './request.ts';
import { buildServices } from './services.ts';

export function buildRoutes(context: EngineContext): Route[] {
  return [
    route('POST', '/build', async (call) => {
      const request = await readBuildRequest(call);
      const version = call.query.get('version') || '1';
      if (version !== '1' && version !== '2') throw badParameter(`invalid version ${version}`);
      const cancelled = call.request.closed;
      const body = await messageStream(async (emit) => {
        if (version === '2') {
          const outcome = await runBuild(
            context,
            request,
            (status) => emit({ id: 'moby.buildkit.trace', aux: status }),
            cancelled,
          );
          if (!request.check) emit({ id: 'moby.image.id', aux: { ID: outcome.image.id } });
          return;
        }
        const { steps } = planOf(context, request);
        const output = new ClassicOutput(emit, steps, call.query.flag('q'));
        const outcome = await runBuild(context, request, (status) => output.take(status), cancelled).catch(
          (error: unknown) => {
            throw output.failure(error);
          },
        );
        output.finish(outcome, request.tags);
      });
      return stream(200, 'application/json', body);
    }),
    route('POST', '/build/prune', ({ query }) => json(200, pruneCache(context, query))),
    route('POST', '/build/cancel', () => empty(204)),
    route('POST', '/session', () => {
      throw notSimulated('BuildKit sessions (use DOCKER_BUILDKIT=0 with a real docker command)');
    }),
  ];
}

async function runBuild(
  context: EngineContext,
  request: BuildRequest,
  emit: (status: SolveStatus) => void,
  cancelled: Promise<void> | undefined,
): Promise<BuildOutcome> {
  if (!context.builder) throw notSimulated('building: this engine was made without a builder');
  const outcome = await context.builder.build(request, buildServices(context), emit, cancelled);
  if (request.check) return outcome;
  const { image } = outcome;
  const isNew = !context.images.get(image.id);
  context.images.add(image);
  for (const tag of request.tags) tagImage(context, image.id, nameFromParameters(tag, ''));
  if (isNew) context.events.emit('image', 'create', image.id, { name: image.id });
  return outcome;
}
