import type { FileChecksum, KeyInputs } from '../../build/types.ts';
import { emptyRoot } from '../../kernel/fs/tree.ts';
import { imageFromConfigBytes, mergedRoot } from '../../oci/assemble.ts';
import type { Digest, Layer } from '../../oci/image.ts';
import { layerFromTar } from '../../oci/received-layer.ts';
import { parseNormalized } from '../../oci/reference.ts';
import type { EndpointSettings } from '../api/networks.ts';
import type { Container } from '../containers/container.ts';
import { LogFile } from '../containers/log-file.ts';
import { removeContainer } from '../containers/remove.ts';
import { withInitLayer } from '../containers/rootfs.ts';
import { startContainer } from '../containers/start.ts';
import { Stdio } from '../containers/stdio.ts';
import type { EngineContext } from '../context.ts';
import { writeTree } from '../files/tree.ts';
import { disconnected } from '../networks/endpoint-settings.ts';
import { decodeLog } from './log-blob.ts';
import type { EngineDocument, StoredCacheMount, StoredContainer, StoredInputs } from './state.ts';

/** What a container's exit code becomes when the machine went away under it. */
const POWER_CUT = 255;

export interface RestoreOptions {
  readonly document: EngineDocument;
  readonly blob: (digest: Digest) => Uint8Array;
  /** What ran is started again, `--rm` or not, instead of having exited with the power. */
  readonly resume?: boolean;
}

/**
 * Fills a fresh engine from a saved document. As after a power cut: what ran has exited with 255, containers of `--rm`
 * are gone, and restart policies that say so start theirs again; unless `resume` says otherwise.
 */
export function restoreEngine(context: EngineContext, { document, blob, resume = false }: RestoreOptions): void {
  const layers = new Map<Digest, Layer>();
  const layer = (diffId: Digest): Layer => {
    let found = layers.get(diffId);
    if (!found) layers.set(diffId, (found = layerFromTar(blob(diffId), context.platform)));
    return found;
  };
  for (const { id, layers: diffIds, parent, lastTagged } of document.images) {
    const image = imageFromConfigBytes(blob(id), diffIds.map(layer), context.platform);
    context.images.add(image, { parent }).lastTagged = lastTagged;
  }
  for (const [name, id] of document.tags)
    context.images.tag(parseNormalized(name), id, context.images.get(id)?.lastTagged ?? 0);
  for (const [name, id] of document.digests) {
    const reference = parseNormalized(name);
    if (reference.digest) context.images.addDigest(reference, reference.digest, id);
  }
  for (const { name, id, digest, layers: diffIds } of document.bases ?? []) {
    const image = imageFromConfigBytes(blob(id), diffIds.map(layer), context.platform);
    context.buildCache.bases.set(name, { image, canonicalName: name, digest, fromRegistry: true });
  }
  for (const volume of document.volumes) context.volumes.restore(volume);
  context.networks.restore(document.networks);
  for (const { inputs, layer: diffId, stack, ...rest } of document.cache) {
    const root = mergedRoot(stack.map(layer));
    context.buildCache.put({ ...rest, inputs: readInputs(inputs), layer: diffId && layer(diffId), root });
  }
  for (const { record, inputs } of document.builds) {
    context.buildCache.addBuild({ record, inputs: new Map(inputs.map(([step, input]) => [step, readInputs(input)])) });
  }
  for (const stored of document.cacheMounts ?? []) restoreCacheMount(context, stored, layer);
  const containers = document.containers.map((stored) =>
    restoreContainer(context, stored, layer, blob, document.savedAt),
  );
  containers.forEach((container, index) => {
    if (resume) resumeContainer(context, container, document.containers[index]!.status);
    else afterBoot(context, container);
  });
}

function restoreCacheMount(
  { kernel, buildCache }: EngineContext,
  { key, upper, root, ...rest }: StoredCacheMount,
  layer: (diffId: Digest) => Layer,
): void {
  const filesystem = kernel.createOverlay(emptyRoot);
  const files = kernel.createMountNamespace(filesystem).files();
  writeTree(files, '/', layer(upper).changes);
  files.chmod('/', root.mode);
  files.chown('/', root.uid, root.gid);
  buildCache.mounts.set(key, { ...rest, filesystem, beganEmpty: true });
}

function restoreContainer(
  context: EngineContext,
  stored: StoredContainer,
  layer: (diffId: Digest) => Layer,
  blob: (digest: Digest) => Uint8Array,
  savedAt: number,
): Container {
  const { layers: diffIds, endpoints, upper, log, ...rest } = stored;
  const layers = diffIds.map(layer);
  const lower = withInitLayer(mergedRoot(layers), stored.created);
  const overlay = context.kernel.createOverlay(lower);
  writeTree(context.kernel.createMountNamespace(overlay).files(), '/', layer(upper).changes);
  const logFile = new LogFile(context.platform, stored.hostConfig.LogConfig.Type);
  logFile.restore(decodeLog(blob(log)));
  const wasUp = ['running', 'paused', 'restarting'].includes(stored.status);
  const container: Container = {
    ...rest,
    layers,
    lower,
    overlay,
    endpoints: new Map(endpoints.map(([name, settings]) => [name, disconnected(settings as EndpointSettings)])),
    log: logFile,
    stdio: new Stdio(),
    execIds: new Set(),
    status: wasUp ? 'exited' : stored.status,
    exitCode: wasUp ? POWER_CUT : stored.exitCode,
    outOfMemory: stored.outOfMemory ?? false,
    finishedAt: wasUp ? savedAt : stored.finishedAt,
    paused: false,
    cancelRestart: undefined,
    running: undefined,
    sandbox: undefined,
    health: undefined,
    waiters: new Set(),
  };
  context.containers.add(container);
  for (const mount of container.mounts) if (mount.Name) context.volumes.use(mount.Name, container.id);
  return container;
}

function afterBoot(context: EngineContext, container: Container): void {
  if (container.hostConfig.AutoRemove && container.hasBeenStarted) {
    removeContainer(context, container, { volumes: true });
    return;
  }
  const policy = container.hostConfig.RestartPolicy.Name;
  const wanted = policy === 'always' || (policy === 'unless-stopped' && !container.manuallyStopped);
  if (!wanted || !container.hasBeenStarted) return;
  try {
    startContainer(context, container);
  } catch {
    // The reason stands in the container's state.
  }
}

function resumeContainer(context: EngineContext, container: Container, status: StoredContainer['status']): void {
  if (status !== 'running' && status !== 'restarting') return;
  try {
    startContainer(context, container);
  } catch {
    // The reason stands in the container's state.
  }
}

function readInputs(stored: StoredInputs): KeyInputs {
  return { ...stored, files: new Map(stored.files as readonly (readonly [string, FileChecksum])[]) };
}
