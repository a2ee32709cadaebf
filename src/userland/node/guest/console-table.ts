import type { ModuleFactory } from './globals.ts';
import type { CollectionsModule } from './inspect/collections.ts';
import type { Inspect } from './inspect/index.ts';
import type { KindsModule } from './inspect/kinds.ts';
import type { TextModule } from './inspect/text.ts';

/** What console.table prints of an object. */
export type Table = (data: object, columns: string[] | undefined, options: object) => string;

export const consoleTable: ModuleFactory = (_host, builtin): Table => {
  const inspect = builtin('internal/inspect') as unknown as Inspect;
  const kinds = builtin('internal/inspect/kinds') as unknown as KindsModule;
  const { width } = builtin('internal/inspect/text') as unknown as TextModule;
  const { rest } = builtin('internal/inspect/collections') as unknown as CollectionsModule;

  const draw = (head: string[], columns: string[][]): string => {
    const rows = Math.max(0, ...columns.map((column) => column.length));
    const cells = columns.map((column) => Array.from({ length: rows }, (_, row) => column[row] ?? ''));
    const widths = head.map((title, at) => Math.max(width(title), ...cells[at]!.map((cell) => width(cell))) + 2);
    const line = (left: string, middle: string, right: string) =>
      left + widths.map((each) => '─'.repeat(each)).join(middle) + right;
    const row = (fields: string[]) =>
      `│${fields.map((field, at) => ` ${field}${' '.repeat(widths[at]! - 1 - width(field))}`).join('│')}│`;
    const body = Array.from({ length: rows }, (_, at) => row(cells.map((column) => column[at]!)));
    return [line('┌', '┬', '┐'), row(head), line('├', '┼', '┤'), ...body, line('└', '┴', '┘')].join('\n');
  };

  return (data, columns, options) => {
    const show = (value: unknown): string => {
      const large =
        typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 2;
      const depth = large && !ArrayBuffer.isView(value) ? -1 : 0;
      return inspect(value, { depth, maxArrayLength: 3, breakLength: Number.POSITIVE_INFINITY, ...options });
    };
    const numbered = (items: unknown[]) => items.map((_item, at) => show(at));
    const isIterator = kinds.isMapIterator!(data) || kinds.isSetIterator!(data);
    const left = isIterator ? rest(data) : undefined;
    if (kinds.isMap!(data) || (kinds.isMapIterator!(data) && left!.pairs)) {
      const pairs = (left?.items ?? [...(data as Map<unknown, unknown>)]) as [unknown, unknown][];
      const [keys, values] = [pairs.map(([key]) => show(key)), pairs.map(([, value]) => show(value))];
      return draw(['(iteration index)', 'Key', 'Values'], [numbered(pairs), keys, values]);
    }
    if (kinds.isSet!(data) || isIterator) {
      const items = left?.items ?? [...(data as Set<unknown>)];
      return draw(['(iteration index)', 'Values'], [numbered(items), items.map(show)]);
    }
    const index = Object.keys(data);
    const found = new Map<string, string[]>();
    const values: string[] = [];
    index.forEach((name, row) => {
      const item = (data as Record<string, unknown>)[name];
      const isPrimitive = item === null || (typeof item !== 'object' && typeof item !== 'function');
      if (isPrimitive && !columns) {
        values[row] = show(item);
        return;
      }
      for (const key of columns ?? Object.keys(item as object)) {
        const column = found.get(key) ?? [];
        found.set(key, column);
        const has = !isPrimitive && Object.hasOwn(item as object, key);
        column[row] = has ? show((item as Record<string, unknown>)[key]) : '';
      }
    });
    const last = values.length > 0;
    return draw(
      ['(index)', ...found.keys(), ...(last ? ['Values'] : [])],
      [index, ...found.values(), ...(last ? [values] : [])],
    );
  };
};
