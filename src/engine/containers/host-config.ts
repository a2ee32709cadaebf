import type { HostConfig, MountSpec } from '../api/containers.ts';
import { capabilityName } from './users.ts';

/**
 * What inspect shows of a container that was created with no options at all (API 1.51, cgroup v2 host), in the order of
 * container.HostConfig, the members of OPTIONAL at their places.
 */
const DEFAULTS: HostConfig = {
  Binds: null,
  ContainerIDFile: '',
  LogConfig: { Type: 'json-file', Config: {} },
  NetworkMode: 'bridge',
  PortBindings: null,
  RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
  AutoRemove: false,
  VolumeDriver: '',
  VolumesFrom: null,
  ConsoleSize: [0, 0],
  Annotations: undefined,
  CapAdd: null,
  CapDrop: null,
  CgroupnsMode: 'private',
  Dns: null,
  DnsOptions: null,
  DnsSearch: null,
  ExtraHosts: null,
  GroupAdd: null,
  IpcMode: 'private',
  Cgroup: '',
  Links: null,
  OomScoreAdj: 0,
  PidMode: '',
  Privileged: false,
  PublishAllPorts: false,
  ReadonlyRootfs: false,
  SecurityOpt: null,
  StorageOpt: undefined,
  Tmpfs: undefined,
  UTSMode: '',
  UsernsMode: '',
  ShmSize: 67108864,
  Sysctls: undefined,
  Runtime: 'runc',
  Isolation: '',
  CpuShares: 0,
  Memory: 0,
  NanoCpus: 0,
  CgroupParent: '',
  BlkioWeight: 0,
  BlkioWeightDevice: null,
  BlkioDeviceReadBps: null,
  BlkioDeviceWriteBps: null,
  BlkioDeviceReadIOps: null,
  BlkioDeviceWriteIOps: null,
  CpuPeriod: 0,
  CpuQuota: 0,
  CpuRealtimePeriod: 0,
  CpuRealtimeRuntime: 0,
  CpusetCpus: '',
  CpusetMems: '',
  Devices: null,
  DeviceCgroupRules: null,
  DeviceRequests: null,
  MemoryReservation: 0,
  MemorySwap: 0,
  MemorySwappiness: null,
  OomKillDisable: null,
  PidsLimit: null,
  Ulimits: null,
  CpuCount: 0,
  CpuPercent: 0,
  IOMaximumIOps: 0,
  IOMaximumBandwidth: 0,
  Mounts: undefined,
  MaskedPaths: [
    '/proc/asound',
    '/proc/acpi',
    '/proc/interrupts',
    '/proc/kcore',
    '/proc/keys',
    '/proc/latency_stats',
    '/proc/timer_list',
    '/proc/timer_stats',
    '/proc/sched_debug',
    '/proc/scsi',
    '/sys/firmware',
    '/sys/devices/virtual/powercap',
  ],
  ReadonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'],
  Init: undefined,
};

/** Members that are shown only when they were given. */
const OPTIONAL: readonly string[] = ['Annotations', 'StorageOpt', 'Tmpfs', 'Sysctls', 'Mounts', 'Init'];

export function completeHostConfig(given: Partial<HostConfig>): HostConfig {
  const complete = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS)) {
    const value = given[name];
    if (OPTIONAL.includes(name)) {
      const hollow = value === null || (typeof value === 'object' && Object.keys(value as object).length === 0);
      if (value === undefined || hollow) delete complete[name];
      else complete[name] = value;
    } else if (value !== undefined && value !== null) complete[name] = value;
  }
  complete.CapAdd &&= complete.CapAdd.map(capabilityName);
  complete.CapDrop &&= complete.CapDrop.map(capabilityName);
  complete.Ulimits &&= complete.Ulimits.map(({ Name, Hard, Soft }) => ({ Name, Hard, Soft }));
  if (complete.MemorySwappiness === -1) complete.MemorySwappiness = null;
  if (complete.Memory > 0 && complete.MemorySwap === 0) complete.MemorySwap = complete.Memory * 2;
  if (complete.NetworkMode === '' || complete.NetworkMode === 'default') complete.NetworkMode = 'bridge';
  if (!complete.RestartPolicy.Name) complete.RestartPolicy = { ...complete.RestartPolicy, Name: 'no' };
  complete.RestartPolicy = {
    Name: complete.RestartPolicy.Name,
    MaximumRetryCount: complete.RestartPolicy.MaximumRetryCount ?? 0,
  };
  if (!complete.LogConfig.Type) complete.LogConfig = { Type: 'json-file', Config: complete.LogConfig.Config ?? {} };
  if (complete.ShmSize === 0) complete.ShmSize = 67108864;
  if (!complete.IpcMode) complete.IpcMode = 'private';
  if (!complete.CgroupnsMode) complete.CgroupnsMode = 'private';
  if (!complete.Runtime) complete.Runtime = 'runc';
  complete.Mounts &&= complete.Mounts.map(withoutEmpty);
  if (complete.Privileged) {
    complete.MaskedPaths = null;
    complete.ReadonlyPaths = null;
  }
  return complete;
}

/** Go's omitempty of a mount's own members. */
function withoutEmpty(mount: MountSpec): MountSpec {
  const { Source, ReadOnly, ...rest } = mount;
  return { ...(Source && { Source }), ...(ReadOnly && { ReadOnly }), ...rest };
}
