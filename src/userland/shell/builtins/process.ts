import { SIGNALS } from '../../../kernel/process/signals.ts';
import { arithmetic } from '../expand/calculate.ts';
import { singleQuote } from '../quote.ts';
import type { Shell } from '../run/shell.ts';
import { parseTrap, setTrap } from '../run/traps.ts';
import { type Builtins, fail, illegalOption } from './builtin.ts';
import { getopts } from './getopts.ts';
import { signalTable } from './kill.ts';
import { ulimit } from './ulimit.ts';
import { umask } from './umask.ts';

function trap(shell: Shell, argv: string[]): number {
  let args = argv.slice(1);
  if (args[0] === '--') args = args.slice(1);
  if (shell.dialect.bash && args[0] === '-l') {
    shell.out(signalTable());
    return 0;
  }
  if (shell.dialect.bash && args[0] === '-p') {
    show(shell, args.slice(1));
    return 0;
  }
  if (args.length === 0) {
    show(shell, []);
    return 0;
  }
  const [action = '', ...names] = args;
  if (!shell.dialect.bash && /^-[^-]/.test(action)) illegalOption(shell, 'trap', action[1]!);
  const resets = args.length === 1 || /^\s*\d+\s*$/.test(action);
  let status = 0;
  for (const text of resets ? args : names) {
    const name = parseTrap(text.trim(), shell.dialect.bash);
    if (name === undefined) {
      const { flavour } = shell.dialect;
      if (flavour === 'dash') shell.err(`trap: ${text}: bad trap\n`);
      else shell.complain(`${text}: invalid signal specification`, 'trap');
      status = 1;
      continue;
    }
    setTrap(shell, name, resets || action === '-' ? undefined : action);
  }
  return status;
}

function show(shell: Shell, names: string[]): void {
  const order = ['EXIT', ...Object.keys(SIGNALS).map((name) => name.slice(3)), 'ERR', 'DEBUG', 'RETURN'];
  for (const name of order) {
    const action = shell.traps.get(name);
    if (action === undefined || (names.length > 0 && !names.some((text) => parseTrap(text, true) === name))) continue;
    const shown = shell.dialect.bash && `SIG${name}` in SIGNALS ? `SIG${name}` : name;
    shell.out(`trap -- ${singleQuote(action, shell.dialect.flavour)} ${shown}\n`);
  }
}

function times(shell: Shell): number {
  shell.out(
    '0m0.00s 0m0.00s\n0m0.00s 0m0.00s\n'.replace(
      /0\.00s/g,
      shell.dialect.bash ? '0.000s' : shell.dialect.flavour === 'dash' ? '0.000000s' : '0.000s',
    ),
  );
  return 0;
}

/** trap, umask, ulimit, times, getopts. */
export const processBuiltins: Builtins = {
  trap: { special: true, run: trap },
  umask: { run: umask },
  ulimit: { run: ulimit },
  times: { special: true, run: times },
  getopts: { run: getopts },
};

export const letBuiltins: Builtins = {
  let: {
    run(shell, argv) {
      if (argv.length < 2) fail(shell, 'let', 'expression expected');
      let value = '0';
      for (const expression of argv.slice(1)) value = arithmetic(shell, expression, 'let');
      return value === '0' ? 1 : 0;
    },
  },
};

export const historyBuiltins: Builtins = {
  history: {
    run(shell, argv) {
      if (!shell.dialect.bash) {
        for (const [index, line] of shell.history.entries()) shell.out(`${String(index).padStart(4)} ${line}\n`);
      } else if (argv[1] === '-c') shell.history.length = 0;
      else if (argv[1]?.startsWith('-')) illegalOption(shell, 'history', argv[1][1] ?? '-');
      else {
        const count = argv[1] === undefined ? shell.history.length : Number(argv[1]);
        if (!Number.isInteger(count)) fail(shell, 'history', `${argv[1]}: numeric argument required`);
        shell.history.forEach((line, index) => {
          if (index >= shell.history.length - count) shell.out(`${String(index + 1).padStart(5)}  ${line}\n`);
        });
      }
      return 0;
    },
  },
};
