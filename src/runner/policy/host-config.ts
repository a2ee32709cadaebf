import { ramInBytes } from '../../engine/api/units.ts';
import {
  checkFields,
  flag,
  isNeutral,
  map,
  never,
  number,
  oneOf,
  type Rule,
  type Rules,
  text,
  texts,
} from './fields.ts';
import { checkBind, checkMount, type MountNeeds } from './mounts.ts';
import { type Policy, Refused } from './policy.ts';
import { checkUlimit } from './ulimits.ts';

/** Things of the engine that a container leans on: all must be the session's. */
export interface Needs extends MountNeeds {
  readonly containers: Set<string>;
  readonly networks: Set<string>;
}

/** Where a container listens on this machine: here and nowhere else. */
const LOOPBACK = '127.0.0.1';

/** As Docker has it (`runconfig`). What has more in it are orders to Podman's own programs (slirp4netns, pasta). */
const NETWORK_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

const HOST_NAMESPACE = 'the host’s namespaces: a container would see this machine’s processes, users or network';

/** A HostConfig the session may have, with limits on what it left open. */
export function checkHostConfig(policy: Policy, given: unknown, needs: Needs): Record<string, unknown> {
  const checked = checkFields(given, hostConfigRules(policy, needs), 'HostConfig');
  const { limits } = policy;
  const memory = (checked.Memory as number | undefined) || limits.memory;
  const limited: Record<string, unknown> = {
    ...checked,
    Memory: memory,
    NanoCpus: checked.NanoCpus || limits.nanoCpus,
    PidsLimit: checked.PidsLimit || limits.pids,
    SecurityOpt: ['no-new-privileges'],
    LogConfig: checked.LogConfig ?? checkLogs(undefined, 'LogConfig'),
  };
  if ((checked.MemorySwap as number | undefined) === undefined) limited.MemorySwap = memory;
  if (needs.folders.size > 0) {
    // A device node in the workspace would be one on this machine.
    limited.CapDrop = [...new Set([...((checked.CapDrop as string[] | undefined) ?? []), 'MKNOD'])];
  }
  return limited;
}

function hostConfigRules(policy: Policy, needs: Needs): Rules {
  const { limits } = policy;
  const namespace =
    (own: readonly string[]): Rule =>
    (value) => {
      if (isNeutral(value)) return undefined;
      const mode = String(value);
      if (own.includes(mode)) return mode;
      if (/^container:.+/.test(mode)) {
        needs.containers.add(mode.slice('container:'.length));
        return mode;
      }
      throw new Refused(`${mode}: ${HOST_NAMESPACE}`);
    };
  return {
    Binds: (value) => listOf(value, 'Binds').map((bind) => checkBind(policy, bind, needs)),
    Mounts: (value) => listOf(value, 'Mounts').map((mount) => checkMount(policy, mount, needs)),
    ContainerIDFile: () => undefined,
    LogConfig: checkLogs,
    NetworkMode: (value) => {
      if (isNeutral(value)) return undefined;
      const mode = String(value);
      if (['default', 'bridge', 'none'].includes(mode)) return mode;
      if (mode === 'host' || mode.startsWith('ns:')) throw new Refused(`--network ${mode}: ${HOST_NAMESPACE}`);
      if (/^container:.+/.test(mode)) needs.containers.add(mode.slice('container:'.length));
      else if (NETWORK_NAME.test(mode)) needs.networks.add(mode);
      else throw new Refused(`--network ${mode}: a way of its own into this machine’s network`);
      return mode;
    },
    PortBindings: (value) => checkPorts(policy, value),
    PublishAllPorts: flag,
    RestartPolicy: (value) => checkFields(value, { Name: text, MaximumRetryCount: number(0, 1000) }, 'RestartPolicy'),
    AutoRemove: flag,
    VolumeDriver: oneOf(['', 'local'], 'a volume driver other than local'),
    VolumesFrom: (value) =>
      listOf(value, 'VolumesFrom').map((from) => {
        needs.containers.add(String(from).split(':')[0]!);
        return String(from);
      }),
    ConsoleSize: sizes,
    Annotations: never('annotations: a runtime may take orders from them'),
    CapAdd: never('added capabilities'),
    CapDrop: texts,
    Capabilities: never('a list of capabilities'),
    CgroupnsMode: oneOf(['', 'private'], `--cgroupns: ${HOST_NAMESPACE}`),
    Cgroup: never('a cgroup of one’s choice'),
    CgroupParent: never('--cgroup-parent: it would leave the limits'),
    Dns: texts,
    DnsOptions: texts,
    DnsSearch: texts,
    ExtraHosts: texts,
    GroupAdd: (value, name) => {
      if (listOf(value, name).includes('keep-groups'))
        throw new Refused('--group-add keep-groups: the groups of whoever runs the engine');
      return texts(value, name);
    },
    IpcMode: namespace(['none', 'private', 'shareable']),
    PidMode: namespace([]),
    UTSMode: namespace([]),
    UsernsMode: never(`--userns: ${HOST_NAMESPACE}`),
    Links: (value) =>
      listOf(value, 'Links').map((link) => {
        needs.containers.add(String(link).split(':')[0]!.replace(/^\//, ''));
        return String(link);
      }),
    OomScoreAdj: number(0, 1000),
    OomKillDisable: never('--oom-kill-disable: this machine could run out of memory'),
    Privileged: never('--privileged: a privileged container is root on this machine'),
    ReadonlyRootfs: flag,
    SecurityOpt: (value) => {
      for (const option of listOf(value, 'SecurityOpt'))
        if (!/^no-new-privileges([:=]true)?$/.test(String(option)))
          throw new Refused(`--security-opt ${String(option)}`);
      return undefined;
    },
    Tmpfs: (value) => {
      for (const options of Object.values((map(value, 'Tmpfs') ?? {}) as Record<string, unknown>))
        if (typeof options !== 'string' || !options.split(',').every((each) => TMPFS_OPTION.test(each)))
          throw new Refused(`the options ${JSON.stringify(options)} of --tmpfs`);
      return value ?? undefined;
    },
    ShmSize: number(0, limits.shmSize),
    Runtime: oneOf(['', 'runc', 'crun'], '--runtime: another program would start the container'),
    Isolation: oneOf(['', 'default'], '--isolation'),
    CpuShares: number(0, 262_144),
    CpuPeriod: never('--cpu-period: use --cpus'),
    CpuQuota: never('--cpu-quota: use --cpus'),
    CpuRealtimePeriod: never('real-time scheduling'),
    CpuRealtimeRuntime: never('real-time scheduling'),
    CpusetCpus: never('--cpuset-cpus'),
    CpusetMems: never('--cpuset-mems'),
    Memory: number(0, limits.memory),
    MemoryReservation: number(0, limits.memory),
    MemorySwap: (value) => (isNeutral(value) ? undefined : number(0, limits.memory)(value, 'MemorySwap')),
    MemorySwappiness: (value) => (value === -1 ? undefined : number(0, 100)(value, 'MemorySwappiness')),
    NanoCpus: number(0, limits.nanoCpus),
    PidsLimit: (value) => {
      if (value === -1) throw unlimitedProcesses(value);
      return number(0, limits.pids)(value, 'PidsLimit');
    },
    Ulimits: (value) => listOf(value, 'Ulimits').map(checkUlimit),
    Devices: never('--device: devices of this machine'),
    DeviceRequests: never('--gpus: devices of this machine'),
    DeviceCgroupRules: never('--device-cgroup-rule: devices of this machine'),
    Sysctls: never('--sysctl'),
    StorageOpt: never('--storage-opt'),
    // Empty lists would lay open what Docker hides.
    MaskedPaths: (value) => onlyUnset(value, 'MaskedPaths'),
    ReadonlyPaths: (value) => onlyUnset(value, 'ReadonlyPaths'),
    Init: flag,
  };
}

/** What says how large a tmpfs is, whose, and what may be done in it; not what makes something else of it. */
const TMPFS_OPTION =
  /^((size|nr_inodes|nr_blocks|mode|uid|gid)=\w+%?|rw|ro|nodev|nosuid|noexec|exec|a?sync|dirsync|(no|rel|strict)?atime|no(dir|rel)atime|diratime)?$/;

function unlimitedProcesses(value: number): Refused {
  return new Refused(`--pids-limit ${value}: a fork bomb would take this machine along`);
}

function onlyUnset(value: unknown, name: string): undefined {
  if (value === null || value === undefined) return undefined;
  throw new Refused(`${name}: what Docker hides of /proc and /sys stays hidden`);
}

function listOf(value: unknown, name: string): unknown[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new Refused(`${name} that is no list`, 400);
}

const sizes: Rule = (value, name) => {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value) && value.length === 2 && value.every((each) => Number.isSafeInteger(each) && each >= 0))
    return value;
  throw new Refused(`${name} that is no size`, 400);
};

/** Ports are published on this machine alone, whatever address was asked for, unless who runs it wants them open. */
function checkPorts({ publishAnywhere }: Policy, value: unknown): unknown {
  const ports = map(value, 'PortBindings') as Record<string, unknown> | undefined;
  if (!ports) return undefined;
  return Object.fromEntries(
    Object.entries(ports).map(([port, bindings]) => [
      port,
      listOf(bindings, 'PortBindings').map((binding) => {
        const { HostIp, HostPort } = checkFields(binding, { HostIp: text, HostPort: text }, 'a port');
        if (!isNeutral(HostIp) && !['0.0.0.0', '::', LOOPBACK, 'localhost'].includes(String(HostIp)))
          throw new Refused(`publishing on ${String(HostIp)}: ports are published on ${LOOPBACK} only`);
        return { HostIp: publishAnywhere ? (HostIp ?? '') : LOOPBACK, HostPort: HostPort ?? '' };
      }),
    ]),
  );
}

/** What a container prints is kept on this machine's disk: by default it would be all of it. */
const MOST_LOGS = { bytes: 64 * 2 ** 20, files: 3 };

const checkLogs: Rule = (value) => {
  const { Type = '', Config = {} } = checkFields(
    value,
    {
      Type: oneOf(['', 'json-file', 'local', 'none'], 'a log driver that sends logs elsewhere'),
      Config: (options) =>
        checkFields(options, { 'max-size': text, 'max-file': text, compress: text }, 'the options of a log driver'),
    },
    'LogConfig',
  ) as { Type?: string; Config?: Record<string, string> };
  if (Type === 'none') return { Type, Config };
  const size = Config['max-size'] === undefined ? MOST_LOGS.bytes : sizeOf(Config['max-size']);
  const files = Number(Config['max-file'] ?? 1);
  if (!(size <= MOST_LOGS.bytes && files <= MOST_LOGS.files))
    throw new Refused(`more logs than ${MOST_LOGS.files} files of ${MOST_LOGS.bytes} bytes`);
  return { Type: Type || 'json-file', Config: { 'max-size': '64m', ...Config } };
};

function sizeOf(text: string): number {
  try {
    return ramInBytes(text);
  } catch (error) {
    throw new Refused(`max-size=${text}: ${(error as Error).message}`, 400);
  }
}

/** `POST /containers/{id}/update`: the same bounds; what is not given stays as it is. */
export function checkUpdate(policy: Policy, body: unknown): Record<string, unknown> {
  const needs: Needs = { containers: new Set(), networks: new Set(), volumes: new Set(), folders: new Set() };
  const rules = hostConfigRules(policy, needs);
  const changeable = ['CpuShares', 'Memory', 'MemoryReservation', 'MemorySwap', 'NanoCpus', 'PidsLimit'];
  const chosen = Object.fromEntries(changeable.map((name) => [name, rules[name]!]));
  // To a container that is there, 0 is no limit.
  const PidsLimit: Rule = (value, name) => {
    if (value === 0) throw unlimitedProcesses(value);
    return rules.PidsLimit!(value, name);
  };
  return checkFields(body, { ...chosen, PidsLimit, RestartPolicy: rules.RestartPolicy! }, 'an update');
}
