import type { MaybePromise } from '../../../kernel/program.ts';
import { TooComplex } from '../../regexp/too-complex.ts';
import { Interrupt, ShellExit, ShellFailure } from './outcome.ts';
import { readOnlyFailure } from './read-only.ts';
import { RedirectFailure } from './redirect.ts';
import type { Shell } from './shell.ts';
import { runTrap, takeExitTrap } from './traps.ts';
import { ReadOnlyVariable } from './variables.ts';
import { chain, rescue } from './waiting.ts';

/** What an error thrown out of a command means for the shell: its message printed, the status to end with. */
export function report(shell: Shell, error: unknown): MaybePromise<number> {
  if (error instanceof ShellExit) return error.status;
  if (error instanceof ReadOnlyVariable) return report(shell, readOnlyFailure(shell, error));
  if (error instanceof Interrupt) return 130;
  if (error instanceof RedirectFailure || error instanceof TooComplex) shell.complain(error.message);
  else if (error instanceof ShellFailure) {
    if (error.message) shell.complain(error.message, error.command);
    if (error.after) shell.err(error.after);
  } else throw error;
  const status = error instanceof ShellFailure ? error.status : 2;
  shell.status = status;
  return chain(shell.flush(), () => status);
}

/** Runs the whole life of a shell process: errors become its status, and the EXIT trap has the last word. */
export function endShell(shell: Shell, main: () => MaybePromise<number>): MaybePromise<number> {
  const status = rescue(main, (error) => report(shell, error));
  return chain(status, (value) => {
    shell.status = value;
    shell.unwinding = undefined;
    const trap = takeExitTrap(shell);
    if (trap === undefined) return value;
    return rescue(
      () => chain(runTrap(shell, trap), () => value),
      (error) => report(shell, error),
    );
  });
}
