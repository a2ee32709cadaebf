import type { ModuleFactory } from '../globals.ts';
import type { Collections } from './collections.ts';
import type { Entries, Inspect, InspectContext, InspectOptions } from './context.ts';
import type { ErrorTexts } from './errors.ts';
import type { Layout } from './layout.ts';
import type { Names } from './names.ts';
import type { Texts } from './text.ts';

type Key = string | symbol;
/** How a value is written: what goes before its brace, its braces, what is in it besides its properties. */
interface Shape {
  readonly base?: string;
  readonly braces?: [string, string];
  readonly output?: (context: InspectContext, depth: number) => string[];
  readonly entries?: Entries;
  keys: Key[];
  /** All there is to say when it has no properties. */
  readonly whole?: string;
}

/** util.inspect (lib/internal/util/inspect.js: formatValue, formatRaw, formatProperty). */
export const inspection: ModuleFactory = (_host, builtin): { inspect: Inspect } => {
  const { arrange } = builtin('internal/inspect/layout') as unknown as Layout;
  const { plain, coloured, primitive, key: keyText } = builtin('internal/inspect/text') as unknown as Texts;
  const { errorBase } = builtin('internal/inspect/errors') as unknown as ErrorTexts;
  const { constructorName, prefixOf, functionBase } = builtin('internal/inspect/names') as unknown as Names;
  const inside = builtin('internal/inspect/collections') as unknown as Collections;
  const custom = Symbol.for('nodejs.util.inspect.custom');
  const DEFAULTS: InspectOptions = {
    showHidden: false,
    depth: 2,
    colors: false,
    customInspect: true,
    maxArrayLength: 100,
    maxStringLength: 10_000,
    breakLength: 80,
    compact: 3,
    sorted: false,
    getters: false,
    numericSeparator: false,
  };

  const keysOf = (context: InspectContext, value: object): Key[] => {
    if (context.showHidden) return Reflect.ownKeys(value);
    const symbols = Object.getOwnPropertySymbols(value);
    return [
      ...Object.keys(value),
      ...symbols.filter((symbol) => Object.prototype.propertyIsEnumerable.call(value, symbol)),
    ];
  };
  const isIndex = (key: Key) => typeof key === 'string' && /^(0|[1-9]\d*)$/.test(key);
  const tagOf = (context: InspectContext, value: object): string => {
    const tag = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
    if (typeof tag !== 'string') return '';
    const isOwn = context.showHidden
      ? Object.hasOwn(value, Symbol.toStringTag)
      : Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag);
    return isOwn ? '' : tag;
  };

  const BOXES: Readonly<Record<string, (value: never) => unknown>> = {
    Number: (value: number) => Number.prototype.valueOf.call(value),
    String: (value: string) => String.prototype.valueOf.call(value),
    Boolean: (value: boolean) => Boolean.prototype.valueOf.call(value),
    BigInt: (value: bigint) => BigInt.prototype.valueOf.call(value),
    Symbol: (value: symbol) => Symbol.prototype.valueOf.call(value),
  };
  /** `Number` for `new Number(1)`. */
  const boxOf = (value: object): string | undefined => {
    for (const [name, open] of Object.entries(BOXES)) {
      try {
        open(value as never);
        return name;
      } catch {
        // Another, or none.
      }
    }
    return undefined;
  };

  const shapeOf = (context: InspectContext, value: object): Shape => {
    const keys = keysOf(context, value);
    const name = constructorName(value);
    const tag = tagOf(context, value);
    const prefix = (fallback: string, size?: string) => prefixOf(name, tag, fallback, size);
    const object = (fallback: string): [string, string] => [`${prefix(fallback)}{`, '}'];
    if (Array.isArray(value)) {
      const before = name !== 'Array' || tag !== '' ? prefix('Array', `(${value.length})`) : '';
      const own = keys.filter((key) => !isIndex(key) && (key !== 'length' || context.showHidden));
      const whole = value.length === 0 ? `${before}[]` : undefined;
      return { braces: [`${before}[`, ']'], keys: own, output: inside.ofArray(value, show), entries: 'array', whole };
    }
    if (value instanceof Set) {
      const before = prefix('Set', `(${value.size})`);
      const whole = value.size === 0 ? `${before}{}` : undefined;
      return { braces: [`${before}{`, '}'], keys, output: inside.ofSet(value, show), whole };
    }
    if (value instanceof Map) {
      const before = prefix('Map', `(${value.size})`);
      const whole = value.size === 0 ? `${before}{}` : undefined;
      return { braces: [`${before}{`, '}'], keys, output: inside.ofMap(value, show), whole };
    }
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      const numbers = value as unknown as ArrayLike<number>;
      const before = prefix('', `(${numbers.length})`);
      const own = keys.filter((key) => !isIndex(key));
      const whole = numbers.length === 0 ? `${before}[]` : undefined;
      return { braces: [`${before}[`, ']'], keys: own, output: inside.ofNumbers(numbers), entries: 'array', whole };
    }
    if (typeof value === 'function') {
      const base = functionBase(value as { name: unknown }, name, tag);
      return {
        base,
        keys: keys.filter((key) => key !== 'prototype' || context.showHidden),
        whole: context.stylize(base, 'special'),
      };
    }
    if (value instanceof RegExp || value instanceof Date) {
      const kind = value instanceof RegExp ? 'RegExp' : 'Date';
      const text =
        value instanceof RegExp ? String(value) : Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
      const before = prefix(kind);
      const base = before === `${kind} ` ? text : `${before}${text}`;
      return { base, keys, whole: context.stylize(base, kind === 'RegExp' ? 'regexp' : 'date') };
    }
    if (value instanceof Error) {
      const base = errorBase(context, value, name, prefix('Error').slice(0, -1), keys);
      return { base, keys, whole: base };
    }
    if (value instanceof ArrayBuffer)
      return { braces: object('ArrayBuffer'), keys: ['byteLength', ...keys], output: inside.ofBytes(value) };
    if (value instanceof DataView)
      return { braces: object('DataView'), keys: ['byteLength', 'byteOffset', 'buffer', ...keys] };
    if (value instanceof Promise) return { braces: object('Promise'), keys, output: inside.ofPromise(value, show) };
    if (value instanceof WeakMap || value instanceof WeakSet) {
      const unknown = context.stylize('<items unknown>', 'special');
      return { braces: object(value instanceof WeakMap ? 'WeakMap' : 'WeakSet'), keys, output: () => [unknown] };
    }
    const box = boxOf(value);
    if (box !== undefined) {
      const content = BOXES[box]!(value as never);
      const own = box === 'String' ? keys.filter((key) => !isIndex(key) && key !== 'length') : keys;
      const as = box === name ? '' : name === null ? ' (null prototype)' : ` (${name})`;
      const text = `[${box}${as}: ${primitive(context, plain, content)}]${tag !== '' && tag !== name ? ` [${tag}]` : ''}`;
      const style = box.toLowerCase() as 'number';
      return { base: text, keys: own, whole: context.stylize(text, style) };
    }
    if (tag === 'Module' && name === null) return { braces: ['[Module: null prototype] {', '}'], keys };
    if (Object.prototype.toString.call(value) === '[object Arguments]')
      return { braces: ['[Arguments] {', '}'], keys, whole: '[Arguments] {}' };
    const braces: [string, string] = name === 'Object' && tag === '' ? ['{', '}'] : object('Object');
    return { braces, keys, whole: `${braces[0]}}` };
  };

  const raw = (context: InspectContext, value: object, depth: number): string => {
    const { base = '', braces = ['{', '}'], output, entries = 'object', keys, whole } = shapeOf(context, value);
    if (whole !== undefined && keys.length === 0) return whole;
    if (context.depth !== null && depth > context.depth) {
      const name = constructorName(value);
      const called = prefixOf(name, tagOf(context, value), Array.isArray(value) ? 'Array' : 'Object').slice(0, -1);
      return context.stylize(name === null ? called : `[${called}]`, 'special');
    }
    context.seen.push(value);
    context.currentDepth = depth + 1;
    const lines = [
      ...(output?.(context, depth + 1) ?? []),
      ...keys.map((key) => property(context, value, depth + 1, key)),
    ];
    let [before, open] = [base, braces[0]];
    const number = context.circular.get(value);
    if (number !== undefined) {
      const reference = context.stylize(`<ref *${number}>`, 'special');
      if (context.compact === true) open = `${reference} ${open}`;
      else before = before === '' ? reference : `${reference} ${before}`;
    }
    context.seen.pop();
    if (context.sorted) {
      const own = lines.splice(entries === 'object' ? 0 : lines.length - keys.length);
      lines.push(...own.sort(context.sorted === true ? undefined : context.sorted));
    }
    return arrange(context, lines, before, [open, braces[1]], entries, depth + 1, value);
  };

  const property = (context: InspectContext, value: object, depth: number, key: Key): string => {
    const found = Object.getOwnPropertyDescriptor(value, key);
    const { get, set, enumerable = true } = found ?? {};
    const { stylize } = context;
    let text: string;
    if (get) text = getter(context, value, depth, get, set);
    else if (set) text = stylize('[Setter]', 'special');
    else {
      const step = context.compact === true ? 3 : 2;
      context.indentation += step;
      text = show(context, found ? found.value : (value as Record<Key, unknown>)[key], depth);
      context.indentation -= step;
    }
    // What a buffer has by way of its class stands there as if it were its own.
    return `${keyText(stylize, key, found === undefined || enumerable)}: ${text}`;
  };

  const getter = (context: InspectContext, value: object, depth: number, get: () => unknown, set: unknown): string => {
    const { getters, stylize } = context;
    const label = set ? 'Getter/Setter' : 'Getter';
    const isAsked = getters === true || (getters === 'get' && !set) || (getters === 'set' && !!set);
    if (!isAsked) return stylize(`[${label}]`, 'special');
    try {
      const given: unknown = get.call(value);
      if (typeof given === 'object' && given !== null)
        return `${stylize(`[${label}]`, 'special')} ${show(context, given, depth)}`;
      const text = given === null ? stylize('null', 'null') : primitive(context, stylize, given);
      return `${stylize(`[${label}:`, 'special')} ${text}${stylize(']', 'special')}`;
    } catch (error) {
      return stylize(`[${label}: <Inspection threw (${(error as Error).message})>]`, 'special');
    }
  };

  const show = (context: InspectContext, value: unknown, depth: number): string => {
    if (value === null) return context.stylize('null', 'null');
    if (typeof value !== 'object' && typeof value !== 'function') return primitive(context, context.stylize, value);
    const own = context.customInspect ? (value as { [custom]?: unknown })[custom] : undefined;
    if (typeof own === 'function' && own !== inspect) {
      const left = context.depth === null ? null : context.depth - depth;
      const options = { ...DEFAULTS, ...context.given, depth: left, stylize: context.stylize };
      const given: unknown = own.call(value, left, options, inspect);
      if (given !== value) {
        const text = typeof given === 'string' ? given : show(context, given, depth);
        return text.replaceAll('\n', `\n${' '.repeat(context.indentation)}`);
      }
    }
    if (context.seen.includes(value)) {
      if (!context.circular.has(value)) context.circular.set(value, context.circular.size + 1);
      return context.stylize(`[Circular *${context.circular.get(value)}]`, 'special');
    }
    return raw(context, value, depth);
  };

  const inspect = ((value: unknown, given: Partial<InspectOptions> | boolean = {}, ...legacy: unknown[]): string => {
    const options: Partial<InspectOptions> =
      typeof given === 'object' && given !== null ? given : { showHidden: given === true };
    if (legacy[0] !== undefined) options.depth = legacy[0] as number | null;
    if (legacy[1] !== undefined) options.colors = legacy[1] === true;
    const all = { ...DEFAULTS, ...inspect.defaultOptions, ...options };
    const context: InspectContext = {
      ...all,
      maxArrayLength: Math.max(0, all.maxArrayLength ?? Number.POSITIVE_INFINITY),
      maxStringLength: Math.max(0, all.maxStringLength ?? Number.POSITIVE_INFINITY),
      depth: all.depth === Number.POSITIVE_INFINITY ? null : all.depth,
      stylize: all.colors ? coloured : plain,
      indentation: 0,
      currentDepth: 0,
      seen: [],
      circular: new Map(),
      given: options,
    };
    return show(context, value, 0);
  }) as Inspect;
  inspect.custom = custom;
  inspect.defaultOptions = {};
  return { inspect };
};
