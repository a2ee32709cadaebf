import { ShellFailure } from './outcome.ts';
import type { Shell } from './shell.ts';
import type { ReadOnlyVariable } from './variables.ts';

/** Assigning to a read-only variable ends a non-interactive shell. */
export function readOnlyFailure(shell: Shell, error: ReadOnlyVariable): ShellFailure {
  return shell.dialect.bash
    ? new ShellFailure(`${error.variable}: readonly variable`, 1)
    : new ShellFailure(`${error.variable}: is read only`, 2);
}
