import { isErrno } from '../../../kernel/errno.ts';
import { binaryFromText, textFromBinary } from '../common/binary.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { readWhole, splitLines } from '../common/input.ts';
import { type Options, parseOptions } from '../common/options.ts';
import { MONTHS } from '../common/time/strftime.ts';
import { versionCompare } from '../files/ls.ts';

interface Key {
  start: Position;
  end?: Position;
  kinds: string;
}
interface Position {
  field: number;
  char: number;
  skipBlanks: boolean;
}

const KINDS = 'bdfghiMnRrV';

/** sort(1) */
export const sort: Command = async (context) => {
  const options = parseOptions(context, `${KINDS}cCk:mo:sS:t:T:uz`, {
    status: 2,
    long: {
      'ignore-leading-blanks': 'b',
      'dictionary-order': 'd',
      'ignore-case': 'f',
      'general-numeric-sort': 'g',
      'human-numeric-sort': 'h',
      'month-sort': 'M',
      'numeric-sort': 'n',
      reverse: 'r',
      'version-sort': 'V',
      check: 'c',
      key: 'k',
      merge: 'm',
      output: 'o',
      stable: 's',
      'field-separator': 't',
      unique: 'u',
      'zero-terminated': 'z',
      'random-sort': 'R',
      parallel: 'parallel:',
      'buffer-size': 'S',
    },
  });
  const separator = options.has('z') ? '\0' : '\n';
  const { order, equal } = comparison(context, options);
  if (context.gnu && options.any('cC') && options.operands.length > 1) {
    const letter = options.last('cC');
    throw new Exit(2, `extra operand ${context.quote(options.operands[1]!)} not allowed with -${letter}`);
  }
  const lines: string[] = [];
  for (const path of options.operands.length > 0 ? options.operands : ['-']) {
    try {
      for (const line of splitLines(await readWhole(context, path), separator)) lines.push(line);
    } catch (error) {
      if (!context.gnu) {
        // reads a folder as a file that is empty
        if (isErrno(error, 'EISDIR')) continue;
        throw new Exit(2, `${path}: ${reason(error)}`);
      }
      const verb = reason(error) === 'Is a directory' ? 'read failed' : 'cannot read';
      throw new Exit(2, `${verb}: ${path}: ${reason(error)}`);
    }
  }
  if (options.any('cC')) return check(context, options, lines, order, equal);
  const decorated = options.has('R') ? shuffle(context, lines) : lines.sort(order);
  const unique = options.has('u');
  // busybox compares whole lines where keys are equal, and then drops all but the first.
  if (unique && !context.gnu && options.has('k') && !options.has('s'))
    decorated.sort((a, b) => equal(a, b) || (a < b ? -1 : a > b ? 1 : 0));
  let out = '';
  let previous: string | undefined;
  for (const line of decorated) {
    if (unique && previous !== undefined && equal(previous, line) === 0) continue;
    previous = line;
    out += line + separator;
  }
  const target = options.get('o');
  if (target === undefined) context.out.binary(out);
  else {
    let fd: number;
    try {
      fd = context.sys.open(target, { write: true, create: true, truncate: true });
    } catch (error) {
      const why = `${target}: ${reason(error)}`;
      throw new Exit(2, context.gnu ? `open failed: ${why}` : `can't open '${target}': ${reason(error)}`);
    }
    context.out.binary(out, fd);
    await context.out.flush();
  }
  return 0;
};

type Order = (a: string, b: string) => number;

function comparison(context: Context, options: Options): { order: Order; equal: Order } {
  const global = options.list
    .filter(([key]) => key.length === 1 && KINDS.includes(key))
    .map(([key]) => key)
    .join('');
  const given = options.get('t');
  if (!context.gnu && given !== undefined && binaryFromText(given).length !== 1) throw new Exit(2, 'bad -t parameter');
  if (given === '') throw new Exit(2, 'empty tab');
  if (given !== undefined && given.length > 1 && given !== '\\0')
    throw new Exit(2, `multi-character tab ${context.quote(given)}`);
  const tab = given === '\\0' ? '\0' : given && binaryFromText(given);
  const keys = options.all('k').map((text) => parseKey(context, text));
  if (context.gnu) for (const kinds of [global, ...keys.map((key) => key.kinds)]) checkKinds(kinds);
  for (const key of keys) {
    if (!key.kinds.replace('b', '') && !key.start.skipBlanks) {
      key.kinds = global;
      if (global.includes('b')) {
        key.start.skipBlanks = true;
        if (key.end) key.end.skipBlanks = true;
      }
    }
  }
  if (keys.length === 0) {
    keys.push({ start: { field: 1, char: 1, skipBlanks: global.includes('b') }, kinds: global });
  }
  const comparers = keys.map((key) => {
    const whole = keys.length === 1 && options.all('k').length === 0 && !key.start.skipBlanks;
    const pick = whole ? (line: string) => line : memo((line) => extract(line, key, tab));
    const compare = compareKind(key.kinds);
    return key.kinds.includes('r')
      ? (a: string, b: string) => compare(pick(b), pick(a))
      : (a: string, b: string) => compare(pick(a), pick(b));
  });
  const equal: Order = (a, b) => {
    for (const compare of comparers) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
  if (options.any('su')) return { order: equal, equal };
  const last: Order = global.includes('r') ? (a, b) => bytes(b, a) : bytes;
  return { order: (a, b) => equal(a, b) || last(a, b), equal };
}

function memo(extract: (line: string) => string): (line: string) => string {
  const cache = new Map<string, string>();
  return (line) => {
    let value = cache.get(line);
    if (value === undefined) cache.set(line, (value = extract(line)));
    return value;
  };
}

const bytes: Order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function compareKind(kinds: string): Order {
  if (kinds.includes('n')) return (a, b) => number(a) - number(b);
  if (kinds.includes('g')) return (a, b) => general(a) - general(b);
  if (kinds.includes('h')) return (a, b) => human(a) - human(b);
  if (kinds.includes('M')) return (a, b) => month(a) - month(b);
  if (kinds.includes('V')) return versionCompare;
  let fold = (text: string): string => text;
  if (kinds.includes('d')) fold = (text) => text.replace(/[^A-Za-z0-9 \t]/g, '');
  if (kinds.includes('i')) {
    const before = fold;
    fold = (text) => before(text).replace(/[^ -~]/g, '');
  }
  if (kinds.includes('f')) {
    const before = fold;
    fold = (text) => before(text).toUpperCase();
  }
  return /[dfi]/.test(kinds) ? (a, b) => bytes(fold(a), fold(b)) : bytes;
}

function number(text: string): number {
  return Number(/^[ \t]*(-?\d*\.?\d*)/.exec(text)?.[1]?.replace(/^-?$|^(-?)\.$/, '0') || 0);
}

function general(text: string): number {
  const hexadecimal = /^\s*[-+]?0x[\da-f]+/i.exec(text)?.[0];
  const value = hexadecimal === undefined ? Number.parseFloat(text) : strtol(hexadecimal);
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
}

function strtol(text: string): number {
  return Number(text.replace(/[-+]/, '')) * (text.includes('-') ? -1 : 1);
}

/** Orders that exclude each other, within one key. */
function checkKinds(kinds: string): void {
  const orders = [...'dghMnRV'].filter((letter) => kinds.includes(letter));
  const printing = kinds.includes('i') && orders.length === 1 && orders[0] !== 'd' ? ['i'] : [];
  const clash = [...orders, ...printing];
  if (clash.length < 2 || (clash.length === 2 && clash.includes('d') && clash.includes('R'))) return;
  const order = 'MRVdfghinr';
  const shown = clash.sort((a, b) => order.indexOf(a) - order.indexOf(b)).join('');
  throw new Exit(2, `options '-${shown}' are incompatible`);
}

function human(text: string): number {
  const unit = /^[ \t]*-?\d*\.?\d*([kKMGTPEZY])/.exec(text)?.[1];
  return number(text) * 1024 ** (unit ? 'KMGTPEZY'.indexOf(unit.toUpperCase()) + 1 : 0);
}

function month(text: string): number {
  const name = text.trim().slice(0, 3).toLowerCase();
  return MONTHS.findIndex((one) => one.slice(0, 3).toLowerCase() === name);
}

function parseKey(context: Context, text: string): Key {
  const match = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text);
  const wrong = (why: string): never => {
    throw new Exit(2, `${why}: invalid field specification ${context.quote(text)}`);
  };
  if (match && match[1] !== '0') {
    if (!context.gnu && (match[2] === '0' || match[4] === '0')) throw new Exit(2, 'bad field specification');
    if (match[2] === '0') wrong('character offset is zero');
    if (match[4] === '0') wrong('field number is zero');
    const stray = new RegExp(`[^${KINDS}]`).test((match[3] ?? '') + (match[6] ?? ''));
    if (stray && context.gnu) wrong('stray character in field spec');
    if (stray) throw new Exit(2, 'unknown sort type');
  }
  if (!match || match[1] === '0') {
    if (!context.gnu) throw new Exit(2, 'bad field specification');
    if (match) throw new Exit(2, `field number is zero: invalid field specification ${context.quote(text)}`);
    throw new Exit(2, `invalid number at field start: invalid count at start of ${context.quote(text)}`);
  }
  const [, field, char, kinds = '', endField, endChar, endKinds = ''] = match;
  return {
    start: { field: Number(field), char: Number(char ?? 1), skipBlanks: kinds.includes('b') },
    end:
      endField === undefined
        ? undefined
        : { field: Number(endField), char: Number(endChar ?? 0), skipBlanks: endKinds.includes('b') },
    kinds: kinds + endKinds,
  };
}

/** The bytes of a line that a key names. */
function extract(line: string, { start, end }: Key, tab: string | undefined): string {
  const begin = position(line, start, tab, false);
  if (!end) return line.slice(begin);
  return line.slice(begin, Math.max(begin, position(line, end, tab, true)));
}

function position(line: string, at: Position, tab: string | undefined, isEnd: boolean): number {
  const [begin, after] = fieldBounds(line, at.field, tab);
  if (isEnd && at.char === 0) return after;
  let from = begin;
  if (at.skipBlanks) while (from < line.length && ' \t'.includes(line[from]!)) from++;
  return Math.min(isEnd ? Math.max(after, from) : line.length, from + at.char - (isEnd ? 0 : 1));
}

function fieldBounds(line: string, field: number, tab: string | undefined): [number, number] {
  let at = 0;
  for (let n = 1; ; n++) {
    let end = at;
    if (tab === undefined) {
      while (end < line.length && ' \t'.includes(line[end]!)) end++;
      while (end < line.length && !' \t'.includes(line[end]!)) end++;
    } else {
      const next = line.indexOf(tab, at);
      end = next < 0 ? line.length : next;
    }
    if (n === field) return [at, end];
    if (end >= line.length) return [line.length, line.length];
    at = tab === undefined ? end : end + 1;
  }
}

function check(context: Context, options: Options, lines: string[], order: Order, equal: Order): number {
  for (let i = 1; i < lines.length; i++) {
    const result = options.has('u') ? equal(lines[i - 1]!, lines[i]!) : order(lines[i - 1]!, lines[i]!);
    if (result > 0 || (result === 0 && options.has('u'))) {
      const path = options.operands[0] ?? '-';
      if (options.has('c')) {
        const line = textFromBinary(lines[i]!);
        if (context.gnu) context.warn(`${path}:${i + 1}: disorder: ${line}`);
        else context.out.text(`Check line ${i}\n`, 2);
      }
      return 1;
    }
  }
  return 0;
}

export function shuffle<T>(context: Context, items: T[]): T[] {
  const random = context.sys.platform.random(items.length * 4);
  for (let i = items.length - 1; i > 0; i--) {
    const value = (random[i * 4]! << 16) | (random[i * 4 + 1]! << 8) | random[i * 4 + 2]!;
    const other = value % (i + 1);
    [items[i], items[other]] = [items[other]!, items[i]!];
  }
  return items;
}
