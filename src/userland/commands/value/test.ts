import type { Stat } from '../../../kernel/fs/types.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { type Command, Exit, reason } from '../common/context.ts';
import { basename } from '../common/paths.ts';

/** test(1) and [(1) */
export const test: Command = (context) => {
  const args = [...context.args];
  if (basename(context.name) === '[' && args.pop() !== ']') {
    throw new Exit(2, context.gnu ? "missing ']'" : 'missing ]');
  }
  try {
    return evaluateTest(context.sys, args) ? 0 : 1;
  } catch (error) {
    if (error instanceof TestError) throw new Exit(2, error.message);
    throw error;
  }
};

/** A wrong expression; the message is what follows `test: `. */
export class TestError extends Error {}

const UNARY = /^-[bcdefghkLnNOprGsStuwxz]$/;
const BINARY = /^(=|==|!=|<|>|=~|-eq|-ne|-lt|-le|-gt|-ge|-nt|-ot|-ef)$/;

/** Evaluates the words of a test expression by the rules of POSIX: by their number first. */
export function evaluateTest(sys: SystemCalls, args: readonly string[]): boolean {
  const [a = '', b = '', c = '', d = ''] = args;
  switch (args.length) {
    case 0:
      return false;
    case 1:
      return a !== '';
    case 2:
      if (a === '!') return b === '';
      if (UNARY.test(a)) return unary(sys, a, b);
      if (BINARY.test(a) || BINARY.test(b)) throw new TestError(`${b}: unary operator expected`);
      throw new TestError(a.startsWith('-') ? `${a}: unary operator expected` : `missing argument after '${b}'`);
    case 3:
      if (BINARY.test(b)) return binary(sys, a, b, c);
      if (b === '-a') return a !== '' && c !== '';
      if (b === '-o') return a !== '' || c !== '';
      if (a === '!') return !evaluateTest(sys, [b, c]);
      if (a === '(' && c === ')') return b !== '';
      break;
    case 4:
      if (a === '!') return !evaluateTest(sys, [b, c, d]);
      if (a === '(' && d === ')') return evaluateTest(sys, [b, c]);
      break;
  }
  const parser = new Parser(sys, args);
  const value = parser.or();
  parser.end();
  return value;
}

class Parser {
  readonly #sys: SystemCalls;
  readonly #args: readonly string[];
  #at = 0;

  constructor(sys: SystemCalls, args: readonly string[]) {
    this.#sys = sys;
    this.#args = args;
  }

  or(): boolean {
    let value = this.#and();
    while (this.#args[this.#at] === '-o') {
      this.#at++;
      const other = this.#and();
      value = value || other;
    }
    return value;
  }

  #and(): boolean {
    let value = this.#not();
    while (this.#args[this.#at] === '-a') {
      this.#at++;
      const other = this.#not();
      value = value && other;
    }
    return value;
  }

  #not(): boolean {
    if (this.#args[this.#at] === '!' && this.#at + 1 < this.#args.length) {
      this.#at++;
      return !this.#not();
    }
    return this.#primary();
  }

  #primary(): boolean {
    const [a, b, c] = this.#args.slice(this.#at);
    if (a === undefined) throw new TestError('argument expected');
    if (b !== undefined && c !== undefined && BINARY.test(b)) {
      this.#at += 3;
      return binary(this.#sys, a, b, c);
    }
    if (a === '(') {
      this.#at++;
      const value = this.or();
      if (this.#args[this.#at++] !== ')') throw new TestError("')' expected");
      return value;
    }
    if (UNARY.test(a) && b !== undefined) {
      this.#at += 2;
      return unary(this.#sys, a, b);
    }
    this.#at++;
    return a !== '';
  }

  end(): void {
    const rest = this.#args[this.#at];
    if (rest !== undefined) throw new TestError(`extra argument '${rest}'`);
  }
}

function statOf(sys: SystemCalls, path: string, follow = true): Stat | undefined {
  try {
    return follow ? sys.stat(path) : sys.lstat(path);
  } catch (error) {
    reason(error);
    return undefined;
  }
}

const KINDS: Record<string, Stat['kind']> = {
  b: 'block',
  c: 'character',
  d: 'directory',
  f: 'file',
  p: 'fifo',
  S: 'socket',
};

function unary(sys: SystemCalls, operator: string, operand: string): boolean {
  const letter = operator[1]!;
  switch (letter) {
    case 'n':
      return operand !== '';
    case 'z':
      return operand === '';
    case 't':
      return /^\d+$/.test(operand) && sys.descriptors().includes(Number(operand)) && sys.isatty(Number(operand));
    case 'r':
    case 'w':
    case 'x':
      return sys.access(operand, letter);
    case 'h':
    case 'L':
      return statOf(sys, operand, false)?.kind === 'symlink';
  }
  const stat = statOf(sys, operand);
  if (!stat) return false;
  const kind = KINDS[letter];
  if (kind) return stat.kind === kind;
  if (letter === 's') return stat.size > 0;
  if (letter === 'u') return (stat.mode & 0o4000) !== 0;
  if (letter === 'g') return (stat.mode & 0o2000) !== 0;
  if (letter === 'k') return (stat.mode & 0o1000) !== 0;
  if (letter === 'O') return stat.uid === sys.credentials().euid;
  if (letter === 'G') return stat.gid === sys.credentials().egid;
  if (letter === 'N') return stat.mtime > stat.atime;
  return true;
}

function integer(text: string): bigint {
  const trimmed = text.trim();
  if (!/^[-+]?\d+$/.test(trimmed)) throw new TestError(`invalid integer '${text}'`);
  return BigInt(trimmed.replace(/^\+/, ''));
}

function binary(sys: SystemCalls, left: string, operator: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-eq':
      return integer(left) === integer(right);
    case '-ne':
      return integer(left) !== integer(right);
    case '-lt':
      return integer(left) < integer(right);
    case '-le':
      return integer(left) <= integer(right);
    case '-gt':
      return integer(left) > integer(right);
    case '-ge':
      return integer(left) >= integer(right);
  }
  const [a, b] = [statOf(sys, left), statOf(sys, right)];
  if (operator === '-ef') return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
  const [older, newer] = operator === '-nt' ? [b, a] : [a, b];
  return newer !== undefined && (older === undefined || newer.mtime > older.mtime);
}
