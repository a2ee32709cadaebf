import { type Command, Exit } from '../common/context.ts';
import { parseOptions } from '../common/options.ts';
import { parseSize } from '../common/sizes.ts';
import * as formats from './formats.ts';
import { eachRow, readRange, shown } from './input.ts';

/** Format and columns of one unit with the spaces before it. */
const LETTERS: Record<string, [formats.Format, number]> = {
  b: [formats.octal(1), 4],
  c: [formats.character, 4],
  d: [formats.zeroDecimal(2), 8],
  o: [formats.octal(2), 8],
  x: [formats.hex(2), 8],
};

/** hexdump(1) */
export const hexdump: Command = async (context) => {
  const options = parseOptions(context, 'bcCde:f:n:os:vx', {
    long: {
      canonical: 'C',
      'one-byte-octal': 'b',
      'one-byte-char': 'c',
      'two-bytes-decimal': 'd',
      'two-bytes-octal': 'o',
      'two-bytes-hex': 'x',
      length: 'n',
      skip: 's',
      'no-squeezing': 'v',
    },
  });
  if (options.any('ef')) throw new Exit(1, 'drydock: not simulated: format strings of hexdump');
  const size = (key: string): number | undefined => {
    const text = options.get(key);
    return text === undefined ? undefined : parseSize(text);
  };
  const skip = size('s') ?? 0;
  const bytes = await readRange(context, options.operands, skip, size('n'));
  const letter = options.last('bcCdox');
  const canonical = letter === 'C';
  const [format, cell] = LETTERS[letter ?? ''] ?? [formats.hex(2), 5];
  const address = (at: number): string => (skip + at).toString(16).padStart(canonical ? 8 : 7, '0');
  eachRow(bytes, 16, options.has('v'), (row, at) => {
    if (!row) context.out.binary('*\n');
    else if (canonical) context.out.binary(`${address(at)}  ${canonicalRow(row)}\n`);
    else {
      const cells = formats.units(row, format).map((unit) => unit.padStart(cell));
      context.out.binary(`${address(at)}${cells.join('').padEnd((16 / format.size) * cell)}\n`);
    }
  });
  if (bytes.length > 0) context.out.binary(`${address(bytes.length)}\n`);
};

function canonicalRow(row: Uint8Array): string {
  const pairs = [...row].map((byte) => byte.toString(16).padStart(2, '0'));
  const halves = [pairs.slice(0, 8).join(' '), pairs.slice(8).join(' ')];
  return `${halves[0]!.padEnd(23)}  ${halves[1]!.padEnd(23)}  |${[...row].map(shown).join('')}|`;
}
