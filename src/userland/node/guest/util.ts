import type { ModuleFactory } from './globals.ts';

/** node:util: inspect and format as console prints them, and the small helpers. */
export const util: ModuleFactory = (_host, builtin) => {
  const custom = Symbol.for('nodejs.util.inspect.custom');
  interface Options {
    depth: number;
    colors?: boolean;
    compact?: number;
    breakLength?: number;
    showHidden?: boolean;
  }

  const quote = (text: string): string => {
    const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : !text.includes('`') ? '`' : "'";
    const escaped = text.replace(/[\\\n\r\t\b\f\v\x00-\x1f]/g, (character) => {
      const known: Record<string, string> = {
        '\\': '\\\\',
        '\n': '\\n',
        '\r': '\\r',
        '\t': '\\t',
        '\b': '\\b',
        '\f': '\\f',
        '\v': '\\v',
      };
      return known[character] ?? `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
    });
    return mark + (mark === "'" ? escaped.replace(/'/g, "\\'") : escaped) + mark;
  };
  const keyText = (key: string | symbol): string =>
    typeof key === 'symbol' ? `[${String(key)}]` : /^[A-Za-z_]\w*$/.test(key) ? key : quote(key);

  const className = (value: object): string | null => {
    for (let proto = Object.getPrototypeOf(value); proto; proto = Object.getPrototypeOf(proto)) {
      const owner = Object.getOwnPropertyDescriptor(proto, 'constructor')?.value as { name?: string } | undefined;
      if (typeof owner === 'function' && owner.name) return owner.name;
    }
    return null;
  };

  const inspect = (value: unknown, given: Partial<Options> | boolean = {}): string => {
    const options: Options = { depth: 2, ...(typeof given === 'object' ? given : {}) };
    const seen: object[] = [];

    const list = (
      open: string,
      items: string[],
      close: string,
      prefix: string,
      indent: number,
      isArray: boolean,
    ): string => {
      const head = prefix === '' ? open : `${prefix} ${open}`;
      if (items.length === 0) return `${head}${close}`;
      const lines = isArray && items.length > 6 ? group(items) : items;
      const flat = `${head} ${lines.join(', ')} ${close}`;
      const simple = lines === items || lines.length === 1;
      // lib/internal/util/inspect.js, isBelowBreakLength
      const width = lines.reduce((sum, item) => sum + item.length + 2, indent + head.length + 10);
      if (simple && !flat.includes('\n') && width <= 80) return flat;
      const pad = ' '.repeat(indent + 2);
      return `${head}\n${pad}${lines.join(`,\n${pad}`)}\n${' '.repeat(indent)}${close}`;
    };

    /** Long arrays of short things stand in columns (lib/internal/util/inspect.js, groupArrayElements). */
    const group = (items: string[]): string[] => {
      const widths = items.map((item) => item.length + 2);
      const longest = Math.max(...widths);
      const total = widths.reduce((sum, width) => sum + width, 0);
      if (longest * 3 + 2 >= 80 || (total / longest <= 5 && longest > 8)) return items;
      const bias = Math.sqrt(longest - total / items.length);
      const columns = Math.min(
        Math.round(
          Math.sqrt(2.5 * Math.max(longest - 3 - bias + 1, 1) * items.length) / Math.max(longest - 3 - bias + 1, 1),
        ),
        Math.floor(80 / longest),
        12,
        15,
      );
      if (columns <= 1) return items;
      const columnWidths = Array.from({ length: columns }, (_, column) =>
        Math.max(...widths.filter((_width, index) => index % columns === column)),
      );
      const numeric = items.every((item) => /^-?[\d.]+n?$/.test(item));
      const rows: string[] = [];
      for (let at = 0; at < items.length; at += columns) {
        const row = items.slice(at, at + columns);
        rows.push(
          row
            .map((item, column) => {
              const last = column === row.length - 1;
              const text = last ? item : `${item}, `;
              if (numeric) return text.padStart(columnWidths[column]! - (last ? 2 : 0));
              return last ? text : text.padEnd(columnWidths[column]!);
            })
            .join(''),
        );
      }
      return rows;
    };

    const show = (each: unknown, depth: number, indent: number): string => {
      switch (typeof each) {
        case 'string':
          return quote(each);
        case 'number':
          return Object.is(each, -0) ? '-0' : String(each);
        case 'bigint':
          return `${each}n`;
        case 'undefined':
        case 'boolean':
        case 'symbol':
          return String(each);
      }
      if (each === null) return 'null';
      const object = each as Record<string | symbol, unknown>;
      const own = object[custom];
      if (typeof own === 'function' && own !== inspect) {
        const shown: unknown = own.call(object, options.depth - depth, options, inspect);
        if (shown !== object) return typeof shown === 'string' ? shown : show(shown, depth, indent);
      }
      if (seen.includes(object)) return '[Circular *1]';
      const name = className(object);
      if (typeof each === 'function') {
        const isClass = /^class\b/.test(Function.prototype.toString.call(each));
        const base = isClass
          ? `[class ${each.name || '(anonymous)'}]`
          : each.name
            ? `[Function: ${each.name}]`
            : '[Function (anonymous)]';
        const keys = Object.keys(each);
        return keys.length === 0 ? base : list('{', properties(object, keys, depth, indent), '}', base, indent, false);
      }
      if (each instanceof Error) return errorText(each, depth, indent);
      if (each instanceof Date) return Number.isNaN(each.getTime()) ? 'Invalid Date' : each.toISOString();
      if (each instanceof RegExp) return String(each);
      if (each instanceof Promise) return 'Promise { <pending> }';
      if (depth > options.depth) return Array.isArray(each) ? '[Array]' : `[${name ?? 'Object: null prototype'}]`;
      seen.push(object);
      try {
        if (Array.isArray(each)) {
          const items = each
            .slice(0, 100)
            .map((item, index) => (index in each ? show(item, depth + 1, indent + 2) : '<1 empty item>'));
          if (each.length > 100) items.push(`... ${each.length - 100} more item${each.length > 101 ? 's' : ''}`);
          const extra = Object.keys(each).filter((key) => !/^\d+$/.test(key));
          return list(
            '[',
            [...items, ...properties(object, extra, depth, indent)],
            ']',
            name === 'Array' ? '' : `${name}(${each.length})`,
            indent,
            extra.length === 0,
          );
        }
        if (ArrayBuffer.isView(each)) {
          const bytes = each as unknown as Uint8Array;
          if (name === 'Buffer') {
            const hex = Array.from(bytes.subarray(0, 50), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
            return `<Buffer${hex === '' ? '' : ` ${hex}`}${bytes.length > 50 ? ` ... ${bytes.length - 50} more bytes` : ''}>`;
          }
          return list('[', Array.from(bytes.slice(0, 100), String), ']', `${name}(${bytes.length})`, indent, true);
        }
        if (each instanceof Map) {
          const items = [...each].map(
            ([key, item]) => `${show(key, depth + 1, indent + 2)} => ${show(item, depth + 1, indent + 2)}`,
          );
          return list('{', items, '}', `Map(${each.size})`, indent, false);
        }
        if (each instanceof Set)
          return list(
            '{',
            [...each].map((item) => show(item, depth + 1, indent + 2)),
            '}',
            `Set(${each.size})`,
            indent,
            false,
          );
        const keys = [
          ...Object.keys(object),
          ...Object.getOwnPropertySymbols(object).filter((key) =>
            Object.prototype.propertyIsEnumerable.call(object, key),
          ),
        ];
        const tag = object[Symbol.toStringTag];
        const prefix = name === null ? '[Object: null prototype]' : name === 'Object' ? '' : name;
        const tagged =
          typeof tag === 'string' && tag !== '' && tag !== name ? `${prefix || 'Object'} [${tag}]` : prefix;
        return list('{', properties(object, keys, depth, indent), '}', tagged, indent, false);
      } finally {
        seen.pop();
      }
    };

    const properties = (object: object, keys: (string | symbol)[], depth: number, indent: number): string[] =>
      keys.map((key) => {
        const descriptor = Object.getOwnPropertyDescriptor(object, key)!;
        if (descriptor.get) return `${keyText(key)}: [${descriptor.set ? 'Getter/Setter' : 'Getter'}]`;
        if (descriptor.set) return `${keyText(key)}: [Setter]`;
        return `${keyText(key)}: ${show(descriptor.value, depth + 1, indent + 2)}`;
      });

    const errorText = (error: Error, depth: number, indent: number): string => {
      const head = error.message === '' ? error.name : `${error.name}: ${error.message}`;
      const frames = (error.stack ?? '').trimEnd();
      const text = !/^\s*at /m.test(frames) ? `[${head}]` : /^\s*at /.test(frames) ? `${head}\n${frames}` : frames;
      const keys = Object.keys(error).filter((key) => key !== 'stack' && key !== 'message');
      return keys.length === 0 ? text : list('{', properties(error, keys, depth, indent), '}', text, indent, false);
    };

    return show(value, 0, 0);
  };

  const format = (...values: unknown[]): string => {
    const [first] = values;
    let at = 1;
    let text = '';
    if (typeof first === 'string') {
      text = first.replace(/%[sdifjoOc%]/g, (mark) => {
        if (mark === '%%') return values.length > 1 ? '%' : mark;
        if (at >= values.length) return mark;
        const value = values[at++];
        switch (mark) {
          case '%s':
            return typeof value === 'string'
              ? value
              : typeof value === 'object' && value !== null
                ? inspect(value, { depth: 0 })
                : typeof value === 'bigint'
                  ? `${value}n`
                  : String(value);
          case '%d':
            return typeof value === 'object' ? 'NaN' : String(Number(value));
          case '%i':
            return String(Number.parseInt(String(value), 10));
          case '%f':
            return String(Number.parseFloat(String(value)));
          case '%j':
            return JSON.stringify(value) ?? 'undefined';
          case '%c':
            return '';
          default:
            return inspect(value, { depth: 4 });
        }
      });
    } else at = 0;
    const rest = values.slice(at).map((value) => (typeof value === 'string' ? value : inspect(value)));
    return typeof first === 'string' ? [text, ...rest].join(' ') : rest.join(' ');
  };

  const promisified = Symbol.for('nodejs.util.promisify.custom');
  type Callback = (...values: unknown[]) => void;
  const promisify = (original: Callback & { [promisified]?: Callback }) =>
    original[promisified] ??
    function (this: unknown, ...values: unknown[]) {
      return new Promise((resolve, reject) => {
        original.call(this, ...values, (error: unknown, value: unknown) =>
          error ? reject(error as Error) : resolve(value),
        );
      });
    };
  const callbackify =
    (original: (...values: unknown[]) => Promise<unknown>) =>
    (...values: unknown[]) => {
      const done = values.pop() as Callback;
      original(...values).then(
        (value) => done(null, value),
        (error) => done(error),
      );
    };
  const inherits = (child: { prototype: object; super_?: unknown }, parent: { prototype: object }) => {
    child.super_ = parent;
    Object.setPrototypeOf(child.prototype, parent.prototype);
  };
  const isDeepStrictEqual = (a: unknown, b: unknown): boolean =>
    inspect(a, { depth: 50 }) === inspect(b, { depth: 50 });
  const types = {
    isDate: (value: unknown) => value instanceof Date,
    isRegExp: (value: unknown) => value instanceof RegExp,
    isPromise: (value: unknown) => value instanceof Promise,
    isMap: (value: unknown) => value instanceof Map,
    isSet: (value: unknown) => value instanceof Set,
    isNativeError: (value: unknown) => value instanceof Error,
    isTypedArray: (value: unknown) => ArrayBuffer.isView(value) && !(value instanceof DataView),
    isUint8Array: (value: unknown) => value instanceof Uint8Array,
    isAsyncFunction: (value: unknown) => Object.prototype.toString.call(value) === '[object AsyncFunction]',
  };
  const encoders = builtin('buffer');
  return {
    inspect: Object.assign(inspect, { custom, defaultOptions: {} }),
    format,
    promisify: Object.assign(promisify, { custom: promisified }),
    callbackify,
    inherits,
    isDeepStrictEqual,
    types,
    isArray: Array.isArray,
    deprecate: (original: unknown) => original,
    debuglog: () => () => undefined,
    stripVTControlCharacters: (text: string) => text.replace(/\x1b\[[0-9;]*[A-Za-z]/g, ''),
    TextEncoder: encoders.TextEncoder,
    TextDecoder: encoders.TextDecoder,
  };
};
