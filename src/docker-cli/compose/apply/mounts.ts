import type { MountSpec } from '../../../engine/api/containers.ts';
import type { Mount, Project, Service } from '../file/types.ts';
import type { Creation } from './create-body.ts';

/** A service's volumes as the old binds, and as mounts where a bind cannot say it (compose's buildContainerVolumes). */
export function binds(
  project: Project,
  service: Service,
  inherit: Creation['inherit'],
): { Binds: string[] | null; Mounts?: MountSpec[] } {
  const found: string[] = [];
  const mounts = new Map<string, MountSpec>();
  const inherited = inheritedVolumes(service, inherit);
  for (const mount of inherited) mounts.set(mount.Target, mount);
  for (const volume of service.volumes ?? []) {
    if (mounts.has(volume.target) && !volume.source) continue;
    mounts.delete(volume.target);
    const bind = asBind(project, volume);
    if (bind !== undefined) found.push(bind);
    else mounts.set(volume.target, asMount(project, volume));
  }
  for (const mount of fileMounts(project, service)) if (!mounts.has(mount.Target)) mounts.set(mount.Target, mount);
  return { Binds: found.length ? found : null, ...(mounts.size > 0 && { Mounts: [...mounts.values()] }) };
}

function asBind(project: Project, { type, source, target, read_only, bind, volume }: Mount): string | undefined {
  const modes = [read_only ? 'ro' : 'rw'];
  if (type === 'bind') {
    if (bind && (!bind.create_host_path || bind.propagation || bind.recursive)) return undefined;
    if (bind?.selinux) modes.push(bind.selinux);
    return `${source}:${target}:${modes.join(',')}`;
  }
  if (type !== 'volume' || !source || !(source in project.volumes)) return undefined;
  if (volume && (volume.labels || volume.subpath || volume.nocopy)) return undefined;
  return `${project.volumes[source]!.name}:${target}:${modes.join(',')}`;
}

function asMount(
  project: Project,
  { type, source = '', target, read_only, bind, volume, tmpfs, image }: Mount,
): MountSpec {
  if (type === 'image' || image) throw new Error('drydock: not simulated: volumes of type image');
  if (type === 'cluster' || type === 'npipe') throw new Error(`drydock: not simulated: volumes of type ${type}`);
  const mount: MountSpec = { Type: type, Source: source, Target: target, ReadOnly: read_only ?? false };
  if (type === 'bind')
    mount.BindOptions = {
      ...(bind?.propagation && { Propagation: bind.propagation }),
      ...(bind?.create_host_path && { CreateMountpoint: true }),
      ...(bind?.recursive === 'disabled' && { NonRecursive: true }),
    };
  else if (type === 'volume') {
    mount.Source = source ? (project.volumes[source]?.name ?? source) : '';
    if (volume)
      mount.VolumeOptions = {
        ...(volume.nocopy && { NoCopy: true }),
        ...(volume.subpath && { Subpath: volume.subpath }),
        ...(volume.labels && { Labels: volume.labels }),
      };
  } else if (tmpfs) mount.TmpfsOptions = { SizeBytes: Number(tmpfs.size ?? 0), Mode: tmpfs.mode ?? 0 };
  return mount;
}

/** Anonymous volumes go from a container to the one that takes its place. */
function inheritedVolumes(service: Service, inherit: Creation['inherit']): MountSpec[] {
  if (!inherit) return [];
  const anonymous = new Set((service.volumes ?? []).filter(({ source }) => !source).map(({ target }) => target));
  return inherit.container.Mounts.filter(({ Type }) => Type !== 'tmpfs')
    .filter(({ Destination }) => inherit.imageVolumes.has(Destination) || anonymous.has(Destination))
    .map(({ Type, Name, Source, Destination, RW }) => ({
      Type,
      Source: Type === 'volume' ? Name! : Source,
      Target: Destination,
      ReadOnly: !RW,
    }));
}

/** Secrets and configs that are files of this computer. */
function fileMounts(project: Project, service: Service): MountSpec[] {
  const mounts: MountSpec[] = [];
  const add = (source: string, target: string) =>
    mounts.push({ Type: 'bind', Source: source, Target: target, ReadOnly: true, BindOptions: {} });
  for (const { source, target } of service.secrets ?? []) {
    const secret = project.secrets[source]!;
    if (secret.external) throw new Error(`unsupported external secret ${secret.name}`);
    if (secret.file) add(secret.file, target ?? `/run/secrets/${source}`);
  }
  for (const { source, target = source } of service.configs ?? []) {
    const config = project.configs[source]!;
    if (config.external) throw new Error(`unsupported external config ${config.name}`);
    if (config.file) add(config.file, target.startsWith('/') ? target : `/${target}`);
  }
  return mounts;
}
