import type { MaybePromise } from '../../../kernel/program.ts';
import type { SpawnOptions } from '../../../kernel/system-calls.ts';
import { endShell } from './end.ts';
import type { Shell } from './shell.ts';
import { resetTraps } from './traps.ts';

/** Runs `main` in a child process on a clone of the shell; answers the child's pid. */
export function forkShell(
  shell: Shell,
  main: (child: Shell) => MaybePromise<number>,
  options: Omit<SpawnOptions, 'argv'> = {},
): number {
  const child = shell.clone();
  child.capture = undefined;
  return shell.sys.fork((sys) => {
    child.sys = sys;
    resetTraps(child);
    child.jobs = [];
    child.options.interactive = false;
    child.options.monitor = false;
    return endShell(child, () => main(child));
  }, options);
}

/** The descriptors of a child: this process's, with some replaced. */
export function childDescriptors(
  shell: Shell,
  replaced: readonly [number, number][],
  without: readonly number[] = [],
): Map<number, number> {
  const fds = new Map<number, number>();
  for (const fd of shell.sys.descriptors()) if (fd < 10 && !without.includes(fd)) fds.set(fd, fd);
  for (const [fd, from] of replaced) fds.set(fd, from);
  return fds;
}
