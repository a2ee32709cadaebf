import { isErrno } from '../../kernel/errno.ts';
import type { OverlayFilesystem } from '../../kernel/fs/types.ts';
import type { MountNamespace } from '../../kernel/kernel.ts';
import type { CreateContainerBody, HostConfig } from '../api/containers.ts';
import type { EngineContext } from '../context.ts';
import { badParameter, messageOf, systemError } from '../errors.ts';
import { join, readTree, writeTree } from '../files/tree.ts';
import type { Container, ContainerMount } from './container.ts';
import { anonymousVolume, type ParsedMount, parseBind, parseMountSpec, parseTmpfs } from './mount-parser.ts';
import { sharedMemoryOf } from './namespaces.ts';
import { layerDirectory, makeDirectories, makeMountPoint } from './rootfs.ts';
import { RuntimeError } from './runtime-errors.ts';
import { tmpfsSettings } from './tmpfs-options.ts';
import { deviceOf } from './volume-device.ts';

/** Every mount a create request asks for, checked, in the order they will be made. Changes nothing yet. */
export function planMounts(
  context: EngineContext,
  hostConfig: HostConfig,
  volumes: CreateContainerBody['Volumes'],
): ParsedMount[] {
  const planned: ParsedMount[] = [];
  const targets = new Set<string>();
  const add = (mount: ParsedMount) => {
    if (targets.has(mount.target)) throw badParameter(`Duplicate mount point: ${mount.target}`);
    targets.add(mount.target);
    planned.push(mount);
  };
  const driver = hostConfig.VolumeDriver || undefined;
  for (const bind of hostConfig.Binds ?? []) add({ ...parseBind(bind), driver });
  for (const spec of hostConfig.Mounts ?? []) {
    const mount = parseMountSpec(spec);
    if (mount.type === 'bind' && !mount.createSource && !context.kernel.host.mount.files().exists(mount.source)) {
      throw badParameter(`invalid mount config for type "bind": bind source path does not exist: ${mount.source}`);
    }
    add(mount);
  }
  for (const [target, options] of Object.entries(hostConfig.Tmpfs ?? {})) add(parseTmpfs(target, options));
  for (const target of Object.keys(volumes ?? {})) {
    const mount = { ...anonymousVolume(target), driver };
    if (!targets.has(mount.target)) add(mount);
  }
  return planned;
}

/** `--volumes-from name[:mode]`: the mounts of other containers. */
export function inheritedMounts(context: EngineContext, hostConfig: HostConfig): ContainerMount[] {
  return (hostConfig.VolumesFrom ?? []).flatMap((text) => {
    if (text === '') throw badParameter('volumes-from specification cannot be an empty string');
    const [name = '', mode = ''] = text.split(':');
    if (mode !== '' && !['ro', 'rw', 'z', 'Z'].includes(mode)) throw badParameter(`invalid mode: ${mode}`);
    const other = context.containers.find(name);
    // Not the status of a missing image: the client would pull.
    if (!other) throw badParameter(`No such container: ${name}`);
    return other.mounts
      .filter((mount) => mount.Type !== 'tmpfs')
      .map((mount) => ({ ...mount, RW: mode === 'ro' ? false : mount.RW, copyUp: false }));
  });
}

/** Makes the volumes and describes the mounts as inspect shows them. */
export function realizeMounts(
  context: EngineContext,
  containerId: string,
  planned: readonly ParsedMount[],
  inherited: readonly ContainerMount[],
): ContainerMount[] {
  const mounts: ContainerMount[] = [];
  try {
    for (const plan of planned) mounts.push(realize(context, plan));
  } catch (error) {
    for (const mount of mounts) if (mount.anonymous && mount.Name) context.volumes.remove(mount.Name);
    throw error;
  }
  const own = new Set(mounts.map((mount) => mount.Destination));
  for (const mount of inherited) if (!own.has(mount.Destination)) mounts.push(mount);
  for (const mount of mounts) if (mount.Name) context.volumes.use(mount.Name, containerId);
  return mounts;
}

/** Fills volumes that are empty from what the image has at their place (moby: populateVolumes). */
export function fillVolumes(
  context: EngineContext,
  id: string,
  overlay: OverlayFilesystem,
  mounts: readonly ContainerMount[],
): void {
  const image = context.kernel.createMountNamespace(overlay).files();
  const host = context.volumes.files();
  for (const mount of mounts) {
    if (!mount.copyUp || mount.subpath) continue;
    const source = mount.Destination;
    if (!image.exists(source)) continue;
    if (image.stat(source).kind !== 'directory') {
      throw systemError(`source ${layerDirectory(id)}/merged${source} is not directory`);
    }
    if (host.readdir(mount.Source).some(({ name }) => name !== '.' && name !== '..')) continue;
    writeTree(host, mount.Source, readTree(image, image.realpath(source), ''));
    const { uid, gid, mode } = image.stat(source);
    host.chown(mount.Source, uid, gid);
    host.chmod(mount.Source, mode);
  }
}

/** A mount namespace with everything mounted: for the processes of a run, and for docker cp on a stopped container. */
export function mountContainer(
  context: EngineContext,
  container: Container,
  options: { system: boolean },
): MountNamespace {
  const { kernel } = context;
  const { overlay } = container;
  // Mount points are made through a namespace of their own: the one processes get may be read-only.
  const bare = kernel.createMountNamespace(overlay);
  const namespace = kernel.createMountNamespace(overlay, {
    system: options.system,
    sharedMemory: options.system ? (sharedMemoryOf(context, container) ?? null) : undefined,
    readOnly: options.system && container.hostConfig.ReadonlyRootfs,
  });
  if (options.system && !container.hostConfig.Privileged) protectKernelSettings(namespace);
  const ordered = [...container.mounts].sort(
    (a, b) => a.Destination.split('/').length - b.Destination.split('/').length,
  );
  for (const mount of ordered)
    if (options.system || mount.Type !== 'tmpfs') mountOne(context, container, bare, namespace, mount);
  return namespace;
}

/** What runc keeps from being written: the settings of the kernel, which are everybody's. */
function protectKernelSettings(namespace: MountNamespace): void {
  const { filesystem, path } = namespace.locate('/proc/sys');
  const options = { subpath: path, readOnly: true, device: 'proc', options: 'nosuid,nodev,noexec,relatime' };
  namespace.mount(filesystem, '/proc/sys', options);
}

function mountOne(
  context: EngineContext,
  container: Container,
  bare: MountNamespace,
  namespace: MountNamespace,
  mount: ContainerMount,
): void {
  const { kernel } = context;
  const readOnly = !mount.RW;
  if (mount.Destination === '/') {
    const root = JSON.stringify(`${layerDirectory(container.id)}/merged`);
    const why = `create mountpoint for / mount: mountpoint ${root} is on the top of rootfs ${root}`;
    throw new RuntimeError(`error mounting ${JSON.stringify(mount.Source)} to rootfs at "/": ${why}`, 128);
  }
  const below = ancestorMount(container.mounts, mount);
  const maker = below ? namespace : bare;
  if (mount.Type === 'tmpfs') {
    coverWith(maker, 'tmpfs', mount.Destination, 'directory');
    const { flags = [], data = [] } = mount.tmpfs ?? {};
    const settings = tmpfsSettings(data);
    if (!settings) {
      const names = flags.filter((flag) => flag !== 'relatime').map((flag) => `MS_${flag.toUpperCase()}`);
      throw new RuntimeError(
        `error mounting "tmpfs" to rootfs at ${JSON.stringify(mount.Destination)}: mount src=tmpfs, dst=${mount.Destination}, dstFd=/proc/thread-self/fd/11, flags=${names.join('|')}, data=${data.join(',')}: invalid argument`,
        128,
      );
    }
    const options = [...flags, ...settings.shown].join(',');
    namespace.mount(kernel.createTmpfs(settings), mount.Destination, { readOnly, device: 'tmpfs', options });
    return;
  }
  const device = mount.Name ? deviceOf(context, container, mount.Name) : undefined;
  if (device && 'tmpfs' in device) {
    coverWith(maker, mount.Source, mount.Destination, 'directory');
    const { tmpfs, options } = device;
    namespace.mount(tmpfs, mount.Destination, { readOnly, device: 'tmpfs', options });
    return;
  }
  const root = device?.path ?? mount.Source;
  const source = mount.subpath ? join(root, mount.subpath) : root;
  const host = kernel.host.mount.files();
  if (mount.subpath && !host.exists(source))
    throw systemError(`cannot access path ${source}: lstat ${source}: no such file or directory`);
  if (!host.exists(source)) {
    if (mount.Type === 'bind' && !mount.createSource) {
      throw badParameter(`invalid mount config for type "bind": bind source path does not exist: ${source}`);
    }
    makeDirectories(host, source);
  }
  const kind = host.stat(source).kind === 'directory' ? 'directory' : 'file';
  coverWith(maker, source, mount.Destination, kind);
  const { filesystem, path } = kernel.host.mount.locate(source);
  namespace.mount(filesystem, mount.Destination, {
    readOnly,
    subpath: path,
    device: '/dev/vda',
    options: 'relatime',
  });
}

/** A directory covers directories, anything else files; runc's words otherwise. */
function coverWith(namespace: MountNamespace, source: string, target: string, kind: 'file' | 'directory'): void {
  const files = namespace.files();
  const fail = (why: string) =>
    new RuntimeError(
      `error mounting ${JSON.stringify(source)} to rootfs at ${JSON.stringify(target)}: ${why}: not a directory: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type`,
      127,
    );
  try {
    makeMountPoint(namespace, target, kind);
  } catch (error) {
    if (!isErrno(error, 'ENOTDIR') && !messageOf(error).startsWith('Cannot mkdir')) throw error;
    throw fail(
      `create mountpoint for ${target} mount: lookup mountpoint target: securejoin.OpenInRoot ${target}: openat2 ${target}`,
    );
  }
  if ((files.stat(target).kind === 'directory') === (kind === 'directory')) return;
  const how = source === 'tmpfs' ? 'flags=MS_NOSUID|MS_NODEV|MS_NOEXEC, data=mode=0644' : 'flags=MS_BIND|MS_REC';
  throw fail(`mount src=${source}, dst=${target}, dstFd=/proc/thread-self/fd/14, ${how}`);
}

function ancestorMount(mounts: readonly ContainerMount[], mount: ContainerMount): ContainerMount | undefined {
  return mounts.find((other) => other !== mount && mount.Destination.startsWith(`${other.Destination}/`));
}

function realize(context: EngineContext, plan: ParsedMount): ContainerMount {
  const common = { Destination: plan.target, Mode: plan.mode, RW: !plan.readOnly, Propagation: plan.propagation };
  if (plan.type === 'tmpfs') return { Type: 'tmpfs', Source: '', ...common, Mode: '', tmpfs: plan.tmpfs };
  if (plan.type === 'bind') return { Type: 'bind', Source: plan.source, ...common, createSource: plan.createSource };
  const volume = context.volumes.create(plan.source, {
    driver: plan.driver,
    labels: plan.labels,
    options: plan.driverOptions,
  });
  const named = plan.source !== '';
  return {
    Type: 'volume',
    Name: volume.Name,
    Source: volume.Mountpoint,
    Destination: plan.target,
    Driver: volume.Driver,
    Mode: plan.mode || (named ? 'z' : ''),
    RW: !plan.readOnly,
    Propagation: '',
    copyUp: !plan.noCopy,
    subpath: plan.subpath,
    anonymous: !named,
  };
}
