import type { MaybePromise } from '../../../kernel/program.ts';
import { warnsOfStoppedJobs } from '../run/jobs.ts';
import { BREAK, CONTINUE, RETURN, ShellExit } from '../run/outcome.ts';
import type { Shell } from '../run/shell.ts';
import { chain } from '../run/waiting.ts';
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
    const { bash } = shell.dialect;
    // bash ends over what is no number, and leaves all loops over one that is too small
    if (bash && shell.loops > 0 && argv[1] !== undefined && argv[1] !== '--' && !/^\s*[-+]?\d+\s*$/.test(argv[1])) {
      shell.complain(`${argv[1]}: numeric argument required`, argv[0]);
      return chain(shell.flush(), () => {
        throw new ShellExit(128);
      });
    }
    const levels = number(shell, argv, 1);
    if (levels <= 0 && bash) {
      shell.complain(`${argv[1]}: loop count out of range`, argv[0]);
      shell.unwinding = { kind: BREAK, levels: shell.loops };
      return 1;
    }
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
      const given = number(shell, argv, shell.status);
      // dash hands a function's number back whole
      const status = shell.dialect.flavour === 'dash' && shell.functionNames.length > 0 ? given : given & 255;
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
      if (shell.dialect.bash && argv[1] !== undefined && argv[1] !== '--' && !/^[-+]?\d+$/.test(argv[1])) {
        shell.complain(`${argv[1]}: numeric argument required`, 'exit');
        return chain(shell.flush(), () => {
          throw new ShellExit(2);
        });
      }
      if (shell.dialect.bash && argv.length > 2) {
        shell.complain('too many arguments', 'exit');
        return 1;
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
      if (shell.dialect.bash && argv[1] !== undefined && argv[1] !== '--' && !/^\s*[-+]?\d+\s*$/.test(argv[1])) {
        shell.complain(`${argv[1]}: numeric argument required`, 'shift');
        return 1;
      }
      const count = number(shell, argv, 1);
      if (count < 0) {
        shell.complain(`${argv[1]}: shift count out of range`, 'shift');
        return 1;
      }
      if (count > shell.positional.length) {
        if (shell.dialect.flavour === 'dash') fail(shell, 'shift', "can't shift that many");
        return 1;
      }
      shell.positional = shell.positional.slice(count);
      return 0;
    },
  },
};
