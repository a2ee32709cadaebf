import { binaryFromBytes } from '../common/binary.ts';
import type { Command, Context } from '../common/context.ts';
import { type Options, parseOptions } from '../common/options.ts';
import { parseSize } from '../common/sizes.ts';
import { readRange, shown } from './input.ts';

/** xxd(1) */
export const xxd: Command = async (context) => {
  const options = parseOptions(context, 'abc:eg:il:n:o:prs:u', {
    long: {
      plain: 'p',
      postscript: 'p',
      ps: 'p',
      revert: 'r',
      include: 'i',
      bits: 'b',
      len: 'l',
      seek: 's',
      cols: 'c',
    },
  });
  const number = (key: string): number | undefined => {
    const text = options.get(key);
    return text === undefined ? undefined : parseSize(text.replace(/^[+-]/, ''));
  };
  const [path, target] = options.operands;
  const skip = number('s') ?? 0;
  const bytes = await readRange(context, [path ?? '-'], skip, number('l') ?? number('n'));
  let fd = 1;
  if (target !== undefined && target !== '-') {
    fd = context.sys.open(target, { write: true, create: true, truncate: !options.has('r') });
  }
  if (options.has('r')) context.out.bytes(revert(binaryFromBytes(bytes), options), fd);
  else if (options.has('p')) plain(context, bytes, number('c') ?? 30, fd);
  else if (options.has('i')) include(context, bytes, path, number('c') || 12, fd);
  else dump(context, bytes, options, { columns: number('c'), group: number('g'), base: skip + (number('o') ?? 0), fd });
  await context.out.flush();
};

function byteText(byte: number, upper: boolean): string {
  const text = byte.toString(16).padStart(2, '0');
  return upper ? text.toUpperCase() : text;
}

function plain(context: Context, bytes: Uint8Array, columns: number, fd: number): void {
  const width = columns || Math.max(1, bytes.length);
  for (let at = 0; at < bytes.length; at += width) {
    const row = [...bytes.subarray(at, at + width)];
    context.out.binary(`${row.map((byte) => byteText(byte, false)).join('')}\n`, fd);
  }
}

function include(context: Context, bytes: Uint8Array, path: string | undefined, columns: number, fd: number): void {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += columns) {
    rows.push(`  ${[...bytes.subarray(at, at + columns)].map((byte) => `0x${byteText(byte, false)}`).join(', ')}`);
  }
  const body = rows.length > 0 ? `${rows.join(',\n')}\n` : '';
  if (path === undefined || path === '-') {
    context.out.binary(body, fd);
    return;
  }
  const name = path.replace(/[^A-Za-z0-9]/g, '_').replace(/^(\d)/, '__$1');
  context.out.text(`unsigned char ${name}[] = {\n${body}};\nunsigned int ${name}_len = ${bytes.length};\n`, fd);
}

interface Layout {
  columns?: number;
  group?: number;
  base: number;
  fd: number;
}

function dump(context: Context, bytes: Uint8Array, options: Options, layout: Layout): void {
  const [bits, little] = [options.has('b'), options.has('e')];
  const columns = layout.columns || (bits ? 6 : 16);
  const group = layout.group ?? (bits ? 1 : little ? 4 : 2);
  const size = group === 0 ? columns : group;
  const unit = bits ? 8 : 2;
  const count = Math.ceil(columns / size);
  const width = columns * unit + count - 1;
  for (let at = 0; at < bytes.length; at += columns) {
    const row = [...bytes.subarray(at, at + columns)];
    const groups: string[] = [];
    for (let i = 0; i < row.length; i += size) {
      const texts = row
        .slice(i, i + size)
        .map((byte) => (bits ? byte.toString(2).padStart(8, '0') : byteText(byte, options.has('u'))));
      groups.push(
        little
          ? texts
              .reverse()
              .join('')
              .padStart(size * unit)
          : texts.join(''),
      );
    }
    const address = (layout.base + at).toString(16).padStart(8, '0');
    const pad = little ? Math.max(width, count * (size * unit + 1) - 1) : width;
    context.out.binary(`${address}: ${groups.join(' ').padEnd(pad)}  ${row.map(shown).join('')}\n`, layout.fd);
  }
}

/** The bytes of a dump; an address leaves a gap of zeros when it is further on. */
function revert(text: string, options: Options): Uint8Array {
  const bytes: number[] = [];
  if (options.has('i')) {
    for (const [, digits] of text.matchAll(/0x([\da-fA-F]{1,2})/g)) bytes.push(Number.parseInt(digits!, 16));
  } else if (options.has('p')) {
    const digits = text.replace(/[^\da-fA-F]/g, '');
    for (let i = 0; i + 1 < digits.length; i += 2) bytes.push(Number.parseInt(digits.slice(i, i + 2), 16));
  } else {
    for (const line of text.split('\n')) {
      const match = /^\s*([\da-fA-F]+)(?::| ) ?(.*)$/.exec(line);
      if (!match) continue;
      const at = Number.parseInt(match[1]!, 16);
      while (bytes.length < at) bytes.push(0);
      const columns = Number(options.get('c') ?? 16);
      let rest = match[2]!;
      for (let i = 0; i < columns; i++) {
        const pair = /^ ?([\da-fA-F]{2})/.exec(rest);
        if (!pair) break;
        bytes[at + i] = Number.parseInt(pair[1]!, 16);
        rest = rest.slice(pair[0].length);
      }
    }
  }
  return Uint8Array.from(bytes);
}
