import type { Filesystem } from '../fs/types.ts';
import type { Machine } from '../process/machine.ts';
import { CPUS, RESIDENT_BYTES } from './hardware.ts';
import { directory, file, SyntheticFilesystem } from './synthetic-filesystem.ts';

function memoryLimit({ current, memory }: Machine): number | 'max' {
  return current && current.memory !== memory ? current.memory.limit : 'max';
}

/** /sys: the cgroup of whoever looks and the little that programs ask for. */
export function createSys(machine: Machine): Filesystem {
  const members = () => [...(machine.current?.namespaces.pid.processes.keys() ?? [])];
  const root = directory({
    class: directory({
      net: {
        kind: 'directory',
        names: () => machine.current?.namespaces.network.interfaces().map(({ name }) => name) ?? [],
        lookup(wanted) {
          const found = machine.current?.namespaces.network.interfaces().find(({ name }) => name === wanted);
          return (
            found &&
            directory({
              address: file(() => `${found.mac}\n`),
              carrier: file(() => '1\n'),
              mtu: file(() => `${found.mtu}\n`),
              operstate: file(() => (wanted === 'lo' ? 'unknown\n' : 'up\n')),
            })
          );
        },
      },
    }),
    devices: directory({
      system: directory({ cpu: directory({ online: file(() => `0-${CPUS - 1}\n`) }) }),
    }),
    fs: directory({
      cgroup: directory({
        'cgroup.controllers': file(() => 'cpuset cpu io memory pids\n'),
        'cgroup.procs': file(() =>
          members()
            .map((pid) => `${pid}\n`)
            .join(''),
        ),
        'memory.current': file(() => `${(machine.current?.memory.used ?? 0) + members().length * RESIDENT_BYTES}\n`),
        'memory.max': file(() => `${memoryLimit(machine)}\n`),
        'pids.current': file(() => `${members().length}\n`),
        'pids.max': file(() => `${machine.current?.pidsLimit ?? 'max'}\n`),
      }),
    }),
    kernel: directory({}),
  });
  return new SyntheticFilesystem({ type: 'sysfs', root, now: () => machine.platform.now() });
}
