import { type Command, type Context, Exit } from '../common/context.ts';
import { parseOptions } from '../common/options.ts';
import { parseSize } from '../common/sizes.ts';
import * as formats from './formats.ts';
import { eachRow, readRange, shown } from './input.ts';

interface Column {
  format: formats.Format;
  /** `z`: the characters at the end of the row. */
  text: boolean;
}

const LETTERS: Record<string, formats.Format> = {
  a: formats.named,
  b: formats.octal(1),
  c: formats.character,
  d: formats.decimal(2),
  f: formats.real(4),
  i: formats.signed(4),
  l: formats.signed(8),
  o: formats.octal(2),
  s: formats.signed(2),
  x: formats.hex(2),
};
const SIZES: Record<string, formats.Size> = { C: 1, S: 2, I: 4, L: 8, F: 4, D: 8, 1: 1, 2: 2, 4: 4, 8: 8 };
const RADIX: Record<string, number> = { o: 8, d: 10, x: 16 };

/** od(1) */
export const od: Command = async (context) => {
  const options = parseOptions(context, 'A:abcdfij:lN:oS:st:vw::x', {
    long: {
      'address-radix': 'A',
      'skip-bytes': 'j',
      'read-bytes': 'N',
      format: 't',
      'output-duplicates': 'v',
      width: 'w',
    },
  });
  if (options.has('S')) throw new Exit(1, 'drydock: not simulated: od -S');
  const columns = options.list.flatMap(([key, value]): Column[] => {
    if (key === 't') return parseTypes(context, value);
    return LETTERS[key] ? [{ format: LETTERS[key], text: false }] : [];
  });
  if (columns.length === 0) columns.push({ format: formats.octal(2), text: false });
  const number = (key: string): number | undefined => {
    const text = options.get(key);
    if (text === undefined) return undefined;
    const value = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : parseSize(text);
    if (value === undefined) throw new Exit(1, `invalid -${key} argument ${context.quote(text)}`);
    return value;
  };
  const skip = number('j') ?? 0;
  const width = options.has('w') ? Number(options.get('w') || 32) : 16;
  const radix = options.get('A') ?? 'o';
  if (radix !== 'n' && !RADIX[radix]) {
    throw new Exit(1, `invalid output address radix '${radix}'; it must be one character from [doxn]`);
  }
  const address = (at: number): string =>
    radix === 'n' ? '' : (skip + at).toString(RADIX[radix]).padStart(radix === 'x' ? 6 : 7, '0');
  const bytes = await readRange(context, options.operands, skip, number('N'));
  // busybox gives each format its own width, and indents the second line as far as it finds room.
  const cells = context.gnu ? layout(columns) : columns.map(({ format }) => format.width + 1);
  const indent = (at: number): number => (radix === 'n' && !context.gnu ? 69 : address(at).length);
  eachRow(bytes, width, options.has('v'), (row, at) => {
    if (!row) {
      context.out.binary('*\n');
      return;
    }
    columns.forEach(({ format, text }, i) => {
      let line = i === 0 ? address(at) : ' '.repeat(indent(at));
      const [units, cell] = [formats.units(row, format), cells[i]!];
      for (const unit of units) line += unit.padStart(cell);
      if (text) {
        line += ' '.repeat((width / format.size - units.length) * cell);
        line += `  >${[...row].map(shown).join('')}<`;
      }
      context.out.binary(`${line}\n`);
    });
  });
  // With nothing that could be read there is no end to tell of.
  if (radix !== 'n' && (bytes.length > 0 || context.status === 0)) context.out.binary(`${address(bytes.length)}\n`);
};

/** Columns of one unit of each format, so that the bytes of all formats stand below each other. */
function layout(columns: readonly Column[]): number[] {
  const perByte = Math.max(...columns.map(({ format }) => (format.width + 1) / format.size));
  return columns.map(({ format }) => Math.round(perByte * format.size));
}

function parseTypes(context: Context, text: string): Column[] {
  const columns: Column[] = [];
  const types = /([acdfoux])([CSILFD]|\d+)?(z)?/y;
  while (types.lastIndex < text.length) {
    const start = types.lastIndex;
    const match = types.exec(text);
    if (!match) throw new Exit(1, `invalid character '${text[start]}' in type string ${context.quote(text)}`);
    const [, letter = '', sizeText, z] = match;
    const size = SIZES[sizeText ?? (letter === 'f' ? '8' : '4')];
    if (size === undefined || (letter === 'f' && size < 4)) {
      throw new Exit(
        1,
        `invalid type string ${context.quote(text)};\nthis system doesn't provide a ${sizeText}-byte integral type`,
      );
    }
    const makers: Record<string, () => formats.Format> = {
      a: () => formats.named,
      c: () => formats.character,
      d: () => formats.signed(size),
      f: () => formats.real(size === 4 ? 4 : 8),
      o: () => formats.octal(size),
      u: () => formats.decimal(size),
      x: () => formats.hex(size),
    };
    columns.push({ format: makers[letter]!(), text: z !== undefined });
  }
  return columns;
}
