import type { Filesystem } from '../fs/types.ts';
import type { Machine } from '../process/machine.ts';
import type { PidSpace } from '../process/process-id.ts';
import { networkFiles } from './proc-net.ts';
import { processDirectory } from './proc-process.ts';
import { systemFiles } from './proc-system.ts';
import { SyntheticFilesystem, type SyntheticNode, symlink } from './synthetic-filesystem.ts';

/** /proc (proc(5)). It shows the pid namespace of whoever looks: each is mounted in the namespace it is seen from. */
export function createProc(machine: Machine): Filesystem {
  const space = (): PidSpace => machine.current?.namespaces.pid ?? machine.hostSpace;
  const self = () => machine.current?.id.in(space());
  const fixed: Readonly<Record<string, SyntheticNode>> = {
    self: symlink(() => String(self() ?? '')),
    'thread-self': symlink(() => `${self() ?? ''}/task/${self() ?? ''}`),
    mounts: symlink(() => 'self/mounts'),
    net: symlink(() => 'self/net'),
    ...systemFiles(machine, space),
  };
  const root: SyntheticNode = {
    kind: 'directory',
    lookup(name) {
      if (Object.hasOwn(fixed, name)) return fixed[name];
      const process = /^\d+$/.test(name) ? space().processes.get(Number(name)) : undefined;
      return process && processDirectory(process, space(), networkFiles);
    },
    *names() {
      yield* [...space().processes.keys()].sort((a, b) => a - b).map(String);
      yield* Object.keys(fixed);
    },
  };
  return new SyntheticFilesystem({ type: 'proc', root, now: () => machine.platform.now() });
}
