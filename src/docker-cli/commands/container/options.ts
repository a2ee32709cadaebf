import type { CreateContainerBody } from '../../../engine/api/containers.ts';
import type { Cli } from '../../cli.ts';
import { resolvePath } from '../../client/paths.ts';
import type { Flags } from '../../flags/flags.ts';
import { collectEnv, readKeyValueFile, toMap } from '../../opts/env.ts';
import type { DeviceRequest } from '../../opts/gpus.ts';
import { isMac } from '../../opts/mac.ts';
import type { Mount } from '../../opts/mount.ts';
import type { NetworkAttachment } from '../../opts/network.ts';
import { parseExpose, parsePublish } from '../../opts/ports.ts';
import { parseRestartPolicy } from '../../opts/restart.ts';
import { readSecurityOptions } from '../../opts/security.ts';
import type { Ulimit } from '../../opts/ulimit.ts';
import { validateDevice } from '../../opts/validate.ts';
import { parseVolumeSpec } from '../../opts/volume-spec.ts';
import { networkingConfig } from './networking.ts';

/** The command line of `docker run`, `create` as the body of a create request (cli/command/container/opts.go). */
export function createBody(cli: Cli, flags: Flags, args: readonly string[]): CreateContainerBody {
  const { host } = cli;
  const [image, ...command] = args;
  const attach = flags.strings('attach');
  const interactive = flags.bool('interactive');
  const tty = flags.bool('tty');
  const attachStdin = attach.includes('stdin') || interactive;
  let attachStdout = attach.includes('stdout');
  let attachStderr = attach.includes('stderr');
  if (attach.length === 0) {
    attachStdout = true;
    attachStderr = true;
  }
  const swappiness = flags.number('memory-swappiness');
  if (swappiness !== -1 && (swappiness < 0 || swappiness > 100))
    throw new Error(`invalid value: ${swappiness}. Valid memory swappiness range is 0-100`);

  const volumes: Record<string, Record<string, never>> = {};
  const binds: string[] = [];
  for (const spec of new Set(flags.strings('volume'))) {
    const parsed = parseVolumeSpec(spec);
    if (parsed.source === '') volumes[spec] = {};
    else if (parsed.type === 'bind' && spec.startsWith('.'))
      binds.push(`${resolvePath(host.cwd(), spec.slice(0, spec.indexOf(':')))}${spec.slice(spec.indexOf(':'))}`);
    else binds.push(spec);
  }
  const tmpfs: Record<string, string> = {};
  for (const spec of flags.strings('tmpfs')) {
    const colon = spec.indexOf(':');
    tmpfs[colon < 0 ? spec : spec.slice(0, colon)] = colon < 0 ? '' : spec.slice(colon + 1);
  }
  const mounts = flags.values<Mount>('mount').map((mount) =>
    // Only a path that says it is relative is made absolute; a bare word stays, and the engine refuses it.
    mount.Type === 'bind' && mount.Source?.startsWith('.')
      ? { ...mount, Source: resolvePath(host.cwd(), mount.Source) }
      : mount,
  );

  const ports = parsePublish(flags.strings('publish'));
  for (const port of parseExpose(flags.strings('expose'))) ports.exposed[port] ??= {};

  for (const [name, modes] of Object.entries(NAMESPACES)) {
    const value = flags.string(name);
    if (value !== '' && !modes.test(value))
      throw new Error(`--${name}: invalid ${(SHORT_NAMES[name] ?? name).toUpperCase()} mode`);
  }
  const restart = parseRestartPolicy(flags.string('restart'));
  if (flags.bool('rm') && restart.Name !== '' && restart.Name !== 'no')
    throw new Error('conflicting options: cannot specify both --restart and --rm');

  if (flags.strings('storage-opt').some((option) => !option.includes('='))) throw new Error('invalid storage option');
  const labels = toMap([
    ...flags.strings('label-file').flatMap((file) => readKeyValueFile(host, file, (name) => host.env.get(name))),
    ...flags.strings('label'),
  ]);
  const networks = flags.values<NetworkAttachment>('network');
  const entrypoint = flags.changed('entrypoint')
    ? flags.string('entrypoint') === ''
      ? ['']
      : [flags.string('entrypoint')]
    : null;
  const config: CreateContainerBody = {
    Hostname: flags.string('hostname'),
    Domainname: flags.string('domainname'),
    User: flags.string('user'),
    AttachStdin: attachStdin,
    AttachStdout: attachStdout,
    AttachStderr: attachStderr,
    ...(Object.keys(ports.exposed).length
      ? { ExposedPorts: ports.exposed as Record<string, Record<string, never>> }
      : {}),
    Tty: tty,
    OpenStdin: interactive,
    StdinOnce: interactive && attachStdin,
    Env: collectEnv(host, flags.strings('env-file'), flags.strings('env')),
    Cmd: command.length ? command : null,
    ...healthcheck(flags),
    Image: image!,
    Volumes: volumes,
    WorkingDir: flags.string('workdir'),
    Entrypoint: entrypoint,
    OnBuild: null,
    Labels: labels,
    ...(flags.changed('mac-address') ? { MacAddress: flags.string('mac-address') } : {}),
    ...(flags.changed('stop-signal') ? { StopSignal: flags.string('stop-signal') } : {}),
    ...(flags.changed('stop-timeout') ? { StopTimeout: flags.number('stop-timeout') } : {}),
  };
  const security = readSecurityOptions(host, flags.strings('security-opt'));
  const mac = flags.string('mac-address');
  if (mac !== '' && !isMac(mac)) throw new Error(`${mac} is not a valid mac address`);
  const size = host.stdout.isTerminal ? host.stdout.size() : undefined;
  config.HostConfig = {
    Binds: binds.length ? binds : null,
    ContainerIDFile: flags.string('cidfile'),
    LogConfig: { Type: flags.string('log-driver'), Config: toMap(flags.strings('log-opt')) },
    NetworkMode: networks[0]?.Target ?? 'default',
    PortBindings: ports.bindings,
    RestartPolicy: restart as never,
    AutoRemove: flags.bool('rm'),
    VolumeDriver: flags.string('volume-driver'),
    VolumesFrom: nullIfEmpty(flags.strings('volumes-from')),
    ConsoleSize: tty && size ? [size.rows, size.columns] : [0, 0],
    ...(flags.changed('annotation') ? { Annotations: toMap(flags.strings('annotation')) } : {}),
    CapAdd: nullIfEmpty(flags.strings('cap-add')),
    CapDrop: nullIfEmpty(flags.strings('cap-drop')),
    CgroupnsMode: flags.string('cgroupns'),
    Dns: flags.strings('dns'),
    DnsOptions: flags.strings('dns-option'),
    DnsSearch: flags.strings('dns-search'),
    ExtraHosts: nullIfEmpty(flags.strings('add-host')),
    GroupAdd: nullIfEmpty(flags.strings('group-add')),
    IpcMode: flags.string('ipc'),
    Cgroup: '',
    Links: networks.length <= 1 ? nullIfEmpty(flags.strings('link')) : null,
    OomScoreAdj: flags.number('oom-score-adj'),
    PidMode: flags.string('pid'),
    Privileged: flags.bool('privileged'),
    PublishAllPorts: flags.bool('publish-all'),
    ReadonlyRootfs: flags.bool('read-only'),
    SecurityOpt: nullIfEmpty(security.options),
    ...(Object.keys(tmpfs).length ? { Tmpfs: tmpfs } : {}),
    UTSMode: flags.string('uts'),
    UsernsMode: flags.string('userns'),
    ShmSize: flags.number('shm-size'),
    Runtime: flags.string('runtime'),
    Isolation: flags.string('isolation'),
    ...resources(flags),
    ...(mounts.length ? { Mounts: mounts as never } : {}),
    MaskedPaths: security.unconfinedPaths ? [] : null,
    ReadonlyPaths: security.unconfinedPaths ? [] : null,
    ...(flags.changed('init') ? { Init: flags.bool('init') } : {}),
  };
  config.NetworkingConfig = networkingConfig(flags, networks);
  return config;
}

const NAMESPACES: Readonly<Record<string, RegExp>> = {
  pid: /^(host|container:.+)$/,
  uts: /^host$/,
  userns: /^host$/,
  cgroupns: /^(host|private)$/,
};

/** What docker calls the namespace when it refuses the mode. */
const SHORT_NAMES: Readonly<Record<string, string>> = { userns: 'user', cgroupns: 'cgroup' };

function resources(flags: Flags): Record<string, unknown> {
  const memory = flags.number('memory');
  return {
    CpuShares: flags.number('cpu-shares'),
    Memory: memory,
    NanoCpus: flags.number('cpus'),
    CgroupParent: flags.string('cgroup-parent'),
    BlkioWeight: flags.number('blkio-weight'),
    BlkioWeightDevice: [],
    BlkioDeviceReadBps: [],
    BlkioDeviceWriteBps: [],
    BlkioDeviceReadIOps: [],
    BlkioDeviceWriteIOps: [],
    CpuPeriod: flags.number('cpu-period'),
    CpuQuota: flags.number('cpu-quota'),
    CpuRealtimePeriod: flags.number('cpu-rt-period'),
    CpuRealtimeRuntime: flags.number('cpu-rt-runtime'),
    CpusetCpus: flags.string('cpuset-cpus'),
    CpusetMems: flags.string('cpuset-mems'),
    Devices: flags.strings('device').map((text) => device(validateDevice(text))),
    DeviceCgroupRules: nullIfEmpty(flags.strings('device-cgroup-rule')),
    DeviceRequests: flags.changed('gpus') ? flags.values<DeviceRequest>('gpus') : null,
    MemoryReservation: flags.number('memory-reservation'),
    MemorySwap: flags.number('memory-swap'),
    MemorySwappiness: flags.number('memory-swappiness'),
    OomKillDisable: flags.bool('oom-kill-disable'),
    PidsLimit: flags.changed('pids-limit') ? flags.number('pids-limit') : null,
    Ulimits: flags.values<Ulimit>('ulimit').sort((a, b) => (a.Name < b.Name ? -1 : 1)),
    ...(flags.changed('storage-opt') ? { StorageOpt: toMap(flags.strings('storage-opt')) } : {}),
    ...(flags.changed('sysctl') ? { Sysctls: toMap(flags.strings('sysctl')) } : {}),
  };
}

function device(text: string): object {
  const [host, second, third] = text.split(':') as [string, string | undefined, string | undefined];
  const secondIsMode = second !== undefined && third === undefined && /^[rwm]+$/.test(second);
  return {
    PathOnHost: host,
    PathInContainer: second === undefined || secondIsMode ? host : second,
    CgroupPermissions: third ?? (secondIsMode ? second : 'rwm'),
  };
}

function healthcheck(flags: Flags): Pick<CreateContainerBody, 'Healthcheck'> {
  const names = [
    'health-cmd',
    'health-interval',
    'health-timeout',
    'health-start-period',
    'health-retries',
    'health-start-interval',
  ];
  const given = names.some((name) => flags.changed(name) && (flags.number(name) !== 0 || flags.string(name) !== ''));
  if (flags.bool('no-healthcheck')) {
    if (given) throw new Error('--no-healthcheck conflicts with --health-* options');
    return { Healthcheck: { Test: ['NONE'] } };
  }
  if (!given) return {};
  for (const [name, shown] of [
    ['health-interval', '--health-interval'],
    ['health-timeout', '--health-timeout'],
    ['health-start-period', '--health-start-period'],
    ['health-start-interval', '--health-start-interval'],
  ] as const)
    if (flags.number(name) < 0) throw new Error(`${shown} cannot be negative`);
  if (flags.number('health-retries') < 0) throw new Error('--health-retries cannot be negative');
  const command = flags.string('health-cmd');
  return {
    Healthcheck: {
      ...(command ? { Test: ['CMD-SHELL', command] } : {}),
      Interval: flags.number('health-interval'),
      Timeout: flags.number('health-timeout'),
      StartPeriod: flags.number('health-start-period'),
      StartInterval: flags.number('health-start-interval'),
      Retries: flags.number('health-retries'),
    },
  };
}

const nullIfEmpty = (list: string[]): string[] | null => (list.length ? list : null);
