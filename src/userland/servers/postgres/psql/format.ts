import { characterWidth } from '../../../shell/editor/width.ts';

export interface Table {
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly title?: string;
  /** Lines under the table, instead of the count of rows. */
  readonly footers?: readonly string[];
}

export interface Format {
  style: 'aligned' | 'unaligned' | 'csv';
  isExpanded: boolean;
  tuplesOnly: boolean;
  separator: string;
  null: string;
  footer: boolean;
}

export const DEFAULT_FORMAT: Format = {
  style: 'aligned',
  isExpanded: false,
  tuplesOnly: false,
  separator: '|',
  null: '',
  footer: true,
};

/** A result as psql prints it (fe_utils/print.c), with its empty line at the end. */
export function formatTable(table: Table, format: Format): string {
  const cells = table.rows.map((row) => row.map((cell) => cell ?? format.null));
  if (format.style === 'csv') return csv(table, cells, format);
  if (format.style === 'unaligned')
    return format.isExpanded ? pairs(table, cells, format) : unaligned(table, cells, format);
  return format.isExpanded ? expanded(table, cells, format) : aligned(table, cells, format);
}

const width = (text: string) => [...text].reduce((sum, letter) => sum + characterWidth(letter.codePointAt(0)!), 0);
const lines = (cell: string) => cell.replaceAll('\t', '    ').split('\n');
const count = (rows: number) => `(${rows} row${rows === 1 ? '' : 's'})`;

function footersOf(table: Table, format: Format): readonly string[] {
  if (format.tuplesOnly || !format.footer) return [];
  return table.footers ?? [count(table.rows.length)];
}

function aligned(table: Table, cells: readonly string[][], format: Format): string {
  const widths = table.columns.map(({ name }, at) =>
    Math.max(width(name), ...cells.flatMap((row) => lines(row[at]!).map(width))),
  );
  let text = '';
  if (!format.tuplesOnly) {
    const total = widths.reduce((sum, each) => sum + each + 3, -1);
    if (table.title !== undefined) text += `${centred(table.title, total, false)}\n`;
    text += `${table.columns.map(({ name }, at) => ` ${centred(name, widths[at]!)} `).join('|')}\n`;
    text += `${widths.map((each) => '-'.repeat(each + 2)).join('+')}\n`;
  }
  const last = table.columns.length - 1;
  for (const row of cells) {
    const parts = row.map(lines);
    const height = Math.max(1, ...parts.map(({ length }) => length));
    for (let line = 0; line < height; line++) {
      const words = parts.map((part, at) => {
        const word = part[line] ?? '';
        const padding = ' '.repeat(widths[at]! - width(word));
        const mark = line + 1 < part.length ? '+' : ' ';
        if (table.columns[at]!.isNumber) return ` ${padding}${word}${mark}`;
        // The last column is not filled up, unless a mark follows.
        return at === last && mark === ' ' ? ` ${word}` : ` ${word}${padding}${mark}`;
      });
      text += `${words.join('|').replace(/ $/, table.columns[last]?.isNumber ? '' : ' ')}\n`;
    }
  }
  for (const footer of footersOf(table, format)) text += `${footer}\n`;
  return `${text}\n`;
}

/** A header is filled up on both sides, a title on the left only. */
function centred(text: string, room: number, fill = true): string {
  const spare = Math.max(0, room - width(text));
  const left = Math.floor(spare / 2);
  return ' '.repeat(left) + text + (fill ? ' '.repeat(spare - left) : '');
}

function expanded(table: Table, cells: readonly string[][], format: Format): string {
  let text = table.title !== undefined && !format.tuplesOnly ? `${table.title}\n` : '';
  if (cells.length === 0) return `${text}${format.tuplesOnly ? '' : `${count(0)}\n`}\n`;
  const names = Math.max(0, ...table.columns.map(({ name }) => width(name)));
  const values = Math.max(0, ...cells.flatMap((row) => row.flatMap((cell) => lines(cell).map(width))));
  for (const [record, row] of cells.entries()) {
    if (!format.tuplesOnly) {
      const label = `-[ RECORD ${record + 1} ]`;
      const total = names + values + 3;
      const dashes = label.padEnd(Math.max(total, label.length), '-');
      text += `${label.length <= names ? `${dashes.slice(0, names + 1)}+${dashes.slice(names + 2)}` : dashes}\n`;
    } else if (record > 0) text += '\n';
    for (const [at, cell] of row.entries()) {
      for (const [line, word] of lines(cell).entries()) {
        const name = line === 0 ? table.columns[at]!.name : '';
        const more = line + 1 < lines(cell).length;
        const filled = more ? word + ' '.repeat(values - width(word)) : word;
        text += `${name}${' '.repeat(names - width(name))} | ${filled}${more ? '+' : ''}\n`;
      }
    }
  }
  return `${text}\n`;
}

function unaligned(table: Table, cells: readonly string[][], format: Format): string {
  let text = table.title !== undefined && !format.tuplesOnly ? `${table.title}\n` : '';
  if (!format.tuplesOnly) text += `${table.columns.map(({ name }) => name).join(format.separator)}\n`;
  for (const row of cells) text += `${row.join(format.separator)}\n`;
  for (const footer of footersOf(table, format)) text += `${footer}\n`;
  return text;
}

function pairs(table: Table, cells: readonly string[][], format: Format): string {
  return cells
    .map((row) => row.map((cell, at) => `${table.columns[at]!.name}${format.separator}${cell}\n`).join(''))
    .join('\n');
}

function csv(table: Table, cells: readonly string[][], format: Format): string {
  const word = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const head = format.tuplesOnly ? '' : `${table.columns.map(({ name }) => word(name)).join(',')}\n`;
  return head + cells.map((row) => `${row.map(word).join(',')}\n`).join('');
}
