import type { ModuleFactory } from '../globals.ts';
import type { Context } from './context.ts';
import type { TextModule } from './text.ts';

export interface LayoutModule {
  /** One object's text from its entries. `elements`: the array whose entries they are, which may stand in columns. */
  arrange(
    context: Context,
    entries: string[],
    base: string,
    braces: [string, string],
    level: number,
    elements?: unknown,
  ): string;
}

/** How the entries of an object stand: on one line, in columns, or one below the other. */
export const inspectLayout: ModuleFactory = (_host, builtin): LayoutModule => {
  const { stripControls, width } = builtin('internal/inspect/text') as unknown as TextModule;
  const GAP = 2;

  const isNumeric = (elements: unknown, count: number): boolean => {
    const list = elements as ArrayLike<unknown>;
    for (let at = 0; at < count; at += 1) {
      if (typeof list[at] !== 'number' && typeof list[at] !== 'bigint') return false;
    }
    return true;
  };

  /** More than six entries stand in columns, as near to a square as their widths allow; numbers are set to the right. */
  const inColumns = (context: Context, entries: string[], elements: unknown): string[] => {
    // What says how many more there are stands by itself.
    const more = context.maxArrayLength < entries.length;
    const count = more ? entries.length - 1 : entries.length;
    const widths = entries.slice(0, count).map((entry) => width(entry, context.colors));
    const widest = Math.max(0, ...widths);
    const total = widths.reduce((sum, each) => sum + each + GAP, 0);
    const cell = widest + GAP;
    const room = context.breakLength - context.indentation;
    if (cell * 3 >= room || (total / cell <= 5 && widest > 6)) return entries;
    const typical = Math.max(cell - 3 - Math.sqrt(cell - total / entries.length), 1);
    // A character is 2.5 times as high as it is wide.
    const square = Math.round(Math.sqrt(2.5 * typical * count) / typical);
    const columns = Math.min(square, Math.floor(room / cell), Number(context.compact) * 4, 15);
    if (columns <= 1) return entries;

    const columnWidths: number[] = [];
    for (let column = 0; column < columns; column += 1) {
      let most = 0;
      for (let at = column; at < count; at += columns) most = Math.max(most, widths[at]!);
      columnWidths.push(most + GAP);
    }
    const toTheRight = elements === undefined || isNumeric(elements, entries.length);
    const rows: string[] = [];
    for (let begin = 0; begin < count; begin += columns) {
      let row = '';
      for (let at = begin; at < Math.min(begin + columns, count); at += 1) {
        const last = at === Math.min(begin + columns, count) - 1;
        const text = last ? entries[at]! : `${entries[at]}, `;
        const invisible = entries[at]!.length - widths[at]!;
        const room = columnWidths[at - begin]! + invisible;
        row += toTheRight ? text.padStart(last ? room - GAP : room) : last ? text : text.padEnd(room);
      }
      rows.push(row);
    }
    if (more) rows.push(entries[count]!);
    return rows;
  };

  const fits = (context: Context, entries: string[], start: number, base: string): boolean => {
    let length = entries.length + start;
    if (length + entries.length > context.breakLength) return false;
    for (const entry of entries) {
      length += context.colors ? stripControls(entry).length : entry.length;
      if (length > context.breakLength) return false;
    }
    return !base.includes('\n');
  };

  const arrange: LayoutModule['arrange'] = (context, entries, base, [open, close], level, elements) => {
    const pad = ' '.repeat(context.indentation);
    if (context.compact === true) {
      if (fits(context, entries, 0, base)) return `${open}${base && ` ${base}`} ${entries.join(', ')} ${close}`;
      const begin = base === '' && open.length === 1 ? ' ' : `${base && ` ${base}`}\n${pad}  `;
      return `${open}${begin}${entries.join(`,\n${pad}  `)} ${close}`;
    }
    const head = `${base && `${base} `}${open}`;
    let rows = entries;
    if (typeof context.compact === 'number' && context.compact >= 1) {
      if (elements !== undefined && entries.length > 6) rows = inColumns(context, entries, elements);
      // Only the innermost levels share a line, and only what did not go into columns.
      if (context.deepest - level < context.compact && rows === entries) {
        const start = rows.length + context.indentation + open.length + base.length + 10;
        const line = rows.join(', ');
        if (fits(context, rows, start, base) && !line.includes('\n')) return `${head} ${line} ${close}`;
      }
    }
    return `${head}\n${pad}  ${rows.join(`,\n${pad}  `)}\n${pad}${close}`;
  };

  return { arrange };
};
