import { gzipSync } from 'fflate';
import { digestOf } from '../../oci/digest.ts';
import type { Image, Layer } from '../../oci/image.ts';
import { type Descriptor, MEDIA_TYPES } from '../../oci/manifest.ts';
import { familiarName, familiarString, type Reference, repositoryName, withDefaultTag } from '../../oci/reference.ts';
import type { EngineContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { JsonMessage } from '../http/json-messages.ts';
import { shortId } from '../ids.ts';
import type { Registry } from '../registry/types.ts';
import { imageEvent } from './events.ts';
import { mountCandidates, rememberSource } from './layer-sources.ts';

/** Sends what the registry lacks of an image, top layer first, as the daemon tells it. */
export async function pushImage(
  context: EngineContext,
  named: Reference,
  emit: (message: JsonMessage) => void,
): Promise<void> {
  emit({ status: `The push refers to repository [${repositoryName(named)}]` });
  const references = named.tag ? [named] : tagsOf(context, named);
  const [first] = references;
  if (!first || !context.images.byReference(first)) {
    const message =
      named.tag && tagsOf(context, named).length > 0
        ? `tag does not exist: ${familiarString(named)}`
        : `An image does not exist locally with the tag: ${familiarName(named)}`;
    throw new ApiError(404, message);
  }
  const registry = context.registries.find(named.domain);
  for (const reference of references) {
    const stored = context.images.byReference(reference);
    if (stored) await pushOne(context, registry, reference, stored.image, emit);
  }
}

async function pushOne(
  context: EngineContext,
  registry: Registry,
  reference: Reference,
  image: Image,
  emit: (message: JsonMessage) => void,
): Promise<void> {
  // A registry that does not answer, or refuses, is noticed before any layer is looked at.
  const hasConfig = await registry.hasBlob(reference, image.id);
  const topFirst = [...image.layers].reverse();
  for (const layer of topFirst) emit({ status: 'Preparing', progressDetail: {}, id: shortId(layer.diffId) });
  const descriptors = new Map<Layer, Descriptor>();
  for (const layer of image.layers) descriptors.set(layer, await pushLayer(context, registry, reference, layer, emit));
  const config = { digest: image.id, size: image.configBytes.length };
  if (!hasConfig) await registry.pushBlob(reference, image.id, image.configBytes, () => {});
  const manifest = manifestOf(
    config,
    image.layers.map((layer) => descriptors.get(layer) as Descriptor),
  );
  await registry.pushManifest(reference, manifest, MEDIA_TYPES.docker.manifest);
  const digest = digestOf(manifest, context.platform);
  context.images.addDigest(reference, digest, image.id);
  for (const layer of image.layers) rememberSource(context, reference, layer.diffId);
  const tag = reference.tag ?? 'latest';
  emit({ status: `${tag}: digest: ${digest} size: ${manifest.length}` });
  emit({ progressDetail: {}, aux: { Tag: tag, Digest: digest, Size: manifest.length } });
  imageEvent(context, 'push', image.id, { name: familiarName(reference), actor: familiarString(reference) });
}

/** Written to be read, unlike BuildKit's: these very bytes are what the digest names. */
function manifestOf(config: Omit<Descriptor, 'mediaType'>, layers: readonly Descriptor[]): Uint8Array {
  const { manifest: mediaType, config: configType } = MEDIA_TYPES.docker;
  const listed = [{ ...config, mediaType: configType }, ...layers].map(({ mediaType, size, digest }) => ({
    mediaType,
    size,
    digest,
  }));
  const value = { schemaVersion: 2, mediaType, config: listed[0], layers: listed.slice(1) };
  return new TextEncoder().encode(JSON.stringify(value, undefined, 3));
}

async function pushLayer(
  context: EngineContext,
  registry: Registry,
  reference: Reference,
  layer: Layer,
  emit: (message: JsonMessage) => void,
): Promise<Descriptor> {
  const id = shortId(layer.diffId);
  // The time in the header would make every push another digest.
  const bytes = gzipSync(layer.tar(), { mtime: 0 });
  const digest = digestOf(bytes, context.platform);
  const descriptor: Descriptor = { mediaType: MEDIA_TYPES.docker.layerGzip, digest, size: bytes.length };
  if (await registry.hasBlob(reference, digest)) {
    emit({ status: 'Layer already exists', progressDetail: {}, id });
    return descriptor;
  }
  for (const from of mountCandidates(context, reference, layer.diffId)) {
    if (!(await registry.mountBlob(reference, digest, from))) continue;
    emit({ status: `Mounted from ${from}`, progressDetail: {}, id });
    return descriptor;
  }
  emit({ status: 'Pushing', progressDetail: { current: 0, total: layer.size }, id });
  await registry.pushBlob(reference, digest, bytes, () =>
    emit({ status: 'Pushing', progressDetail: { current: layer.size, total: layer.size }, id }),
  );
  emit({ status: 'Pushed', progressDetail: {}, id });
  return descriptor;
}

function tagsOf(context: EngineContext, named: Reference): Reference[] {
  const all = [...context.images.tags()]
    .map(([name]) => name)
    .filter((name) => name.startsWith(`${repositoryName(named)}:`));
  return all.map((name) => ({ ...withDefaultTag(named), tag: name.slice(name.lastIndexOf(':') + 1) }));
}
