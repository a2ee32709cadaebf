import { SIGNALS } from '../../../kernel/process/signals.ts';
import { arithmetic } from '../expand/calculate.ts';
import { singleQuote } from '../quote.ts';
import type { Shell } from '../run/shell.ts';
import { parseTrap, setTrap } from '../run/traps.ts';
import { type Builtins, badName, fail, illegalOption, isName, options } from './builtin.ts';

function trap(shell: Shell, argv: string[]): number {
  let args = argv.slice(1);
  if (args[0] === '--') args = args.slice(1);
  if (shell.dialect.bash && args[0] === '-l') {
    for (const [name, number] of Object.entries(SIGNALS)) shell.out(`${String(number).padStart(2)}) ${name}\n`);
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

const CLASSES: Record<string, number> = { u: 6, g: 3, o: 0 };

/** Applies a symbolic mode to what the mask lets through. */
function symbolic(text: string, mask: number): number | undefined {
  let allowed = ~mask & 0o777;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=][rwxXstugo]*)+)$/.exec(clause);
    if (!match) return undefined;
    const who = match[1] === '' || match[1]!.includes('a') ? 'ugo' : match[1]!;
    for (const [, operator, letters = ''] of match[2]!.matchAll(/([-+=])([rwxXstugo]*)/g)) {
      let bits = 0;
      for (const letter of letters) {
        if (letter in CLASSES) bits |= (allowed >> CLASSES[letter]!) & 7;
        else bits |= { r: 4, w: 2, x: 1, X: 1 }[letter] ?? 0;
      }
      for (const one of who) {
        const shift = CLASSES[one]!;
        if (operator === '+') allowed |= bits << shift;
        else if (operator === '-') allowed &= ~(bits << shift);
        else allowed = (allowed & ~(7 << shift)) | (bits << shift);
      }
    }
  }
  return ~allowed & 0o777;
}

function umask(shell: Shell, argv: string[]): number {
  const { letters, rest } = options(shell, argv, shell.dialect.bash ? 'Sp' : 'S');
  const mask = shell.sys.umask();
  const [text] = rest;
  if (text === undefined) {
    if (letters.has('S')) {
      const part = (shift: number): string =>
        [...'rwx'].filter((_, bit) => ((~mask >> shift) & (4 >> bit)) !== 0).join('');
      shell.out(`u=${part(6)},g=${part(3)},o=${part(0)}\n`);
    } else shell.out(`${mask.toString(8).padStart(4, '0')}\n`);
    return 0;
  }
  if (/^\d/.test(text)) {
    if (!/^[0-7]+$/.test(text)) badMask(shell, text, true);
    shell.sys.umask(Number.parseInt(text, 8) & 0o777);
    return 0;
  }
  const changed = symbolic(text, mask);
  if (changed === undefined) return badMask(shell, text, false);
  shell.sys.umask(changed);
  return 0;
}

function badMask(shell: Shell, text: string, octal: boolean): never {
  const { flavour } = shell.dialect;
  if (flavour === 'busybox') fail(shell, 'umask', `illegal mode: ${text}`);
  if (flavour === 'dash') fail(shell, 'umask', octal ? `Illegal number: ${text}` : `Illegal mode: ${text}`);
  fail(shell, 'umask', octal ? `${text}: octal number out of range` : `\`${text[0]}': invalid symbolic mode operator`);
}

/** letter → what `ulimit -a` calls it (dash, busybox), the unit's factor. */
const LIMITS: [string, string, string, number][] = [
  ['t', 'time(seconds)', 'cpu time               (seconds, -t)', 1],
  ['f', 'file(blocks)', 'file size               (blocks, -f)', 512],
  ['d', 'data(kbytes)', 'data seg size           (kbytes, -d)', 1024],
  ['s', 'stack(kbytes)', 'stack size              (kbytes, -s)', 1024],
  ['c', 'coredump(blocks)', 'core file size          (blocks, -c)', 512],
  ['m', 'memory(kbytes)', 'max memory size         (kbytes, -m)', 1024],
  ['l', 'locked memory(kbytes)', 'max locked memory       (kbytes, -l)', 1024],
  ['p', 'process', 'max user processes              (-u)', 1],
  ['n', 'nofiles', 'open files                      (-n)', 1],
  ['v', 'vmemory(kbytes)', 'virtual memory          (kbytes, -v)', 1024],
  ['w', 'locks', 'file locks                      (-x)', 1],
  ['r', 'rtprio', 'real-time priority              (-r)', 1],
];

function ulimit(shell: Shell, argv: string[]): number {
  const known = `HSa${LIMITS.map(([letter]) => letter).join('')}${shell.dialect.flavour === 'dash' ? '' : 'uxieqi'}`;
  const { letters, rest } = options(shell, argv, known);
  const value = (letter: string, factor: number): string => {
    const limit = shell.sys.limit(letter === 'p' && shell.dialect.bash ? 'u' : letter);
    return limit === undefined ? 'unlimited' : String(Math.floor(limit / factor));
  };
  if (letters.has('a')) {
    for (const [letter, short, long, factor] of LIMITS) {
      shell.out(
        shell.dialect.flavour === 'dash'
          ? `${short.padEnd(20)} ${value(letter, factor)}\n`
          : `${long} ${value(letter, factor)}\n`,
      );
    }
    return 0;
  }
  const letter = [...letters].find((each) => each !== 'H' && each !== 'S') ?? 'f';
  const factor = LIMITS.find(([each]) => each === letter)?.[3] ?? 1;
  const [text] = rest;
  if (text === undefined) shell.out(`${value(letter, factor)}\n`);
  else if (text === 'unlimited') shell.sys.limit(letter, Number.POSITIVE_INFINITY);
  else if (!/^\d+$/.test(text)) fail(shell, 'ulimit', shell.dialect.bash ? `${text}: invalid number` : 'bad number');
  else shell.sys.limit(letter, Number(text) * factor);
  return 0;
}

function getopts(shell: Shell, argv: string[]): number {
  const [, spec, name, ...given] = argv;
  const { flavour } = shell.dialect;
  if (spec === undefined || name === undefined) {
    if (flavour === 'bash') {
      shell.err('getopts: usage: getopts optstring name [arg ...]\n');
      return 2;
    }
    fail(
      shell,
      'getopts',
      flavour === 'dash' ? 'Usage: getopts optstring var [arg...]' : 'usage: getopts optstring var [arg]',
    );
  }
  if (!isName(name)) badName(shell, 'getopts', name);
  const args = given.length > 0 ? given : shell.positional;
  const silent = spec.startsWith(':');
  let index = Math.max(1, Number(shell.variables.get('OPTIND') ?? 1) || 1);
  let offset = shell.optionOffset;
  if (offset > 0 && flavour === 'dash') index--;
  const finish = (letter: string, argument: string | undefined, status: number): number => {
    // dash has taken the whole argument as soon as it looks into it.
    shell.assign('OPTIND', String(flavour === 'dash' && offset > 0 ? index + 1 : index));
    shell.optionOffset = offset;
    if (argument === undefined) shell.variables.unset('OPTARG');
    else shell.assign('OPTARG', argument);
    shell.assign(name, letter);
    return status;
  };
  const current = args[index - 1];
  if (offset === 0) {
    if (current === undefined || !/^-./.test(current)) return finish('?', undefined, 1);
    if (current === '--') {
      index++;
      return finish('?', undefined, 1);
    }
    offset = 1;
  }
  const letter = current![offset]!;
  offset++;
  const last = offset >= current!.length;
  const at = letter === ':' ? -1 : spec.indexOf(letter, silent ? 1 : 0);
  const advance = (): void => {
    index++;
    offset = 0;
  };
  if (at < 0) {
    if (last) advance();
    if (silent) return finish('?', letter, 0);
    complain(shell, flavour === 'bash' ? `illegal option -- ${letter}` : `Illegal option -${letter}`);
    return finish('?', undefined, 0);
  }
  if (spec[at + 1] !== ':') {
    if (last) advance();
    return finish(letter, flavour === 'bash' ? undefined : '', 0);
  }
  if (!last) {
    const argument = current!.slice(offset);
    advance();
    return finish(letter, argument, 0);
  }
  advance();
  const argument = args[index - 1];
  if (argument === undefined) {
    if (silent) return finish(':', letter, 0);
    complain(shell, flavour === 'bash' ? `option requires an argument -- ${letter}` : `No arg for -${letter} option`);
    return finish('?', undefined, 0);
  }
  index++;
  return finish(letter, argument, 0);
}

function complain(shell: Shell, message: string): void {
  if (shell.dialect.bash) shell.err(`${shell.name}: ${message}\n`);
  else shell.err(`${message}\n`);
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
      if (argv[1] === '-c') shell.history.length = 0;
      else if (argv[1]?.startsWith('-')) illegalOption(shell, 'history', argv[1][1] ?? '-');
      else {
        const count = argv[1] === undefined ? shell.history.length : Number(argv[1]);
        const width = shell.dialect.bash ? 5 : 4;
        shell.history.forEach((line, index) => {
          if (index < shell.history.length - count) return;
          shell.out(
            `${String(shell.dialect.bash ? index + 1 : index).padStart(width)}${shell.dialect.bash ? '  ' : ' '}${line}\n`,
          );
        });
      }
      return 0;
    },
  },
};
