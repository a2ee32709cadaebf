import type { CacheRecord, KeyInputs } from '../../build/types.ts';
import { emptyRoot } from '../../kernel/fs/tree.ts';
import type { DirectoryNode } from '../../kernel/fs/types.ts';
import { mergedRoot } from '../../oci/assemble.ts';
import { digestOf } from '../../oci/digest.ts';
import type { Digest, Layer } from '../../oci/image.ts';
import { restingLayer } from '../../oci/resting-layer.ts';
import type { Container } from '../containers/container.ts';
import type { EngineContext } from '../context.ts';
import { encodeLog } from './log-blob.ts';
import type { EngineState, StoredCacheMount, StoredCacheRecord, StoredContainer, StoredInputs } from './state.ts';

/** What restore needs to make the same engine again, processes aside. */
export function saveEngine(context: EngineContext): EngineState {
  const blobs = new Map<Digest, () => Uint8Array>();
  const keep = (layer: Layer): Digest => {
    if (!blobs.has(layer.diffId)) blobs.set(layer.diffId, () => layer.tar());
    return layer.diffId;
  };
  const images = context.images.all().map(({ image, parent, lastTagged }) => {
    blobs.set(image.id, () => image.configBytes);
    return { id: image.id, layers: image.layers.map(keep), parent, lastTagged };
  });
  const bases = [...context.buildCache.bases].map(([name, { image, digest }]) => {
    blobs.set(image.id, () => image.configBytes);
    return { name, id: image.id, digest, layers: image.layers.map(keep) };
  });
  const cache = cacheRecords(context, keep);
  const containers = context.containers.all().map((container) => storeContainer(context, container, blobs, keep));
  return {
    document: {
      version: 1,
      savedAt: context.platform.now(),
      daemonId: context.daemonId,
      images,
      tags: [...context.images.tags()],
      digests: [...context.images.digests()],
      containers,
      volumes: context.volumes.all(),
      networks: context.networks.records(),
      cache,
      bases,
      cacheMounts: cacheMounts(context, blobs),
      builds: context.buildCache.builds().map(({ record, inputs }) => ({
        record,
        inputs: [...inputs].map(([step, input]) => [step, storeInputs(input)] as const),
      })),
    },
    blobs,
  };
}

function cacheMounts(context: EngineContext, blobs: Map<Digest, () => Uint8Array>): StoredCacheMount[] {
  const stored: StoredCacheMount[] = [];
  for (const [key, { filesystem, beganEmpty, ...rest }] of context.buildCache.mounts) {
    if (!beganEmpty) continue;
    const upper = restingLayer(filesystem.changeSet(), context.platform);
    blobs.set(upper.name, () => upper.tar());
    const { mode, uid, gid } = context.kernel.createMountNamespace(filesystem).files().stat('/');
    stored.push({ ...rest, key, upper: upper.name, root: { mode, uid, gid } });
  }
  return stored;
}

function storeContainer(
  context: EngineContext,
  container: Container,
  blobs: Map<Digest, () => Uint8Array>,
  keep: (layer: Layer) => Digest,
): StoredContainer {
  const { id, name, created, path, args, imageId, config, hostConfig, mounts, status, exitCode, outOfMemory, error } =
    container;
  const { startedAt, finishedAt, restartCount, manuallyStopped, hasBeenStarted } = container;
  const log = encodeLog(container.log.entries);
  const logDigest = digestOf(log, context.platform);
  blobs.set(logDigest, () => log);
  const upper = restingLayer(container.overlay.changeSet(), context.platform);
  blobs.set(upper.name, () => upper.tar());
  return {
    id,
    name,
    created,
    path,
    args,
    imageId,
    // Copies: the running container's are changed in place.
    config: { ...config },
    hostConfig: { ...hostConfig },
    mounts,
    status,
    exitCode,
    outOfMemory,
    error,
    startedAt,
    finishedAt,
    restartCount,
    manuallyStopped,
    hasBeenStarted,
    layers: container.layers.map(keep),
    endpoints: [...container.endpoints],
    upper: upper.name,
    log: logDigest,
  };
}

function cacheRecords(context: EngineContext, keep: (layer: Layer) => Digest): StoredCacheRecord[] {
  const stacks = new Stacks(context);
  const stored: StoredCacheRecord[] = [];
  for (const record of context.buildCache.records()) {
    const stack = stacks.of(record);
    if (!stack) continue;
    const { inputs, layer, root: _, ...rest } = record;
    stored.push({ ...rest, inputs: storeInputs(inputs), layer: layer && keep(layer), stack: stack.map(keep) });
  }
  return stored;
}

/** Which layers make a record's tree. Trees of the same layers are the same object, so identity finds them. */
class Stacks {
  readonly #known = new Map<DirectoryNode, readonly Layer[]>([[emptyRoot, []]]);

  constructor(context: EngineContext) {
    for (const { image } of [...context.images.all(), ...context.buildCache.bases.values()]) {
      image.layers.forEach((_, depth) => {
        const stack = image.layers.slice(0, depth + 1);
        this.#known.set(mergedRoot(stack), stack);
      });
    }
  }

  of({ root, layer }: CacheRecord): readonly Layer[] | undefined {
    const known = this.#known.get(root);
    if (known || !layer) return known;
    for (const below of this.#known.values()) {
      const stack = [...below, layer];
      if (mergedRoot(stack) !== root) continue;
      this.#known.set(root, stack);
      return stack;
    }
    return undefined;
  }
}

function storeInputs(inputs: KeyInputs): StoredInputs {
  return { ...inputs, files: [...inputs.files] };
}
