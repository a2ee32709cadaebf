import type { ContainerSummary, CreateContainerBody, HealthConfig, PortMap } from '../../../engine/api/containers.ts';
import type { EndpointSettings } from '../../../engine/api/networks.ts';
import { parseDuration } from '../../client/durations.ts';
import { serviceHash } from '../file/hash.ts';
import { type BlockIo, type DeviceRequest, imageOf, type Project, type Service } from '../file/types.ts';
import { COMPOSE_VERSION, LABEL } from './labels.ts';
import { binds } from './mounts.ts';

export interface Creation {
  readonly name: string;
  /** Of the container among its service's; none for what `run` makes. */
  readonly number?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly autoRemove: boolean;
  readonly attachStdin: boolean;
  /** The service's name and aliases are the container's too. */
  readonly aliases: boolean;
  /** The container this one takes the place of, if its anonymous volumes go on. */
  readonly inherit?: { readonly container: ContainerSummary; readonly imageVolumes: ReadonlySet<string> };
}

/** A service as the body of a create request (compose's getCreateConfigs). */
export async function createBody(
  project: Project,
  name: string,
  service: Service,
  creation: Creation,
): Promise<CreateContainerBody> {
  const labels: Record<string, string> = {
    ...service.labels,
    ...creation.labels,
    [LABEL.hash]: await serviceHash(service),
  };
  if (creation.number) labels[LABEL.number] = String(creation.number);
  labels[LABEL.dependencies] = Object.entries(service.depends_on ?? {})
    .map(([other, { condition, restart }]) => `${other}:${condition}:${restart ?? false}`)
    .join(',');
  const { exposed, bindings } = ports(service);
  const { mode, endpoints } = networking(project, name, service, creation);
  const grace = service.stop_grace_period;
  return {
    Hostname: service.hostname ?? '',
    Domainname: service.domainname ?? '',
    User: service.user ?? '',
    AttachStdin: creation.attachStdin,
    AttachStdout: true,
    AttachStderr: true,
    ...(Object.keys(exposed).length > 0 && { ExposedPorts: exposed }),
    Tty: service.tty ?? false,
    OpenStdin: service.stdin_open ?? false,
    StdinOnce: creation.attachStdin && (service.stdin_open ?? false),
    Env: Object.entries(service.environment ?? {}).map(([key, value]) => (value === null ? key : `${key}=${value}`)),
    Cmd: service.command ?? null,
    ...healthcheck(service),
    Image: service.image || imageOf(project, name),
    WorkingDir: service.working_dir ?? '',
    Entrypoint: service.entrypoint ?? null,
    Labels: labels,
    ...(service.stop_signal && { StopSignal: service.stop_signal }),
    ...(grace && { StopTimeout: Math.floor(parseDuration(grace) / 1e9) }),
    HostConfig: {
      AutoRemove: creation.autoRemove,
      ...binds(project, service, creation.inherit),
      CapAdd: service.cap_add ?? null,
      CapDrop: service.cap_drop ?? null,
      NetworkMode: mode,
      ...(service.init !== undefined && { Init: service.init }),
      IpcMode: service.ipc ?? '',
      CgroupnsMode: service.cgroup ?? '',
      ReadonlyRootfs: service.read_only ?? false,
      RestartPolicy: restartPolicy(service),
      ShmSize: Number(service.shm_size ?? 0),
      ...(service.sysctls && { Sysctls: service.sysctls }),
      PortBindings: bindings,
      VolumesFrom: service.volumes_from ?? null,
      Dns: service.dns ?? null,
      DnsSearch: service.dns_search ?? null,
      DnsOptions: service.dns_opt ?? null,
      ExtraHosts: (service.extra_hosts ?? []).map((host) => host.replace('=', ':')),
      SecurityOpt: service.security_opt ?? null,
      ...(service.storage_opt && { StorageOpt: service.storage_opt }),
      UsernsMode: service.userns_mode ?? '',
      UTSMode: service.uts ?? '',
      Privileged: service.privileged ?? false,
      PidMode: service.pid ?? '',
      ...(service.tmpfs && { Tmpfs: tmpfs(service.tmpfs) }),
      ...(service.logging && {
        LogConfig: { Type: service.logging.driver ?? '', Config: service.logging.options ?? {} },
      }),
      GroupAdd: service.group_add ?? null,
      OomScoreAdj: service.oom_score_adj ?? 0,
      ...(service.annotations && { Annotations: service.annotations }),
      ...(service.runtime && { Runtime: service.runtime }),
      ...resources(service),
    },
    ...(endpoints && { NetworkingConfig: { EndpointsConfig: endpoints } }),
  };
}

function ports(service: Service): { exposed: Record<string, Record<string, never>>; bindings: PortMap } {
  const exposed: Record<string, Record<string, never>> = {};
  const bindings: PortMap = {};
  for (const port of service.expose ?? []) exposed[port.includes('/') ? port : `${port}/tcp`] = {};
  for (const { target, protocol = 'tcp', host_ip = '', published = '' } of service.ports ?? []) {
    const port = `${target}/${protocol}`;
    exposed[port] = {};
    (bindings[port] ??= []).push({ HostIp: host_ip, HostPort: published });
  }
  return { exposed, bindings };
}

/** The networks of a service, first the one its container is made on. */
export function networksByPriority(service: Service): string[] {
  const networks = service.networks ?? {};
  return Object.keys(networks).sort(
    (a, b) => (networks[b]?.priority ?? 0) - (networks[a]?.priority ?? 0) || (a < b ? -1 : 1),
  );
}

function networking(
  project: Project,
  name: string,
  service: Service,
  creation: Creation,
): { mode: string; endpoints?: Record<string, Partial<EndpointSettings>> } {
  if (service.network_mode) return { mode: service.network_mode };
  const keys = networksByPriority(service);
  if (Object.keys(project.networks).length === 0 || keys.length === 0) return { mode: 'none' };
  const endpoints: Record<string, Partial<EndpointSettings>> = {};
  for (const key of keys) {
    const config = service.networks?.[key];
    const aliases = [service.container_name ?? creation.name];
    if (creation.aliases) aliases.push(name, ...(config?.aliases ?? []));
    endpoints[project.networks[key]!.name] = {
      Aliases: aliases,
      ...(config?.ipv4_address && { IPAddress: config.ipv4_address }),
      ...(config && {
        IPAMConfig: {
          ...(config.ipv4_address && { IPv4Address: config.ipv4_address }),
          ...(config.ipv6_address && { IPv6Address: config.ipv6_address }),
          ...(config.link_local_ips && { LinkLocalIPs: config.link_local_ips }),
        },
      }),
      ...(config?.driver_opts && { DriverOpts: config.driver_opts }),
      ...(config?.gw_priority !== undefined && { GwPriority: config.gw_priority }),
      MacAddress: config?.mac_address ?? (key === keys[0] ? (service.mac_address ?? '') : ''),
    };
  }
  return { mode: project.networks[keys[0]!]!.name, endpoints };
}

function healthcheck({ healthcheck: check }: Service): { Healthcheck?: HealthConfig } {
  if (!check) return {};
  const time = (text: string | undefined) => (text === undefined ? undefined : parseDuration(text));
  const config: HealthConfig = { Test: check.disable ? ['NONE'] : check.test };
  const times = {
    Interval: time(check.interval),
    Timeout: time(check.timeout),
    StartPeriod: time(check.start_period),
    StartInterval: time(check.start_interval),
    Retries: check.retries,
  };
  for (const [key, value] of Object.entries(times)) if (value !== undefined) config[key as keyof typeof times] = value;
  return { Healthcheck: config };
}

const CONDITIONS: Readonly<Record<string, string>> = { none: 'no', any: 'always' };

function restartPolicy(service: Service): { Name: never; MaximumRetryCount: number } {
  const policy = service.deploy?.restart_policy;
  const [name = '', attempts = '0'] = policy
    ? [policy.condition ?? '', String(policy.max_attempts ?? 0)]
    : (service.restart ?? '').split(':');
  return { Name: (CONDITIONS[name] ?? name) as never, MaximumRetryCount: Number(attempts) || 0 };
}

const tmpfs = (specs: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    specs.map((spec) => {
      const colon = spec.indexOf(':');
      return colon < 0 ? [spec, ''] : [spec.slice(0, colon), spec.slice(colon + 1)];
    }),
  );

function resources(service: Service): Record<string, unknown> {
  const { limits, reservations } = service.deploy?.resources ?? {};
  const ulimits = Object.entries(service.ulimits ?? {}).map(([Name, limit]) =>
    typeof limit === 'number' ? { Name, Soft: limit, Hard: limit } : { Name, Soft: limit.soft, Hard: limit.hard },
  );
  const requests = [
    ...(reservations?.devices ?? []),
    ...(service.gpus ?? []).map((gpu) => ({ ...gpu, capabilities: [...(gpu.capabilities ?? []), 'gpu'] })),
  ];
  const pids = limits?.pids ?? service.pids_limit;
  return {
    Memory: Number(limits?.memory ?? service.mem_limit ?? 0),
    MemoryReservation: Number(reservations?.memory ?? service.mem_reservation ?? 0),
    MemorySwap: Number(service.memswap_limit ?? 0),
    NanoCpus: Math.round((limits?.cpus ?? service.cpus ?? 0) * 1e9),
    CpuShares: Number(service.cpu_shares ?? 0),
    CpusetCpus: service.cpuset ?? '',
    CgroupParent: service.cgroup_parent ?? '',
    ...(pids && { PidsLimit: pids }),
    ...(requests.length > 0 && { DeviceRequests: requests.map(deviceRequest) }),
    ...blockIo(service),
    ...(ulimits.length > 0 && { Ulimits: ulimits }),
    ...(service.devices && {
      Devices: service.devices.map(({ source, target, permissions }) => ({
        PathOnHost: source,
        PathInContainer: target,
        CgroupPermissions: permissions,
      })),
    }),
  };
}

const deviceRequest = (request: DeviceRequest): object => ({
  Driver: request.driver ?? '',
  Count: request.count ?? 0,
  DeviceIDs: request.device_ids ?? null,
  Capabilities: [request.capabilities ?? []],
  Options: request.options ?? null,
});

function blockIo({ blkio_config: from }: Service): Record<string, unknown> {
  if (!from) return {};
  const rates = (list: BlockIo['device_read_bps']) =>
    (list ?? []).map(({ path, rate }) => ({ Path: path, Rate: Number(rate) }));
  return {
    BlkioWeight: from.weight ?? 0,
    BlkioWeightDevice: (from.weight_device ?? []).map(({ path, weight }) => ({ Path: path, Weight: weight })),
    BlkioDeviceReadBps: rates(from.device_read_bps),
    BlkioDeviceReadIOps: rates(from.device_read_iops),
    BlkioDeviceWriteBps: rates(from.device_write_bps),
    BlkioDeviceWriteIOps: rates(from.device_write_iops),
  };
}

/** Marks a container as the project's. */
export const projectLabels = (
  project: Project,
  service: string,
  envFiles: readonly string[],
): Record<string, string> => ({
  [LABEL.project]: project.name,
  [LABEL.service]: service,
  [LABEL.version]: COMPOSE_VERSION,
  [LABEL.directory]: project.directory,
  [LABEL.files]: project.files.join(','),
  [LABEL.oneoff]: 'False',
  ...(envFiles.length > 0 && { [LABEL.environmentFile]: envFiles.join(',') }),
});
