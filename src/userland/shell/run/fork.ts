import { isErrno } from '../../../kernel/errno.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import type { SpawnOptions } from '../../../kernel/system-calls.ts';
import { endShell } from './end.ts';
import { ShellFailure } from './outcome.ts';
import type { Shell } from './shell.ts';
import { resetTraps } from './traps.ts';

/** Runs `main` in a child process on a clone of the shell; answers the child's pid. */
export function forkShell(
  shell: Shell,
  main: (child: Shell) => MaybePromise<number>,
  options: Omit<SpawnOptions, 'argv'> = {},
): number {
  const child = shell.clone(false);
  child.capture = undefined;
  try {
    return shell.sys.fork((sys) => {
      child.sys = sys;
      resetTraps(child);
      child.options.interactive = false;
      child.options.monitor = false;
      return endShell(child, () => main(child));
    }, options);
  } catch (error) {
    throw cannotFork(shell, error) ?? error;
  }
}

/** No process is left to be had: this ends a script, and the command of an interactive shell. */
export function cannotFork(shell: Shell, error: unknown): ShellFailure | undefined {
  if (!isErrno(error) || (error.code !== 'EAGAIN' && error.code !== 'ENOMEM')) return undefined;
  switch (shell.dialect.flavour) {
    case 'dash':
      return new ShellFailure('Cannot fork', 2);
    case 'busybox':
      return new ShellFailure(`can't fork: ${error.message}`, 1);
    case 'bash':
      return new ShellFailure('', 254, undefined, `${shell.name}: fork: ${error.message}\n`);
  }
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
