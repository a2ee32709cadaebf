import type { MaybePromise } from '../../../kernel/program.ts';
import { warnsOfStoppedJobs } from '../run/jobs.ts';
import { BREAK, CONTINUE, RETURN, ShellExit } from '../run/outcome.ts';
import type { Shell } from '../run/shell.ts';
import { type Builtins, fail, illegalNumber } from './builtin.ts';

function number(shell: Shell, argv: string[], fallback: number): number {
  const text = argv[1] === '--' ? argv[2] : argv[1];
  if (text === undefined) return fallback;
  if (!/^\d+$/.test(text) && !(shell.dialect.bash && /^\s*[-+]?\d+\s*$/.test(text)))
    illegalNumber(shell, argv[0]!, text);
  return Number(text);
}

function leaveLoop(kind: typeof BREAK | typeof CONTINUE) {
  return (shell: Shell, argv: string[]): MaybePromise<number> => {
    const levels = number(shell, argv, 1);
    if (levels <= 0) illegalNumber(shell, argv[0]!, argv[1]!);
    if (shell.loops === 0) {
      if (shell.dialect.bash) shell.complain("only meaningful in a `for', `while', or `until' loop", argv[0]);
      return 0;
    }
    shell.unwinding = { kind, levels: Math.min(levels, shell.loops) };
    return 0;
  };
}

/** break, continue, return, exit, shift, and the commands that do nothing. */
export const controlBuiltins: Builtins = {
  ':': { special: true, run: () => 0 },
  true: { run: () => 0 },
  false: { run: () => 1 },
  break: { special: true, run: leaveLoop(BREAK) },
  continue: { special: true, run: leaveLoop(CONTINUE) },
  return: {
    special: true,
    run(shell, argv) {
      const status = number(shell, argv, shell.status) & 255;
      if (shell.functionNames.length === 0 && shell.sourceDepth === 0) {
        if (shell.dialect.bash) {
          shell.complain("can only `return' from a function or sourced script", argv[0]);
          return 2;
        }
        throw new ShellExit(status);
      }
      shell.status = status;
      shell.unwinding = { kind: RETURN, levels: 1 };
      return status;
    },
  },
  exit: {
    special: true,
    run(shell, argv) {
      if (shell.dialect.bash && argv[1] !== undefined && !/^[-+]?\d+$/.test(argv[1])) {
        shell.complain(`${argv[1]}: numeric argument required`, 'exit');
        throw new ShellExit(2);
      }
      const status = number(shell, argv, shell.status) & 255;
      if (shell.dialect.bash && shell.options.interactive && shell.subshells === 0) shell.err('exit\n');
      if (warnsOfStoppedJobs(shell)) return shell.dialect.bash ? 1 : 0;
      throw new ShellExit(status);
    },
  },
  shift: {
    special: true,
    run(shell, argv) {
      const count = number(shell, argv, 1);
      if (count > shell.positional.length) {
        if (shell.dialect.flavour === 'dash') fail(shell, 'shift', "can't shift that many");
        return 1;
      }
      shell.positional = shell.positional.slice(count);
      return 0;
    },
  },
};
