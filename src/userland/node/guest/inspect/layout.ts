import type { ModuleFactory } from '../globals.ts';
import type { Entries, InspectContext } from './context.ts';

export interface Layout {
  /** One line where it fits, columns for long arrays of short things, else a line for each. */
  readonly arrange: (
    context: InspectContext,
    output: string[],
    base: string,
    braces: readonly [string, string],
    entries: Entries,
    depth: number,
    value: unknown,
  ) => string;
}

/** How entries share lines (lib/internal/util/inspect.js: reduceToSingleString, groupArrayElements). */
export const layout: ModuleFactory = (): Layout => {
  const SEPARATOR = 2;
  const MOST_COLUMNS = 15;
  /** A character is about so many times as high as wide. */
  const HEIGHT = 2.5;
  const widthOf = (context: InspectContext, text: string) =>
    context.colors ? text.replace(/\x1b\[\d+m/g, '').length : text.length;

  const fits = (context: InspectContext, output: readonly string[], start: number, base: string): boolean => {
    let total = output.length + start;
    if (total + output.length > context.breakLength) return false;
    for (const each of output) {
      total += widthOf(context, each);
      if (total > context.breakLength) return false;
    }
    return base === '' || !base.includes('\n');
  };

  const inColumns = (context: InspectContext, output: string[], value: unknown): string[] => {
    // What says how many more there are is no entry.
    const isCut = context.maxArrayLength < output.length;
    const count = isCut ? output.length - 1 : output.length;
    const widths = output.slice(0, count).map((each) => widthOf(context, each));
    const total = widths.reduce((sum, width) => sum + width + SEPARATOR, 0);
    const longest = Math.max(0, ...widths);
    const most = longest + SEPARATOR;
    if (most * 3 + context.indentation >= context.breakLength || (total / most <= 5 && longest > 6)) return output;
    const bias = Math.max(most - 3 - Math.sqrt(most - total / output.length), 1);
    const columns = Math.min(
      Math.round(Math.sqrt(HEIGHT * bias * count) / bias),
      Math.floor((context.breakLength - context.indentation) / most),
      Number(context.compact) * 4,
      MOST_COLUMNS,
    );
    if (columns <= 1) return output;
    const columnWidths = Array.from({ length: columns }, (_, column) => {
      let width = 0;
      for (let at = column; at < count; at += columns) width = Math.max(width, widths[at]!);
      return width + SEPARATOR;
    });
    const isNumeric =
      value !== undefined &&
      output.every((_, index) => ['number', 'bigint'].includes(typeof (value as ArrayLike<unknown>)[index]));
    const rows: string[] = [];
    for (let from = 0; from < count; from += columns) {
      const to = Math.min(from + columns, count);
      let row = '';
      for (let at = from; at < to; at += 1) {
        const isLast = at === to - 1;
        const text = isLast ? output[at]! : `${output[at]}, `;
        // Colours take no room.
        const width = columnWidths[at - from]! + output[at]!.length - widths[at]! - (isLast ? SEPARATOR : 0);
        row += isNumeric ? text.padStart(width) : isLast ? text : text.padEnd(width);
      }
      rows.push(row);
    }
    if (isCut) rows.push(output[count]!);
    return rows;
  };

  const arrange: Layout['arrange'] = (context, given, base, braces, entries, depth, value) => {
    const { compact } = context;
    const lead = base === '' ? '' : `${base} `;
    let output = given;
    if (compact === true) {
      if (fits(context, output, 0, base)) return `${braces[0]}${base && ` ${base}`} ${output.join(', ')} ${braces[1]}`;
      const pad = `\n${' '.repeat(context.indentation)}`;
      const first = base === '' && braces[0].length === 1 ? ' ' : `${base && ` ${base}`}\n${pad}  `;
      return `${braces[0]}${first}${output.join(`,${pad}  `)} ${braces[1]}`;
    }
    if (typeof compact === 'number' && compact >= 1) {
      if (entries === 'array' && output.length > 6) output = inColumns(context, output, value);
      if (context.currentDepth - depth < compact && output.length === given.length) {
        const start = output.length + context.indentation + braces[0].length + base.length + 10;
        const joined = output.join(', ');
        if (fits(context, output, start, base) && !joined.includes('\n'))
          return `${lead}${braces[0]} ${joined} ${braces[1]}`;
      }
    }
    const pad = `\n${' '.repeat(context.indentation)}`;
    return `${lead}${braces[0]}${pad}  ${output.join(`,${pad}  `)}${pad}${braces[1]}`;
  };
  return { arrange };
};
