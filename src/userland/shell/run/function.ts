import type { MaybePromise } from '../../../kernel/program.ts';
import type { FunctionCommand } from '../grammar/tree.ts';
import { RETURN, ShellFailure } from './outcome.ts';
import type { Shell } from './shell.ts';
import { always, chain } from './waiting.ts';

const DEEPEST = 1000;

/** Calls a function: its own positional parameters and locals, `return` ends it. */
export function callFunction(shell: Shell, definition: FunctionCommand, argv: readonly string[]): MaybePromise<number> {
  const { positional, loops } = shell;
  if (shell.functionNames.length >= DEEPEST) {
    throw new ShellFailure(`${definition.name}: maximum function nesting level exceeded (${DEEPEST})`, 1);
  }
  shell.positional = argv.slice(1);
  shell.loops = 0;
  shell.functionNames.push(definition.name);
  shell.variables.pushFrame();
  return always(
    () =>
      chain(shell.interpreter.execute(shell, definition.body), (status) => {
        if (shell.unwinding?.kind === RETURN) {
          shell.unwinding = undefined;
          return shell.status;
        }
        return status;
      }),
    () => {
      shell.variables.popFrame();
      shell.functionNames.pop();
      shell.loops = loops;
      shell.positional = positional;
    },
  );
}
