import { imageFromConfigBytes } from '../../oci/assemble.ts';
import { parseConfig } from '../../oci/config.ts';
import type { Digest, Image, Layer } from '../../oci/image.ts';
import { layerFromTar } from '../../oci/received-layer.ts';
import { familiarName, familiarString, type Reference, referenceString } from '../../oci/reference.ts';
import type { EngineContext } from '../context.ts';
import type { JsonMessage } from '../http/json-messages.ts';
import { shortId } from '../ids.ts';
import type { BlobDescriptor, FetchedManifest, Registry } from '../registry/types.ts';
import { imageEvent } from './events.ts';
import { rememberSource } from './layer-sources.ts';

/** Fetches what is missing of an image, telling about it as the daemon does. Nothing is kept of a pull that fails. */
export async function pullImage(
  context: EngineContext,
  reference: Reference,
  emit: (message: JsonMessage) => void,
): Promise<Image> {
  const { image, isNew } = await pullOne(context, reference, emit);
  tellStatus(reference, isNew, emit);
  return image;
}

/** `docker pull -a`: every tag of a repository, one after another. */
export async function pullAllTags(
  context: EngineContext,
  repository: Reference,
  emit: (message: JsonMessage) => void,
): Promise<void> {
  let anyNew = false;
  for (const tag of await context.registries.find(repository.domain).tags(repository)) {
    const { isNew } = await pullOne(context, { ...repository, tag }, emit);
    anyNew ||= isNew;
  }
  tellStatus(repository, anyNew, emit);
}

async function pullOne(
  context: EngineContext,
  reference: Reference,
  emit: (message: JsonMessage) => void,
): Promise<{ image: Image; isNew: boolean }> {
  const before = context.images.byReference(reference)?.image.id;
  const { image, manifest } = await fetchImage(context, reference, emit);
  context.images.add(image);
  if (reference.tag) context.images.tag(reference, image.id, context.platform.now());
  context.images.addDigest(reference, manifest.digest, image.id);
  emit({ status: `Digest: ${manifest.digest}` });
  imageEvent(context, 'pull', image.id, { name: familiarName(reference), actor: familiarString(reference) });
  return { image, isNew: before !== image.id };
}

function tellStatus(reference: Reference, isNew: boolean, emit: (message: JsonMessage) => void): void {
  const news = isNew ? 'Downloaded newer image for' : 'Image is up to date for';
  emit({ status: `Status: ${news} ${familiarString(reference)}` });
}

/** An image out of its registry, with the layers that are here already left there; nobody is told of the image. */
export async function fetchImage(
  context: EngineContext,
  reference: Reference,
  emit: (message: JsonMessage) => void,
): Promise<{ image: Image; manifest: FetchedManifest }> {
  const registry = context.registries.find(reference.domain);
  const manifest = await registry.manifest(reference);
  emit({ status: `Pulling from ${reference.path}`, id: reference.tag ?? referenceString(reference) });
  return { image: await assemble(context, registry, reference, manifest, emit), manifest };
}

async function assemble(
  context: EngineContext,
  registry: Registry,
  reference: Reference,
  manifest: FetchedManifest,
  emit: (message: JsonMessage) => void,
): Promise<Image> {
  const known = context.images.get(manifest.config.digest)?.image;
  const configBytes =
    known?.configBytes ?? manifest.image?.configBytes ?? (await registry.blob(reference, manifest.config, () => {}));
  const diffIds = parseConfig(configBytes).rootfs.diff_ids;
  const local = localLayers(context);
  const layers: (Layer | undefined)[] = manifest.layers.map((_, depth) => stackedLayer(context, local, diffIds, depth));
  manifest.layers.forEach((blob, depth) => {
    // Of an image that is here already, under whatever name, no layer is mentioned.
    if (known) return;
    if (layers[depth]) emit({ status: 'Already exists', progressDetail: {}, id: shortId(blob.digest) });
    else emit({ status: 'Pulling fs layer', progressDetail: {}, id: shortId(blob.digest) });
  });
  for (const [depth, blob] of manifest.layers.entries())
    layers[depth] ??= await download(context, registry, reference, blob, emit, manifest.image?.layers[depth]);
  return known ?? manifest.image ?? imageFromConfigBytes(configBytes, layers as Layer[], context.platform);
}

async function download(
  context: EngineContext,
  registry: Registry,
  reference: Reference,
  blob: BlobDescriptor,
  emit: (message: JsonMessage) => void,
  ready: Layer | undefined,
): Promise<Layer> {
  const id = shortId(blob.digest);
  const tell = (status: string, current?: number) =>
    emit({ status, progressDetail: current === undefined ? {} : { current, total: blob.size }, id });
  const bytes = ready ? undefined : await registry.blob(reference, blob, (current) => tell('Downloading', current));
  if (ready) tell('Downloading', blob.size);
  tell('Verifying Checksum');
  tell('Download complete');
  tell('Extracting', blob.size);
  const layer = ready ?? layerFromTar(bytes as Uint8Array, context.platform);
  rememberSource(context, reference, layer.diffId);
  tell('Pull complete');
  return layer;
}

/**
 * A local layer counts only where the whole stack below it is the same (the daemon knows layers by their chain): in an
 * image, or on top of such a stack in the build cache.
 */
function stackedLayer(
  context: EngineContext,
  local: ReadonlyMap<Digest, Layer>,
  diffIds: readonly Digest[],
  depth: number,
): Layer | undefined {
  const stack = diffIds.slice(0, depth + 1);
  const inImage = imagesHere(context).some((image) => stack.every((id, i) => image.config.rootfs.diff_ids[i] === id));
  const layer = local.get(diffIds[depth] as Digest);
  if (inImage || !layer) return layer;
  const below = depth === 0 || stackedLayer(context, local, diffIds, depth - 1);
  return below && [...context.buildCache.records()].some((record) => record.layer?.diffId === layer.diffId)
    ? layer
    : undefined;
}

function localLayers(context: EngineContext): Map<Digest, Layer> {
  const layers = new Map<Digest, Layer>();
  for (const { layer } of context.buildCache.records()) if (layer) layers.set(layer.diffId, layer);
  for (const image of imagesHere(context)) for (const layer of image.layers) layers.set(layer.diffId, layer);
  return layers;
}

/** The daemon's images, and those only the builder has. */
function imagesHere({ images, buildCache }: EngineContext): Image[] {
  return [...[...images.all(), ...buildCache.bases.values()].map(({ image }) => image), ...buildCache.held];
}
