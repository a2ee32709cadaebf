import type { ModuleFactory } from '../globals.ts';
import type { Bag, Context, Entries, Show } from './context.ts';
import type { LayoutModule } from './layout.ts';
import type { TextModule } from './text.ts';

/** Shows one own property; an element of an array without its index. */
export type ShowElement = (context: Context, array: object, level: number, index: string) => string;

export interface CollectionsModule {
  array(element: ShowElement): Entries;
  readonly typedArray: Entries;
  readonly set: Entries;
  readonly map: Entries;
  readonly arrayBuffer: Entries;
  readonly promise: Entries;
  readonly unknown: Entries;
  /** What an iterator of a Map or a Set has still to give, and whether those are pairs of key and value. */
  rest(iterator: object): { items: unknown[]; pairs: boolean };
  iterator(rest: { items: unknown[]; pairs: boolean }): Entries;
}

/** The entries of what holds other values. */
export const inspectCollections: ModuleFactory = (_host, builtin): CollectionsModule => {
  const text = builtin('internal/inspect/text') as unknown as TextModule;
  const { arrange } = builtin('internal/inspect/layout') as unknown as LayoutModule;
  const more = (count: number, what = 'item') => `... ${count} more ${what}${count > 1 ? 's' : ''}`;
  const limit = (context: Context, length: number) => Math.min(Math.max(0, context.maxArrayLength), length);
  const indented = <T>(context: Context, make: () => T): T => {
    context.indentation += 2;
    try {
      return make();
    } finally {
      context.indentation -= 2;
    }
  };
  /** As many as the options allow, and how many are left. */
  const some = <T>(context: Context, values: Iterable<T>, length: number, show: (value: T) => string): string[] => {
    const most = limit(context, length);
    const entries: string[] = [];
    indented(context, () => {
      for (const value of values) {
        if (entries.length >= most) break;
        entries.push(show(value));
      }
    });
    if (length > most) entries.push(more(length - most));
    return entries;
  };

  /** A run of missing elements is one entry. */
  const array: CollectionsModule['array'] = (element) => (context, value, level) => {
    const list = value as unknown[];
    const most = limit(context, list.length);
    const entries: string[] = [];
    const missing = (count: number) =>
      entries.push(context.stylize(`<${count} empty item${count > 1 ? 's' : ''}>`, 'undefined'));
    let at = 0;
    while (at < list.length && entries.length < most) {
      if (Object.hasOwn(list, at)) {
        entries.push(element(context, list, level, String(at)));
        at += 1;
        continue;
      }
      const next = nextElement(list, at);
      missing(next - at);
      at = next;
    }
    if (at < list.length) entries.push(more(list.length - at));
    return entries;
  };
  const nextElement = (list: unknown[], after: number): number => {
    // Step by step over a small gap; a large one would take its length.
    for (let at = after; at < Math.min(list.length, after + 1000); at += 1) if (Object.hasOwn(list, at)) return at;
    const found = Object.keys(list).find((key) => Number(key) > after && Number(key) < 2 ** 32 - 1);
    return found === undefined ? list.length : Number(found);
  };

  const typedArray: Entries = (context, value, level, show) => {
    const list = value as unknown as ArrayLike<number | bigint>;
    const most = limit(context, list.length);
    const entries: string[] = [];
    for (let at = 0; at < most; at += 1) {
      const each = list[at]!;
      entries.push(
        typeof each === 'bigint'
          ? text.bigint(context.stylize, each, context.numericSeparator)
          : text.number(context.stylize, each, context.numericSeparator),
      );
    }
    if (list.length > most) entries.push(more(list.length - most));
    if (context.showHidden) {
      indented(context, () => {
        for (const key of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer'])
          entries.push(`[${key}]: ${show(context, (value as Bag)[key], level, true)}`);
      });
    }
    return entries;
  };

  const set: Entries = (context, value, level, show) => {
    const items = Set.prototype.values.call(value as Set<unknown>);
    return some(context, items, (value as Set<unknown>).size, (each) => show(context, each, level));
  };
  const map: Entries = (context, value, level, show) => {
    const items = Map.prototype.entries.call(value as Map<unknown, unknown>);
    return some(
      context,
      items,
      (value as Map<unknown, unknown>).size,
      ([key, each]) => `${show(context, key, level)} => ${show(context, each, level)}`,
    );
  };

  const arrayBuffer: Entries = (context, value) => {
    const bytes = new Uint8Array(value as ArrayBuffer);
    const most = limit(context, bytes.length);
    const hex = Array.from(bytes.subarray(0, most), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const left = bytes.length > most ? ` ${more(bytes.length - most, 'byte')}` : '';
    return [`${context.stylize('[Uint8Contents]', 'special')}: <${hex}${left}>`];
  };

  const promise: Entries = (context, value, level, show) => {
    const [state, result] = (
      globalThis as unknown as { __promiseState(promise: object): [state: string, result?: unknown] }
    ).__promiseState(value);
    if (state === 'pending') return [context.stylize('<pending>', 'special')];
    const shown = indented(context, () => show(context, result, level));
    return [state === 'rejected' ? `${context.stylize('<rejected>', 'special')} ${shown}` : shown];
  };

  const unknown: Entries = (context) => [context.stylize('<items unknown>', 'special')];

  // QuickJS lets nobody look into an iterator, nor tell what it gives. Those that give what their kind usually does not are known
  // from their making.
  const unusual = new WeakSet<object>();
  const noteUnusual = (prototype: object, name: string) => {
    const original = (prototype as Record<string, () => object>)[name]!;
    const noted = {
      [name](this: unknown) {
        const iterator = original.call(this as never);
        unusual.add(iterator);
        return iterator;
      },
    };
    Object.defineProperty(prototype, name, {
      value: noted[name],
      writable: true,
      configurable: true,
      enumerable: false,
    });
  };
  noteUnusual(Map.prototype, 'keys');
  noteUnusual(Map.prototype, 'values');
  noteUnusual(Set.prototype, 'entries');
  const rest: CollectionsModule['rest'] = (iterator) => {
    const items: unknown[] = [];
    const steps = iterator as Iterator<unknown>;
    for (let step = steps.next(); !step.done; step = steps.next()) items.push(step.value);
    // What has been taken out to be shown is given again.
    let at = 0;
    const next = () => (at < items.length ? { value: items[at++], done: false } : { value: undefined, done: true });
    Object.defineProperty(iterator, 'next', { value: next, writable: true, configurable: true, enumerable: false });
    const isMap = Object.prototype.toString.call(iterator) === '[object Map Iterator]';
    return { items, pairs: isMap !== unusual.has(iterator) };
  };
  const iterator: CollectionsModule['iterator'] =
    ({ items, pairs }) =>
    (context, _value, level, show: Show) =>
      some(context, items, items.length, (item) => {
        if (!pairs) return show(context, item, level);
        const [key, value] = item as [unknown, unknown];
        return arrange(context, [show(context, key, level), show(context, value, level)], '', ['[', ']'], level, item);
      });

  return { array, typedArray, set, map, arrayBuffer, promise, unknown, rest, iterator };
};
