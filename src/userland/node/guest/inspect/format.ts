import type { ModuleFactory } from '../globals.ts';
import type { Inspect } from './index.ts';
import type { NamesModule } from './names.ts';
import type { OptionsModule } from './options.ts';
import type { TextModule } from './text.ts';

export interface FormatModule {
  format(...values: unknown[]): string;
  formatWithOptions(options: object, ...values: unknown[]): string;
}

/** util.format: what console.log does with its arguments. */
export const inspectFormat: ModuleFactory = (_host, builtin): FormatModule => {
  const inspect = builtin('internal/inspect') as unknown as Inspect;
  const { isBuiltin } = builtin('internal/inspect/names') as unknown as NamesModule;
  const { defaults, plain } = builtin('internal/inspect/options') as unknown as OptionsModule;
  const text = builtin('internal/inspect/text') as unknown as TextModule;

  /** Whether it is the language's own toString that String() would call. */
  const hasBuiltinToString = (value: object): boolean => {
    const has = (object: object, key: string | symbol) => Object.hasOwn(object, key);
    const own = value as { toString?: unknown; [Symbol.toPrimitive]?: unknown };
    const asString = typeof own.toString === 'function';
    const asPrimitive = typeof own[Symbol.toPrimitive] === 'function';
    if (!asString && !asPrimitive) return true;
    if ((asString && has(value, 'toString')) || (asPrimitive && has(value, Symbol.toPrimitive))) return false;
    let owner = Object.getPrototypeOf(value) as object;
    while (!(asString && has(owner, 'toString')) && !(asPrimitive && has(owner, Symbol.toPrimitive)))
      owner = Object.getPrototypeOf(owner) as object;
    const made = Object.getOwnPropertyDescriptor(owner, 'constructor');
    return typeof made?.value === 'function' && isBuiltin((made.value as { name: string }).name);
  };
  const json = (value: unknown): string => {
    try {
      return String(JSON.stringify(value));
    } catch (error) {
      if (error instanceof TypeError && /circular/i.test(error.message)) return '[Circular]';
      throw error;
    }
  };

  const formatWith = (options: { numericSeparator?: boolean } | undefined, values: unknown[]): string => {
    const separated = options?.numericSeparator ?? defaults.numericSeparator;
    const numeric = (value: number | bigint) =>
      typeof value === 'bigint' ? text.bigint(plain, value, separated) : text.number(plain, value, separated);
    const converted = (value: unknown, convert: (value: never) => number) =>
      typeof value === 'symbol' ? 'NaN' : numeric(typeof value === 'bigint' ? value : convert(value as never));
    const asString = (value: unknown): string => {
      if (typeof value === 'number' || typeof value === 'bigint') return numeric(value);
      if (typeof value !== 'object' || value === null || !hasBuiltinToString(value)) return String(value);
      return inspect(value, { ...options, compact: 3, colors: false, depth: 0 });
    };
    const fill: Record<string, (value: unknown) => string> = {
      s: asString,
      j: json,
      d: (value) => converted(value, Number),
      i: (value) => converted(value, Number.parseInt),
      f: (value) => (typeof value === 'symbol' ? 'NaN' : numeric(Number.parseFloat(value as string))),
      O: (value) => inspect(value, options),
      o: (value) => inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 }),
      c: () => '',
    };

    const [first] = values;
    let at = 0;
    let said = '';
    if (typeof first === 'string') {
      if (values.length === 1) return first;
      at = 1;
      said = first.includes('%')
        ? first.replace(/%([sjdifOoc%])/g, (mark, kind: string) =>
            kind === '%' ? '%' : at < values.length ? fill[kind]!(values[at++]) : mark,
          )
        : first;
    }
    const rest = values.slice(at).map((value) => (typeof value === 'string' ? value : inspect(value, options)));
    return typeof first === 'string' ? [said, ...rest].join(' ') : rest.join(' ');
  };

  return {
    format: (...values) => formatWith(undefined, values),
    formatWithOptions: (options, ...values) => formatWith(options, values),
  };
};
