import type { ModuleFactory } from './globals.ts';
import type { Inspect } from './inspect/context.ts';
import type { Formats } from './inspect/format.ts';

/** node:util: inspect and format as console prints them, and the small helpers. */
export const util: ModuleFactory = (_host, builtin) => {
  const { inspect } = builtin('internal/inspect') as unknown as { inspect: Inspect };
  const { format, formatWithOptions } = builtin('internal/inspect/format') as unknown as Formats;

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
    inspect(a, { depth: null, sorted: true }) === inspect(b, { depth: null, sorted: true });
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
    inspect,
    format,
    formatWithOptions,
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
