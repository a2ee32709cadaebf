import type { Commands } from '../../cli.ts';
import { inspectContainers } from '../inspect.ts';
import { listed, pruneWarning, pruning } from '../prune.ts';
import { commit } from './commit.ts';
import { cp } from './cp.ts';
import { create } from './create.ts';
import { exec } from './exec.ts';
import { exportContainer } from './files.ts';
import { kill, pause, rename, restart, rm, stop, unpause, update, wait } from './lifecycle.ts';
import { logs } from './logs.ts';
import { diff, port, top } from './observe.ts';
import { ls } from './ps.ts';
import { run } from './run.ts';
import { attach, start } from './start.ts';
import { stats } from './stats.ts';

const prune = pruning<{ ContainersDeleted: string[] | null; SpaceReclaimed: number }>({
  path: '/containers/prune',
  warning: () => pruneWarning('all stopped containers'),
  report: ({ ContainersDeleted }) => listed('Deleted Containers:', ContainersDeleted),
});

export const containerCommands: Commands = {
  'container attach': attach,
  'container commit': commit,
  'container cp': cp,
  'container create': create,
  'container diff': diff,
  'container exec': exec,
  'container export': exportContainer,
  'container inspect': inspectContainers,
  'container kill': kill,
  'container logs': logs,
  'container ls': ls,
  'container pause': pause,
  'container port': port,
  'container prune': prune,
  'container rename': rename,
  'container restart': restart,
  'container rm': rm,
  'container run': run,
  'container start': start,
  'container stats': stats,
  'container stop': stop,
  'container top': top,
  'container unpause': unpause,
  'container update': update,
  'container wait': wait,
};
