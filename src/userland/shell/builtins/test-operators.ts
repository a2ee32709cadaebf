import { isErrno } from '../../../kernel/errno.ts';
import type { Stat } from '../../../kernel/fs/types.ts';
import { compareBytes } from '../expand/glob.ts';
import type { Shell } from '../run/shell.ts';

function statOf(shell: Shell, path: string, follow = true): Stat | undefined {
  try {
    return follow ? shell.sys.stat(path) : shell.sys.lstat(path);
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

export const UNARY = new Set('-b -c -d -e -f -g -h -k -L -n -p -r -s -S -t -u -w -x -z -O -G -N -o -v -a'.split(' '));
export const BINARY = new Set('= == != < > -eq -ne -lt -le -gt -ge -nt -ot -ef =~'.split(' '));

const KINDS: Record<string, string> = {
  '-b': 'block',
  '-c': 'character',
  '-d': 'directory',
  '-f': 'file',
  '-p': 'fifo',
  '-S': 'socket',
};

export function unaryTest(shell: Shell, operator: string, operand: string): boolean {
  switch (operator) {
    case '-n':
      return operand !== '';
    case '-z':
      return operand === '';
    case '-e':
    case '-a':
      return statOf(shell, operand) !== undefined;
    case '-h':
    case '-L':
      return statOf(shell, operand, false)?.kind === 'symlink';
    case '-r':
    case '-w':
    case '-x':
      return operand !== '' && shell.sys.access(operand, operator[1]!);
    case '-s':
      return (statOf(shell, operand)?.size ?? 0) > 0;
    case '-g':
      return ((statOf(shell, operand)?.mode ?? 0) & 0o2000) !== 0;
    case '-u':
      return ((statOf(shell, operand)?.mode ?? 0) & 0o4000) !== 0;
    case '-k':
      return ((statOf(shell, operand)?.mode ?? 0) & 0o1000) !== 0;
    case '-O':
      return statOf(shell, operand)?.uid === shell.sys.credentials().euid;
    case '-G':
      return statOf(shell, operand)?.gid === shell.sys.credentials().egid;
    case '-N': {
      const stat = statOf(shell, operand);
      return stat !== undefined && stat.mtime > stat.atime;
    }
    case '-t':
      return isTerminal(shell, Number(operand));
    case '-o':
      return shell.options[operand as keyof Shell['options']] === true;
    case '-v':
      return shell.parameter(operand) !== undefined;
    default:
      return statOf(shell, operand)?.kind === KINDS[operator];
  }
}

function isTerminal(shell: Shell, fd: number): boolean {
  try {
    return shell.sys.isatty(fd);
  } catch {
    return false;
  }
}

/** What `test` says before it answers 2. */
export class TestError extends Error {}

export class BadNumber extends Error {
  readonly text: string;
  constructor(text: string) {
    super('bad number');
    this.text = text;
  }
}

function integer(text: string): bigint {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new BadNumber(text);
  return BigInt(text.trim().replace(/^\+/, ''));
}

export function binaryTest(shell: Shell, operator: string, left: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return compareBytes(left, right) < 0;
    case '>':
      return compareBytes(left, right) > 0;
    case '-nt':
    case '-ot': {
      // busybox compares whole seconds.
      const whole = shell.dialect.flavour === 'busybox';
      const time = (path: string): number => {
        const mtime = statOf(shell, path)?.mtime ?? Number.NEGATIVE_INFINITY;
        return whole ? Math.floor(mtime / 1000) : mtime;
      };
      const [one, other] = [time(left), time(right)];
      return operator === '-nt' ? one > other : one < other;
    }
    case '-ef': {
      const one = statOf(shell, left);
      const other = statOf(shell, right);
      return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
    }
    default:
      return compareIntegers(operator, left, right);
  }
}

function compareIntegers(operator: string, left: string, right: string): boolean {
  const quick = /^-?\d{1,15}$/;
  const a = quick.test(left) ? Number(left) : integer(left);
  const b = quick.test(right) ? Number(right) : integer(right);
  switch (operator) {
    case '-eq':
      return a >= b && a <= b;
    case '-ne':
      return a < b || a > b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    default:
      return a >= b;
  }
}
