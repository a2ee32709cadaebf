import { concat } from '../../../kernel/bytes.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { closeInput, openInput } from '../common/input.ts';
import { parseOptions } from '../common/options.ts';

interface Charset {
  /** undefined: the bytes at `at` mean nothing. */
  decode(bytes: Uint8Array, at: number): { point: number; size: number } | undefined;
  encode(point: number): number[] | undefined;
}

const utf8: Charset = {
  decode(bytes, at) {
    const first = bytes[at]!;
    if (first < 0x80) return { point: first, size: 1 };
    const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || at + size > bytes.length) return undefined;
    let point = first & (0x7f >> size);
    for (let i = 1; i < size; i++) {
      const next = bytes[at + i]!;
      if ((next & 0xc0) !== 0x80) return undefined;
      point = (point << 6) | (next & 0x3f);
    }
    return { point, size };
  },
  encode: (point) => [...new TextEncoder().encode(String.fromCodePoint(point))],
};

function oneByte(limit: number): Charset {
  return {
    decode: (bytes, at) => (bytes[at]! < limit ? { point: bytes[at]!, size: 1 } : undefined),
    encode: (point) => (point < limit ? [point] : undefined),
  };
}

function wide(unit: 2 | 4, little: boolean): Charset {
  const read = (bytes: Uint8Array, at: number): number | undefined => {
    if (at + unit > bytes.length) return undefined;
    let value = 0;
    for (let i = 0; i < unit; i++) value = value * 256 + bytes[at + (little ? unit - 1 - i : i)]!;
    return value;
  };
  const write = (value: number): number[] => {
    const bytes = Array.from({ length: unit }, (_, i) => (value >>> (8 * i)) & 255);
    return little ? bytes : bytes.reverse();
  };
  return {
    decode(bytes, at) {
      const point = read(bytes, at);
      if (point === undefined || point > 0x10ffff) return undefined;
      if (unit === 4 || point < 0xd800 || point > 0xdfff) return { point, size: unit };
      const low = read(bytes, at + 2);
      if (low === undefined || point > 0xdbff || low < 0xdc00 || low > 0xdfff) return undefined;
      return { point: 0x10000 + ((point & 0x3ff) << 10) + (low & 0x3ff), size: 4 };
    },
    encode(point) {
      if (unit === 4 || point < 0x10000) return write(point);
      const rest = point - 0x10000;
      return [...write(0xd800 + (rest >> 10)), ...write(0xdc00 + (rest & 0x3ff))];
    },
  };
}

const CHARSETS: Record<string, Charset> = {
  UTF8: utf8,
  ASCII: oneByte(128),
  USASCII: oneByte(128),
  ANSIX341968: oneByte(128),
  LATIN1: oneByte(256),
  ISO88591: oneByte(256),
  UTF16BE: wide(2, false),
  UTF16LE: wide(2, true),
  UCS2LE: wide(2, true),
  UCS2BE: wide(2, false),
  UTF32BE: wide(4, false),
  UTF32LE: wide(4, true),
};
/** With a byte order mark, when written in this machine's order. */
const MARKED: Record<string, string> = { UTF16: 'UTF16LE', UTF32: 'UTF32LE', UCS2: 'UCS2LE', UNICODE: 'UTF16LE' };

/** iconv(1), for the Unicode encodings, Latin-1 and ASCII. */
export const iconv: Command = async (context) => {
  const options = parseOptions(context, 'cf:lo:st:', {
    long: { 'from-code': 'f', 'to-code': 't', output: 'o', list: 'l', silent: 's' },
  });
  if (options.has('l')) {
    context.print(`${[...Object.keys(CHARSETS), ...Object.keys(MARKED)].sort().join('\n')}\n`);
    return;
  }
  const [from] = charset(context, options.get('f'), 'from');
  const [to, suffix, marked] = charset(context, options.get('t'), 'to');
  const translit = suffix.includes('TRANSLIT');
  const drop = options.has('c') || suffix.includes('IGNORE');
  const target = options.get('o');
  const fd = target === undefined ? 1 : context.sys.open(target, { write: true, create: true, truncate: true });
  const parts: Uint8Array[] = [];
  for (const path of options.operands.length > 0 ? options.operands : ['-']) {
    const input = openInput(context, path);
    parts.push(await context.sys.readAll(input));
    closeInput(context, input);
  }
  const bytes = concat(parts);
  const out: number[] = marked ? to.encode(0xfeff)! : [];
  for (let at = 0; at < bytes.length; ) {
    const read = from.decode(bytes, at);
    const written = read && (to.encode(read.point) ?? (translit ? to.encode(63) : undefined));
    if (written) out.push(...written);
    else if (drop) context.status = 1;
    else {
      context.out.bytes(Uint8Array.from(out), fd);
      context.fail(read ? `cannot convert` : `illegal input sequence at position ${at}`);
      return;
    }
    at += read?.size ?? 1;
  }
  context.out.bytes(Uint8Array.from(out), fd);
  await context.out.flush();
};

function charset(context: Context, name = 'UTF-8', side: string): [charset: Charset, suffix: string, marked: boolean] {
  const [plain = '', ...suffix] = name.split('//');
  const key = plain.toUpperCase().replace(/[^A-Z0-9]/g, '') || 'UTF8';
  const found = CHARSETS[MARKED[key] ?? key];
  if (!found)
    throw new Exit(1, `conversion ${side === 'from' ? 'from' : 'to'} ${context.quote(name)} is not supported`);
  return [found, suffix.join('//').toUpperCase(), key in MARKED];
}
