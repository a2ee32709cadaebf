import type { ModuleFactory } from '../globals.ts';
import type { Context, InspectOptions, Stylize } from './context.ts';

export interface OptionsModule {
  readonly defaults: InspectOptions;
  readonly colors: Record<string, readonly [number, number]>;
  readonly styles: Record<string, string>;
  readonly plain: Stylize;
  begin(given: unknown[]): Context;
  forCustom(context: Context): object;
}

/** The options of util.inspect, its colours, and the arguments it takes. */
export const inspectOptions: ModuleFactory = (): OptionsModule => {
  const defaults: InspectOptions = {
    showHidden: false,
    depth: 2,
    colors: false,
    customInspect: true,
    showProxy: false,
    maxArrayLength: 100,
    maxStringLength: 10000,
    breakLength: 80,
    compact: 3,
    sorted: false,
    getters: false,
    numericSeparator: false,
  };
  Object.seal(defaults);

  // SGR codes (ECMA-48): what begins an attribute and what ends it.
  const colors: Record<string, readonly [number, number]> = Object.assign(Object.create(null), {
    reset: [0, 0],
    bold: [1, 22],
    dim: [2, 22],
    italic: [3, 23],
    underline: [4, 24],
    blink: [5, 25],
    inverse: [7, 27],
    hidden: [8, 28],
    strikethrough: [9, 29],
    doubleunderline: [21, 24],
  });
  const hues = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
  const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);
  hues.forEach((hue, at) => {
    colors[hue] = [30 + at, 39];
  });
  hues.forEach((hue, at) => {
    colors[`bg${capital(hue)}`] = [40 + at, 49];
  });
  Object.assign(colors, { framed: [51, 54], overlined: [53, 55] });
  const bright = (at: number) => (at === 0 ? 'gray' : `${hues[at]}Bright`);
  hues.forEach((_hue, at) => {
    colors[bright(at)] = [90 + at, 39];
  });
  hues.forEach((_hue, at) => {
    colors[`bg${capital(bright(at))}`] = [100 + at, 49];
  });
  const aliases: Record<string, string> = {
    grey: 'gray',
    blackBright: 'gray',
    bgGrey: 'bgGray',
    bgBlackBright: 'bgGray',
    faint: 'dim',
    crossedout: 'strikethrough',
    strikeThrough: 'strikethrough',
    crossedOut: 'strikethrough',
    conceal: 'hidden',
    swapColors: 'inverse',
    swapcolors: 'inverse',
    doubleUnderline: 'doubleunderline',
  };
  for (const [alias, name] of Object.entries(aliases)) {
    Object.defineProperty(colors, alias, {
      get: () => colors[name],
      set: (value) => {
        colors[name] = value;
      },
      configurable: true,
      enumerable: false,
    });
  }
  const styles: Record<string, string> = Object.assign(Object.create(null), {
    special: 'cyan',
    number: 'yellow',
    bigint: 'yellow',
    boolean: 'yellow',
    undefined: 'grey',
    null: 'bold',
    string: 'green',
    symbol: 'green',
    date: 'magenta',
    regexp: 'red',
    module: 'underline',
  });
  const plain: Stylize = (text) => text;
  const coloured: Stylize = (text, style) => {
    const codes = colors[styles[style] ?? ''];
    return codes ? `\u001b[${codes[0]}m${text}\u001b[${codes[1]}m` : text;
  };

  /** From what stands behind the value: options, or (as it once was) showHidden, depth and colors. */
  const begin = ([options, depth, colorful]: unknown[]): Context => {
    const context: Context = {
      ...defaults,
      stylize: plain,
      indentation: 0,
      seen: [],
      deepest: 0,
      circular: new Map(),
      others: undefined,
    };
    if (depth !== undefined) context.depth = depth as number | null;
    if (colorful !== undefined) context.colors = Boolean(colorful);
    if (typeof options === 'boolean') context.showHidden = options;
    else if (options) {
      const given = options as Record<string, unknown>;
      for (const key of Object.keys(given)) {
        if (key in defaults || key === 'stylize') Object.assign(context, { [key]: given[key] });
        else context.others = given;
      }
    }
    if (context.colors) context.stylize = coloured;
    context.maxArrayLength ??= Number.POSITIVE_INFINITY;
    context.maxStringLength ??= Number.POSITIVE_INFINITY;
    return context;
  };

  const forCustom = (context: Context): object => {
    const { stylize, indentation, seen, deepest, circular, others, ...options } = context;
    return { stylize, ...options, ...others };
  };

  return { defaults, colors, styles, plain, begin, forCustom };
};
