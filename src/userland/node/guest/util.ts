import type { ModuleFactory } from './globals.ts';
import type { FormatModule } from './inspect/format.ts';
import type { KindsModule } from './inspect/kinds.ts';
import type { OptionsModule } from './inspect/options.ts';
import type { TextModule } from './inspect/text.ts';

/** node:util: what shows values (inspect/), and the small helpers. */
export const util: ModuleFactory = (_host, builtin) => {
  const inspect = builtin('internal/inspect');
  const { format, formatWithOptions } = builtin('internal/inspect/format') as unknown as FormatModule;
  const { colors } = builtin('internal/inspect/options') as unknown as OptionsModule;
  const { stripControls } = builtin('internal/inspect/text') as unknown as TextModule;
  const types = builtin('internal/inspect/kinds') as unknown as KindsModule;

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
  const invalid = (code: string, message: string) => Object.assign(new TypeError(message), { code });
  const stripVTControlCharacters = (text: unknown): string => {
    if (typeof text === 'string') return stripControls(text);
    throw invalid('ERR_INVALID_ARG_TYPE', `The "str" argument must be of type string. Received ${typeof text}`);
  };
  /** As a terminal shows it; plain for a stream that is none, unless that is not to matter. */
  const styleText = (
    style: string | string[],
    text: string,
    { validateStream = true, stream }: { validateStream?: boolean; stream?: { isTTY?: boolean } } = {},
  ): string => {
    const codes = [style].flat().map((name) => {
      const known = colors[name];
      if (known) return known;
      const names = Object.keys(colors).map((each) => `'${each}'`);
      throw invalid(
        'ERR_INVALID_ARG_VALUE',
        `The argument 'format' must be one of: ${names.join(', ')}. Received ${(inspect as unknown as (value: unknown) => string)(name)}`,
      );
    });
    const to = stream ?? (builtin('process').stdout as { isTTY?: boolean });
    if (validateStream && !Array.isArray(style) && !to.isTTY) return text;
    const sgr = (code: number) => `\u001b[${code}m`;
    const begin = codes.map(([code]) => sgr(code)).join('');
    return (
      begin +
      text +
      codes
        .reverse()
        .map(([, code]) => sgr(code))
        .join('')
    );
  };
  const encoders = builtin('buffer');
  return {
    inspect,
    format,
    formatWithOptions,
    promisify: Object.assign(promisify, { custom: promisified }),
    callbackify,
    inherits,
    isDeepStrictEqual: builtin('internal/deep-equal').strict,
    types,
    isArray: Array.isArray,
    deprecate: (original: unknown) => original,
    debuglog: () => () => undefined,
    styleText,
    stripVTControlCharacters,
    toUSVString: (text: unknown) => (String(text) as unknown as { toWellFormed(): string }).toWellFormed(),
    TextEncoder: encoders.TextEncoder,
    TextDecoder: encoders.TextDecoder,
  };
};
