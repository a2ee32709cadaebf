import type { ModuleFactory } from '../globals.ts';
import type { InspectContext, Style, Stylize } from './context.ts';

export interface Texts {
  readonly quote: (text: string) => string;
  readonly plain: Stylize;
  readonly coloured: Stylize;
  readonly number: (stylize: Stylize, value: number, separated?: boolean) => string;
  readonly bigint: (stylize: Stylize, value: bigint, separated?: boolean) => string;
  readonly primitive: (context: InspectContext, stylize: Stylize, value: unknown) => string;
  readonly key: (stylize: Stylize, key: string | symbol, isEnumerable: boolean) => string;
}

/** Strings, numbers and names as inspect writes them. */
export const texts: ModuleFactory = (): Texts => {
  const COLOURS: Readonly<Record<Style, readonly [number, number] | undefined>> = {
    special: [36, 39],
    number: [33, 39],
    bigint: [33, 39],
    boolean: [33, 39],
    undefined: [90, 39],
    null: [1, 22],
    string: [32, 39],
    symbol: [32, 39],
    date: [35, 39],
    regexp: [31, 39],
    name: undefined,
  };
  const plain: Stylize = (text) => text;
  const coloured: Stylize = (text, style) => {
    const colour = COLOURS[style];
    return colour ? `\x1b[${colour[0]}m${text}\x1b[${colour[1]}m` : text;
  };

  const SHORT: Readonly<Record<string, string>> = { '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };
  const escaped = (character: string, mark: string): string => {
    if (character === '\\') return '\\\\';
    if (character === "'") return mark === "'" ? "\\'" : character;
    const code = character.charCodeAt(0);
    if (code >= 0xd800) return `\\u${code.toString(16).toUpperCase()}`;
    return SHORT[character] ?? `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`;
  };
  const quote = (text: string): string => {
    let mark = "'";
    if (text.includes("'")) {
      if (!text.includes('"')) mark = '"';
      else if (!text.includes('`') && !text.includes('${')) mark = '`';
    }
    const lone = /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
    return `${mark}${text.replace(lone, (character) => escaped(character, mark))}${mark}`;
  };

  const thousands = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, '_');
  const number: Texts['number'] = (stylize, value, separated = false) => {
    if (Object.is(value, -0)) return stylize('-0', 'number');
    const text = String(value);
    if (!separated || !/^-?\d+(\.\d+)?$/.test(text)) return stylize(text, 'number');
    const [whole = '', fraction] = text.split('.');
    const grouped = fraction?.replace(/(\d{3})(?=\d)/g, '$1_');
    return stylize(thousands(whole) + (grouped === undefined ? '' : `.${grouped}`), 'number');
  };
  const bigint: Texts['bigint'] = (stylize, value, separated = false) =>
    stylize(`${separated ? thousands(String(value)) : value}n`, 'bigint');

  const string = (context: InspectContext, stylize: Stylize, whole: string): string => {
    const { maxStringLength, breakLength, indentation, compact } = context;
    const more = whole.length - maxStringLength;
    const text = more > 0 ? whole.slice(0, maxStringLength) : whole;
    const rest = more > 0 ? `... ${more} more character${more > 1 ? 's' : ''}` : '';
    if (compact === true || text.length <= 16 || text.length <= breakLength - indentation - 4)
      return stylize(quote(text), 'string') + rest;
    const lines = text.split(/(?<=\n)/).map((line) => stylize(quote(line), 'string'));
    return lines.join(` +\n${' '.repeat(indentation + 2)}`) + rest;
  };
  const primitive: Texts['primitive'] = (context, stylize, value) => {
    switch (typeof value) {
      case 'string':
        return string(context, stylize, value);
      case 'number':
        return number(stylize, value, context.numericSeparator);
      case 'bigint':
        return bigint(stylize, value, context.numericSeparator);
      case 'boolean':
        return stylize(String(value), 'boolean');
      case 'undefined':
        return stylize('undefined', 'undefined');
      default:
        return stylize(String(value), 'symbol');
    }
  };

  const key: Texts['key'] = (stylize, name, isEnumerable) => {
    if (typeof name === 'symbol') return `[${stylize(String(name), 'symbol')}]`;
    if (name === '__proto__') return "['__proto__']";
    if (!isEnumerable) return `[${name}]`;
    return /^[a-zA-Z_][a-zA-Z_0-9]*$/.test(name) ? stylize(name, 'name') : stylize(quote(name), 'string');
  };
  return { quote, plain, coloured, number, bigint, primitive, key };
};
