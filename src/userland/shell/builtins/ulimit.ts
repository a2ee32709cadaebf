import { isErrno } from '../../../kernel/errno.ts';
import type { Flavour } from '../dialect.ts';
import type { Shell } from '../run/shell.ts';
import { fail, options } from './builtin.ts';

interface Limit {
  readonly letter: string;
  /** As `ulimit -a` and errors name it. */
  readonly name: string;
  /** bash and busybox show it before the letter. */
  readonly unit?: string;
  /** Bytes (or whatever is counted) of one. */
  readonly factor?: number;
}

const DASH: readonly Limit[] = [
  { letter: 't', name: 'time(seconds)' },
  { letter: 'f', name: 'file(blocks)', factor: 512 },
  { letter: 'd', name: 'data(kbytes)', factor: 1024 },
  { letter: 's', name: 'stack(kbytes)', factor: 1024 },
  { letter: 'c', name: 'coredump(blocks)', factor: 512 },
  { letter: 'm', name: 'memory(kbytes)', factor: 1024 },
  { letter: 'l', name: 'locked memory(kbytes)', factor: 1024 },
  { letter: 'p', name: 'process' },
  { letter: 'n', name: 'nofiles' },
  { letter: 'v', name: 'vmemory(kbytes)', factor: 1024 },
  { letter: 'w', name: 'locks' },
  { letter: 'r', name: 'rtprio' },
];

/** Common to bash and busybox, in their order; the unit as busybox (short) and bash (long) write it. */
const LONG: readonly (Limit & { readonly short?: string })[] = [
  { letter: 'R', name: 'real-time non-blocking time', unit: 'microseconds' },
  { letter: 'c', name: 'core file size', unit: 'blocks', short: 'blocks', factor: 512 },
  { letter: 'd', name: 'data seg size', unit: 'kbytes', short: 'kb', factor: 1024 },
  { letter: 'e', name: 'scheduling priority' },
  { letter: 'f', name: 'file size', unit: 'blocks', short: 'blocks', factor: 512 },
  { letter: 'i', name: 'pending signals' },
  { letter: 'l', name: 'max locked memory', unit: 'kbytes', short: 'kb', factor: 1024 },
  { letter: 'm', name: 'max memory size', unit: 'kbytes', short: 'kb', factor: 1024 },
  { letter: 'n', name: 'open files' },
  { letter: 'p', name: 'pipe size', unit: '512 bytes', factor: 512 },
  { letter: 'q', name: 'POSIX message queues', unit: 'bytes', short: 'bytes' },
  { letter: 'r', name: 'real-time priority' },
  { letter: 's', name: 'stack size', unit: 'kbytes', short: 'kb', factor: 1024 },
  { letter: 't', name: 'cpu time', unit: 'seconds', short: 'seconds' },
  { letter: 'u', name: 'max user processes' },
  { letter: 'v', name: 'virtual memory', unit: 'kbytes', short: 'kb', factor: 1024 },
  { letter: 'x', name: 'file locks' },
];

function limitsOf(flavour: Flavour): readonly (Limit & { readonly short?: string })[] {
  if (flavour === 'dash') return DASH;
  return flavour === 'bash' ? LONG : LONG.filter(({ letter }) => letter !== 'R' && letter !== 'p');
}

function described(flavour: Flavour, limit: Limit & { readonly short?: string }): string {
  const { letter, name, unit, short } = limit;
  if (flavour === 'dash') return name.padEnd(20);
  if (flavour === 'busybox') return `${(short ? `${name} (${short})` : name).padEnd(32)}(-${letter})`;
  const tail = unit ? `(${unit}, -${letter})` : `(-${letter})`;
  return name + tail.padStart(40 - name.length);
}

/** What the kernel calls it: dash has a letter of its own for processes. */
function kernelLetter(shell: Shell, letter: string): string {
  return shell.dialect.flavour === 'dash' && letter === 'p' ? 'u' : letter === 'w' ? 'x' : letter;
}

function ask(shell: Shell, letter: string, hard: boolean): number {
  if (shell.dialect.bash && letter === 'p') return 4096;
  const limit = shell.sys.limit(kernelLetter(shell, letter));
  return hard ? limit.hard : limit.soft;
}

export function ulimit(shell: Shell, argv: string[]): number {
  const { flavour } = shell.dialect;
  const limits = limitsOf(flavour);
  const { letters, rest } = options(shell, argv, `HSa${limits.map(({ letter }) => letter).join('')}`);
  if (rest.length > (letters.has('a') && flavour === 'dash' ? 0 : 1) && flavour !== 'bash') {
    fail(shell, 'ulimit', 'too many arguments');
  }
  const show = ({ letter, factor = 1 }: Limit): string => {
    const limit = ask(shell, letter, letters.has('H'));
    return limit === Number.POSITIVE_INFINITY ? 'unlimited' : String(Math.floor(limit / factor));
  };
  if (letters.has('a')) {
    for (const limit of limits) shell.out(`${described(flavour, limit)} ${show(limit)}\n`);
    return 0;
  }
  const limit = limits.find(({ letter }) => letters.has(letter)) ?? limits.find(({ letter }) => letter === 'f')!;
  const [text] = rest;
  if (text === undefined) shell.out(`${show(limit)}\n`);
  else if (text === 'unlimited') return setLimit(shell, limit, Number.POSITIVE_INFINITY, letters);
  else if (!/^\d+$/.test(text)) return badNumber(shell, text);
  else return setLimit(shell, limit, Number(text) * (limit.factor ?? 1), letters);
  return 0;
}

function setLimit(shell: Shell, { letter, name }: Limit, value: number, letters: ReadonlySet<string>): number {
  const key = kernelLetter(shell, letter);
  const before = shell.sys.limit(key);
  const [soft, hard] = [letters.has('S'), letters.has('H')];
  try {
    shell.sys.setLimit(key, { soft: hard && !soft ? before.soft : value, hard: soft && !hard ? before.hard : value });
    return 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    const { flavour } = shell.dialect;
    if (flavour === 'dash') fail(shell, 'ulimit', `error setting limit (${error.message})`);
    if (flavour === 'bash') fail(shell, 'ulimit', `${name}: cannot modify limit: ${error.message}`);
    shell.complain(`error setting limit: ${error.message}`);
    return 1;
  }
}

function badNumber(shell: Shell, text: string): number {
  if (shell.dialect.flavour === 'dash') fail(shell, 'ulimit', 'bad number');
  if (shell.dialect.bash) fail(shell, 'ulimit', `${text}: invalid number`);
  shell.complain(`invalid number '${text}'`);
  return 1;
}
