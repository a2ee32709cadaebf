import type { ModuleFactory } from '../globals.ts';
import type { Inspect, InspectOptions } from './context.ts';
import type { Texts } from './text.ts';

export interface Formats {
  readonly format: (...values: unknown[]) => string;
  readonly formatWithOptions: (options: Partial<InspectOptions>, ...values: unknown[]) => string;
}

/** util.format: a text with `%` places, and what is left over behind it. */
export const formats: ModuleFactory = (_host, builtin): Formats => {
  const { inspect } = builtin('internal/inspect') as unknown as { inspect: Inspect };
  const { plain, number, bigint } = builtin('internal/inspect/text') as unknown as Texts;

  const numeric = (value: unknown, read: (value: unknown) => number): string => {
    if (typeof value === 'bigint') return bigint(plain, value);
    return number(plain, typeof value === 'symbol' ? Number.NaN : read(value));
  };
  /** Whether somebody has said what it is as a text. */
  const hasOwnWords = (value: object): boolean => {
    for (let at: object | null = value; at; at = Object.getPrototypeOf(at) as object | null) {
      if (!Object.hasOwn(at, 'toString')) continue;
      const made = Object.getOwnPropertyDescriptor(at, 'constructor')?.value as unknown;
      const isBuiltIn = typeof made === 'function' && /\[native code\]/.test(Function.prototype.toString.call(made));
      return at === value || !(isBuiltIn || at === Object.prototype);
    }
    return false;
  };
  const asText = (value: unknown, options: Partial<InspectOptions>): string => {
    if (typeof value === 'number') return number(plain, value);
    if (typeof value === 'bigint') return bigint(plain, value);
    if (typeof value !== 'object' || value === null || hasOwnWords(value)) return String(value);
    return inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
  };
  const asJson = (value: unknown): string => {
    try {
      return String(JSON.stringify(value));
    } catch (error) {
      if (/circular/i.test(String((error as Error).message))) return '[Circular]';
      throw error;
    }
  };
  const place = (letter: string, value: unknown, options: Partial<InspectOptions>): string => {
    switch (letter) {
      case 's':
        return asText(value, options);
      case 'd':
        return numeric(value, Number);
      case 'i':
        return numeric(value, (given) => Number.parseInt(String(given), 10));
      case 'f':
        return numeric(value, (given) => Number.parseFloat(String(given)));
      case 'j':
        return asJson(value);
      case 'O':
        return inspect(value, options);
      case 'o':
        return inspect(value, { ...options, showHidden: true, depth: 4 });
      default:
        return '';
    }
  };

  const formatWithOptions: Formats['formatWithOptions'] = (options, ...values) => {
    const [first] = values;
    if (values.length === 1 && typeof first === 'string') return first;
    let used = 0;
    let text = '';
    if (typeof first === 'string') {
      used = 1;
      text = first.replace(/%([sdifjoOc%])/g, (mark, letter: string) => {
        if (letter === '%') return '%';
        if (used >= values.length) return mark;
        const given = values[used];
        used += 1;
        return place(letter, given, options);
      });
    }
    const rest = values.slice(used).map((value) => (typeof value === 'string' ? value : inspect(value, options)));
    return (typeof first === 'string' ? [text, ...rest] : rest).join(' ');
  };
  return { format: (...values) => formatWithOptions({}, ...values), formatWithOptions };
};
