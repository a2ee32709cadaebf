import { KERNEL_RELEASE, KERNEL_VERSION } from '../process/calls/own.ts';
import type { Machine } from '../process/machine.ts';
import type { PidSpace } from '../process/process-id.ts';
import { CPUS, MEMORY_BYTES, RESIDENT_BYTES, TICKS_PER_SECOND } from './hardware.ts';
import { directory, file, type SyntheticNode } from './synthetic-filesystem.ts';

/** The files of /proc that are about the whole machine. */
export function systemFiles(machine: Machine, space: () => PidSpace): Record<string, SyntheticNode> {
  const uptime = () => (machine.platform.now() - machine.bootTime) / 1000;
  const processes = () => [...machine.hostSpace.processes.values()];
  const running = () => processes().filter(({ state }) => state === 'running').length;
  return {
    cmdline: file(() => 'BOOT_IMAGE=/boot/vmlinuz root=/dev/vda1 ro\n'),
    cpuinfo: file(cpuinfo),
    filesystems: file(() => 'nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\tdevpts\nnodev\toverlay\n\text4\n'),
    loadavg: file(() => {
      const visible = space().processes;
      const load = Math.min(running(), CPUS).toFixed(2);
      return `${load} ${load} ${load} ${running()}/${processes().length} ${Math.max(0, ...visible.keys())}\n`;
    }),
    meminfo: file(() => meminfo(processes().length)),
    stat: file(() => cpuTimes(uptime(), machine.bootTime, processes().length)),
    uptime: file(() => `${uptime().toFixed(2)} ${(uptime() * CPUS).toFixed(2)}\n`),
    version: file(() => `Linux version ${KERNEL_RELEASE} (drydock) ${KERNEL_VERSION}\n`),
    sys: directory({
      kernel: directory({
        hostname: file(() => `${(machine.current?.namespaces.uts ?? { hostname: '(none)' }).hostname}\n`),
        osrelease: file(() => `${KERNEL_RELEASE}\n`),
        ostype: file(() => 'Linux\n'),
        version: file(() => `${KERNEL_VERSION}\n`),
        pid_max: file(() => '4194304\n'),
        random: directory({ uuid: file(() => `${uuid(machine.platform.random(16))}\n`) }),
      }),
      net: directory({
        ipv4: directory({ ip_forward: file(() => '1\n'), ip_local_port_range: file(() => '32768\t60999\n') }),
        core: directory({ somaxconn: file(() => '4096\n') }),
      }),
      vm: directory({ overcommit_memory: file(() => '0\n'), swappiness: file(() => '60\n') }),
      fs: directory({ 'file-max': file(() => '9223372036854775807\n') }),
    }),
  };
}

function cpuinfo(): string {
  return Array.from({ length: CPUS }, (_, cpu) =>
    [
      `processor\t: ${cpu}`,
      'vendor_id\t: Drydock',
      'model name\t: Drydock Simulated CPU',
      'cpu MHz\t\t: 2400.000',
      `siblings\t: ${CPUS}`,
      `core id\t\t: ${cpu}`,
      `cpu cores\t: ${CPUS}`,
      '\n',
    ].join('\n'),
  ).join('');
}

function meminfo(processes: number): string {
  const total = MEMORY_BYTES / 1024;
  const free = total - (processes * RESIDENT_BYTES) / 1024;
  const values: [string, number][] = [
    ['MemTotal', total],
    ['MemFree', free],
    ['MemAvailable', free],
    ['Buffers', 0],
    ['Cached', 0],
    ['SwapCached', 0],
    ['Shmem', 0],
    ['SReclaimable', 0],
    ['SwapTotal', 0],
    ['SwapFree', 0],
  ];
  return values.map(([name, kib]) => `${`${name}:`.padEnd(15)} ${String(kib).padStart(8)} kB\n`).join('');
}

/** All time is idle: the simulation does not charge processes for it. */
function cpuTimes(uptime: number, bootTime: number, processes: number): string {
  const idle = Math.floor(uptime * TICKS_PER_SECOND);
  const lines = [`cpu  0 0 0 ${idle * CPUS} 0 0 0 0 0 0`];
  for (let cpu = 0; cpu < CPUS; cpu++) lines.push(`cpu${cpu} 0 0 0 ${idle} 0 0 0 0 0 0`);
  lines.push(`btime ${Math.floor(bootTime / 1000)}`, `processes ${processes}`, 'procs_running 1', 'procs_blocked 0');
  return `${lines.join('\n')}\n`;
}

function uuid(bytes: Uint8Array): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
}
