import { SIGNALS } from '../../../kernel/process/signals.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import type { FunctionCommand } from '../grammar/tree.ts';
import { RETURN, ShellFailure } from './outcome.ts';
import type { Shell } from './shell.ts';
import { always, chain } from './waiting.ts';

/** Deeper than this the stack of a real shell runs over. */
const DEEPEST = 8000;
/** Every so many calls go on from an empty JavaScript stack. */
const STRIDE = 25;

/** Calls a function: its own positional parameters and locals, `return` ends it. */
export function callFunction(shell: Shell, definition: FunctionCommand, argv: readonly string[]): MaybePromise<number> {
  const { positional, loops } = shell;
  if (shell.dialect.flavour === 'dash' && shell.functionNames.length >= 1000)
    throw new ShellFailure('Maximum function recursion depth (1000) reached');
  if (shell.functionNames.length >= DEEPEST) {
    if (shell.options.interactive)
      throw new ShellFailure(`${definition.name}: maximum function nesting level exceeded (${DEEPEST})`, 1);
    shell.sys.signal(SIGNALS.SIGSEGV, 'default');
    shell.sys.kill(shell.sys.pid, SIGNALS.SIGSEGV);
  }
  shell.positional = argv.slice(1);
  shell.loops = 0;
  shell.functionNames.push(definition.name);
  shell.sourceFiles.push(shell.fileOf(definition));
  shell.variables.pushFrame();
  return always(
    () =>
      chain(body(shell, definition), (status) => {
        if (shell.unwinding?.kind === RETURN) {
          shell.unwinding = undefined;
          return shell.status;
        }
        return status;
      }),
    () => {
      shell.variables.popFrame();
      shell.functionNames.pop();
      shell.sourceFiles.pop();
      shell.loops = loops;
      shell.positional = positional;
    },
  );
}

function body(shell: Shell, definition: FunctionCommand): MaybePromise<number> {
  const run = (): MaybePromise<number> => shell.interpreter.execute(shell, definition.body);
  if (shell.functionNames.length % STRIDE !== 0) return run();
  return Promise.resolve(shell.sys.checkpoint()).then(run);
}
