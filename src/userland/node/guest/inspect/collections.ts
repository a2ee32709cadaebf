import type { ModuleFactory } from '../globals.ts';
import type { InspectContext } from './context.ts';
import type { Texts } from './text.ts';

type Show = (context: InspectContext, value: unknown, depth: number) => string;
type Output = (context: InspectContext, depth: number) => string[];

export interface Collections {
  readonly ofArray: (value: readonly unknown[], show: Show) => Output;
  readonly ofSet: (value: ReadonlySet<unknown>, show: Show) => Output;
  readonly ofMap: (value: ReadonlyMap<unknown, unknown>, show: Show) => Output;
  readonly ofNumbers: (value: ArrayLike<number | bigint>) => Output;
  readonly ofBytes: (value: ArrayBuffer) => Output;
  readonly ofPromise: (value: Promise<unknown>, show: Show) => Output;
}

/** What is inside arrays, sets, maps, buffers and promises, an entry each. */
export const collections: ModuleFactory = (_host, builtin): Collections => {
  const { number, bigint } = builtin('internal/inspect/text') as unknown as Texts;
  const { __promiseState: promiseState } = globalThis as unknown as {
    __promiseState(promise: Promise<unknown>): { state: 'pending' | 'fulfilled' | 'rejected'; value: unknown };
  };
  const more = (count: number) => `... ${count} more item${count > 1 ? 's' : ''}`;
  const within = <T>(context: InspectContext, run: () => T): T => {
    context.indentation += 2;
    try {
      return run();
    } finally {
      context.indentation -= 2;
    }
  };

  const ofArray: Collections['ofArray'] = (value, show) => (context, depth) => {
    const output: string[] = [];
    let at = 0;
    while (at < value.length && output.length < context.maxArrayLength) {
      if (Object.hasOwn(value, at)) {
        output.push(within(context, () => show(context, value[at], depth)));
        at += 1;
        continue;
      }
      let next = at + 1;
      while (next < value.length && !Object.hasOwn(value, next)) next += 1;
      const count = next - at;
      output.push(context.stylize(`<${count} empty item${count > 1 ? 's' : ''}>`, 'undefined'));
      at = next;
    }
    if (at < value.length) output.push(more(value.length - at));
    return output;
  };

  const some = <T>(context: InspectContext, size: number, items: Iterable<T>, show: (item: T) => string): string[] => {
    const output: string[] = [];
    for (const item of items) {
      if (output.length >= context.maxArrayLength) break;
      output.push(within(context, () => show(item)));
    }
    if (size > output.length) output.push(more(size - output.length));
    return output;
  };
  const ofSet: Collections['ofSet'] = (value, show) => (context, depth) =>
    some(context, value.size, value, (item) => show(context, item, depth));
  const ofMap: Collections['ofMap'] = (value, show) => (context, depth) =>
    some(context, value.size, value, ([key, item]) => `${show(context, key, depth)} => ${show(context, item, depth)}`);

  const ofNumbers: Collections['ofNumbers'] = (value) => (context) => {
    const { stylize, numericSeparator } = context;
    return some(context, value.length, Array.from(value), (item) =>
      typeof item === 'bigint' ? bigint(stylize, item, numericSeparator) : number(stylize, item, numericSeparator),
    );
  };

  const ofBytes: Collections['ofBytes'] = (value) => (context) => {
    const bytes = new Uint8Array(value, 0, Math.min(context.maxArrayLength, value.byteLength));
    const left = value.byteLength - bytes.length;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const rest = left > 0 ? ` ... ${left} more byte${left > 1 ? 's' : ''}` : '';
    return [`${context.stylize('[Uint8Contents]', 'special')}: <${hex}${rest}>`];
  };

  const ofPromise: Collections['ofPromise'] = (value, show) => (context, depth) => {
    const { state, value: result } = promiseState(value);
    if (state === 'pending') return [context.stylize('<pending>', 'special')];
    const text = within(context, () => show(context, result, depth));
    return [state === 'rejected' ? `${context.stylize('<rejected>', 'special')} ${text}` : text];
  };
  return { ofArray, ofSet, ofMap, ofNumbers, ofBytes, ofPromise };
};
