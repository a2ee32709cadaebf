import { compilePattern } from '../../regexp/posix.ts';
import { type Command, Exit } from '../common/context.ts';
import { eachInput, LineReader, openInput, readChunk, readWhole, splitLines } from '../common/input.ts';
import { missingOperand, parseOptions } from '../common/options.ts';
import { parseSize } from '../common/sizes.ts';

/** nl(1) */
export const nl: Command = async (context) => {
  const options = parseOptions(context, 'b:d:f:h:i:l:n:ps:v:w:', {
    long: {
      'body-numbering': 'b',
      'line-increment': 'i',
      'join-blank-lines': 'l',
      'number-format': 'n',
      'no-renumber': 'p',
      'number-separator': 's',
      'starting-line-number': 'v',
      'number-width': 'w',
    },
  });
  const width = Number(options.get('w') ?? 6);
  const style = options.get('b') ?? 't';
  const pattern = style.startsWith('p') ? compilePattern(style.slice(1)) : undefined;
  const format = options.get('n') ?? 'rn';
  const separator = options.get('s') ?? '\t';
  const join = Number(options.get('l') ?? 1);
  let number = Number(options.get('v') ?? 1);
  let blanks = 0;
  await eachInput(context, options.operands, async (fd) => {
    const reader = new LineReader(context, fd);
    for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
      blanks = line === '' ? blanks + 1 : 0;
      const counted = pattern
        ? pattern.test(line)
        : style === 'a'
          ? line !== '' || blanks % join === 0
          : style === 't' && line !== '';
      if (!counted) {
        context.out.binary(`${' '.repeat(width + separator.length)}${line}\n`);
        continue;
      }
      const text = String(number);
      const shown = format === 'ln' ? text.padEnd(width) : text.padStart(width, format === 'rz' ? '0' : ' ');
      context.out.binary(`${shown}${separator}${line}\n`);
      number += Number(options.get('i') ?? 1);
    }
  });
};

/** fold(1) */
export const fold: Command = async (context) => {
  const options = parseOptions(context, 'bsw:#', { long: { bytes: 'b', spaces: 's', width: 'w' } });
  const text = options.get('w') ?? options.get('#') ?? '80';
  const width = Number(text);
  if (!(width > 0))
    throw new Exit(1, context.gnu ? `invalid number of columns: ${context.quote(text)}` : `invalid number '${text}'`);
  const advance = (column: number, char: string): number => {
    if (options.has('b')) return column + 1;
    if (char === '\b') return Math.max(0, column - 1);
    if (char === '\r') return 0;
    return char === '\t' ? column + 8 - (column % 8) : column + 1;
  };
  await eachInput(context, options.operands, async (fd) => {
    const reader = new LineReader(context, fd);
    for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
      let out = '';
      let current = '';
      let column = 0;
      for (const char of line) {
        if (advance(column, char) > width && current !== '') {
          const space = options.has('s') ? Math.max(current.lastIndexOf(' '), current.lastIndexOf('\t')) : -1;
          const cut = space < 0 ? current.length : space + 1;
          out += `${current.slice(0, cut)}\n`;
          current = current.slice(cut);
          column = [...current].reduce(advance, 0);
        }
        current += char;
        column = advance(column, char);
      }
      context.out.binary(out + current + (reader.terminated ? '\n' : ''));
    }
  });
};

/** expand(1) */
export const expand: Command = async (context) => {
  const options = parseOptions(context, 'it:#', { long: { initial: 'i', tabs: 't' } });
  const stops = (options.get('t') ?? options.get('#') ?? '8').split(/[, ]+/).map(Number);
  const next = (column: number): number => {
    if (stops.length === 1) return column + stops[0]! - (column % stops[0]!);
    return stops.find((stop) => stop > column) ?? column + 1;
  };
  await eachInput(context, options.operands, async (fd) => {
    const reader = new LineReader(context, fd);
    for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
      let out = '';
      let column = 0;
      let leading = true;
      for (const char of line) {
        if (char === '\t' && (leading || !options.has('i'))) {
          const to = next(column);
          out += ' '.repeat(to - column);
          column = to;
          continue;
        }
        if (char !== ' ' && char !== '\t') leading = false;
        out += char;
        column = char === '\b' ? Math.max(0, column - 1) : column + 1;
      }
      context.out.binary(out + (reader.terminated ? '\n' : ''));
    }
  });
};

/** unexpand(1) */
export const unexpand: Command = async (context) => {
  const options = parseOptions(context, 'aft:', { long: { all: 'a', 'first-only': 'f', tabs: 't' } });
  const stop = Number(options.get('t') ?? 8);
  const all = options.any('at') && !options.has('f');
  await eachInput(context, options.operands, async (fd) => {
    const reader = new LineReader(context, fd);
    for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
      let out = '';
      let column = 0;
      let blanks = '';
      let leading = true;
      const settle = (): void => {
        out += blanks;
        blanks = '';
      };
      for (const char of line) {
        if (char === ' ' && (leading || all)) {
          blanks += ' ';
          column++;
          if (column % stop === 0) {
            out += blanks.length > 1 || leading ? '\t' : ' ';
            blanks = '';
          }
        } else if (char === '\t') {
          blanks = '';
          out += '\t';
          column += stop - (column % stop);
        } else {
          settle();
          leading = false;
          out += char;
          column++;
        }
      }
      settle();
      context.out.binary(out + (reader.terminated ? '\n' : ''));
    }
  });
};

/** split(1) */
export const split: Command = async (context) => {
  const options = parseOptions(context, 'a:b:C:dl:n:', {
    long: {
      'suffix-length': 'a',
      bytes: 'b',
      'numeric-suffixes': 'd',
      lines: 'l',
      number: 'n',
      'additional-suffix': 'add:',
    },
  });
  const [path = '-', prefix = 'x'] = options.operands;
  const length = Number(options.get('a') ?? 2);
  const suffix = (index: number): string => {
    const digits = options.has('d') ? '0123456789' : 'abcdefghijklmnopqrstuvwxyz';
    let text = '';
    let rest = index;
    for (let n = 0; n < length; n++) {
      text = digits[rest % digits.length]! + text;
      rest = Math.floor(rest / digits.length);
    }
    if (rest > 0) throw new Exit(1, context.gnu ? 'output file suffixes exhausted' : 'suffixes exhausted');
    return text + (options.get('add') ?? '');
  };
  let index = 0;
  const save = (text: string): void => {
    const fd = context.sys.open(prefix + suffix(index++), { write: true, create: true, truncate: true });
    context.out.binary(text, fd);
  };
  const whole = await readWhole(context, path);
  const bytes = options.get('b');
  const parts = options.get('n');
  if (bytes !== undefined || parts !== undefined) {
    const size = bytes === undefined ? Math.ceil(whole.length / Number(parts)) : parseSize(bytes);
    if (!size) throw new Exit(1, `invalid number of bytes: ${context.quote(bytes ?? '')}`);
    for (let at = 0; at < whole.length; at += size) save(whole.slice(at, at + size));
    return;
  }
  const count = parseSize(options.get('l') ?? '1000') ?? 1000;
  const all = splitLines(whole);
  for (let at = 0; at < all.length; at += count) {
    const last = at + count >= all.length && !whole.endsWith('\n');
    save(`${all.slice(at, at + count).join('\n')}${last ? '' : '\n'}`);
  }
};

/** strings(1) */
export const strings: Command = async (context) => {
  const options = parseOptions(context, 'an:fot:#', { long: { bytes: 'n', radix: 't' } });
  const least = Number(options.get('n') ?? options.get('#') ?? 4);
  const radix = options.has('o') ? 'o' : options.get('t');
  for (const path of options.operands.length > 0 ? options.operands : ['-']) {
    try {
      const whole = await readWhole(context, path);
      for (const match of whole.matchAll(new RegExp(`[\\t -~]{${least},}`, 'g'))) {
        const base = radix === 'x' ? 16 : radix === 'o' ? 8 : 10;
        const offset = radix === undefined ? '' : `${match.index.toString(base).padStart(7)} `;
        context.out.binary(`${options.has('f') ? `${path}: ` : ''}${offset}${match[0]}\n`);
      }
    } catch (error) {
      context.cannotOpen(path, error);
    }
  }
};

/** cmp(1): 0 alike, 1 different, 2 trouble. */
export const cmp: Command = async (context) => {
  const options = parseOptions(context, 'bi:ln:s', {
    status: 2,
    long: { 'print-bytes': 'b', 'ignore-initial': 'i', verbose: 'l', bytes: 'n', silent: 's', quiet: 's' },
  });
  const [first, second = '-', skip1, skip2] = options.operands;
  if (first === undefined) {
    if (context.gnu) context.misuse(`missing operand after '${context.name}'`, 2);
    missingOperand(context, undefined, 2);
  }
  const skips = (options.get('i') ?? '0').split(':').map((text) => parseSize(text) ?? 0);
  const data: string[] = [];
  for (const [index, path] of [first, second].entries()) {
    try {
      const limit = options.get('n');
      const skip = index === 0 ? (parseSize(skip1 ?? '') ?? skips[0]!) : (parseSize(skip2 ?? '') ?? skips.at(-1)!);
      if (path.startsWith('/dev/') && path !== '/dev/stdin') data.push(await readSome(context, path, data[0]?.length));
      else data.push((await readWhole(context, path)).slice(skip));
      if (limit !== undefined) data[index] = data[index]!.slice(0, parseSize(limit) ?? 0);
    } catch (error) {
      if (options.has('s') && context.gnu) return 2;
      context.cannotOpen(path, error, 2);
      return 2;
    }
  }
  const [a, b] = data as [string, string];
  if (a === b) return 0;
  const silent = options.has('s');
  const shared = Math.min(a.length, b.length);
  let line = 1;
  for (let i = 0; i < shared; i++) {
    if (a[i] !== b[i]) {
      if (silent) return 1;
      const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
      if (!options.has('l')) {
        const what = context.gnu ? 'byte' : 'char';
        const bytes = options.has('b') ? ` is ${shown(x)} ${shown(y)}` : '';
        context.print(`${first} ${second} differ: ${what} ${i + 1}, line ${line}${bytes}\n`);
        return 1;
      }
      const width = context.gnu ? String(shared).length : 0;
      const octal = (value: number): string => value.toString(8).padStart(3);
      context.print(`${String(i + 1).padStart(width)} ${octal(x)} ${octal(y)}\n`);
      context.status = 1;
    }
    if (a[i] === '\n') line++;
  }
  if (a.length === b.length) return 1;
  const [name, text] = a.length < b.length ? [first, a] : [second, b];
  if (!silent) {
    const after = options.has('l')
      ? `after byte ${shared}`
      : `after byte ${shared}, ${text.endsWith('\n') ? `line ${line - 1}` : `in line ${line}`}`;
    if (!context.gnu) context.warn(`EOF on ${name}`);
    else if (shared === 0) context.warn(`EOF on ${name} which is empty`);
    else context.warn(`EOF on ${name} ${after}`);
  }
  return 1;
};

function shown(code: number): string {
  return `${code.toString(8).padStart(3)} ${code > 32 && code < 127 ? String.fromCharCode(code) : code === 10 ? '^J' : '?'}`;
}

/** An endless device: as much as the other file has, and a byte more. */
async function readSome(context: Parameters<Command>[0], path: string, length = 65536): Promise<string> {
  const fd = openInput(context, path);
  let text = '';
  while (text.length <= length) {
    const bytes = await readChunk(context, fd);
    if (bytes.length === 0) break;
    text += String.fromCharCode(...bytes.subarray(0, 8192));
  }
  context.sys.close(fd);
  return text;
}
