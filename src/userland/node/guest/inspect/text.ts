import type { ModuleFactory } from '../globals.ts';
import type { Context, Stylize } from './context.ts';

export interface TextModule {
  quote(text: string): string;
  escapeControls(text: string): string;
  number(stylize: Stylize, value: number, separated: boolean): string;
  bigint(stylize: Stylize, value: bigint, separated: boolean): string;
  primitive(stylize: Stylize, value: unknown, context: Context): string;
  stripControls(text: string): string;
  width(text: string, withControls?: boolean): number;
}

/** Values that have no parts, as text; and how wide a text is. */
export const inspectText: ModuleFactory = (): TextModule => {
  const letters: Record<number, string> = { 8: 'b', 9: 't', 10: 'n', 12: 'f', 13: 'r' };
  const escapeCode = (character: string): string => {
    const code = character.charCodeAt(0);
    if (character === '\\' || character === "'") return `\\${character}`;
    if (code >= 0xd800) return `\\u${code.toString(16)}`;
    return letters[code] ? `\\${letters[code]}` : `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`;
  };
  const HALF_PAIRS = '[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]';
  const unsafe = new RegExp(`[\\x00-\\x1f\\\\\\x7f-\\x9f]|${HALF_PAIRS}`, 'g');
  const unsafeOrQuote = new RegExp(`[\\x00-\\x1f'\\\\\\x7f-\\x9f]|${HALF_PAIRS}`, 'g');

  const escapeControls = (text: string) => text.replace(unsafeOrQuote, escapeCode);
  const quote = (text: string): string => {
    if (/^[\w .,:;!?/-]*$/.test(text)) return `'${text}'`;
    if (!text.includes("'")) return `'${text.replace(unsafe, escapeCode)}'`;
    if (!text.includes('"')) return `"${text.replace(unsafe, escapeCode)}"`;
    if (!text.includes('`') && !text.includes('${')) return `\`${text.replace(unsafe, escapeCode)}\``;
    return `'${escapeControls(text)}'`;
  };

  const thousands = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, '_');
  const number = (stylize: Stylize, value: number, separated: boolean): string => {
    const text = Object.is(value, -0) ? '-0' : String(value);
    if (!separated || !/^-?\d+(\.\d+)?$/.test(text)) return stylize(text, 'number');
    const [whole, part] = text.split('.') as [string, string?];
    const decimals = part === undefined ? '' : `.${part.replace(/\d{3}(?=\d)/g, '$&_')}`;
    return stylize(thousands(whole) + decimals, 'number');
  };
  const bigint = (stylize: Stylize, value: bigint, separated: boolean): string =>
    stylize(`${separated ? thousands(String(value)) : String(value)}n`, 'bigint');

  const string = (stylize: Stylize, text: string, context: Context): string => {
    const left = text.length - context.maxStringLength;
    const shown = left > 0 ? text.slice(0, context.maxStringLength) : text;
    const rest = left > 0 ? `... ${left} more character${left > 1 ? 's' : ''}` : '';
    // A long one stands line by line.
    const long = shown.length > 16 && shown.length > context.breakLength - context.indentation - 4;
    if (context.compact === true || !long) return stylize(quote(shown), 'string') + rest;
    const lines = shown.split(/(?<=\n)/).map((line) => stylize(quote(line), 'string'));
    return lines.join(` +\n${' '.repeat(context.indentation + 2)}`) + rest;
  };

  const primitive = (stylize: Stylize, value: unknown, context: Context): string => {
    switch (typeof value) {
      case 'string':
        return string(stylize, value, context);
      case 'number':
        return number(stylize, value, context.numericSeparator);
      case 'bigint':
        return bigint(stylize, value, context.numericSeparator);
      default:
        return stylize(String(value), typeof value);
    }
  };

  // CSI sequences, and OSC ones (hyperlinks) up to their terminator.
  const controls =
    /[\u001b\u009b](?:\][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)|[[\]()#;?]*(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~])/g;
  const stripControls = (text: string) => text.replace(controls, '');
  const isWide = (code: number) =>
    code >= 0x1100 &&
    (code <= 0x115f ||
      (code >= 0x2e80 && code <= 0x4dbf && code !== 0x303f) ||
      (code >= 0x4e00 && code <= 0xa4cf) ||
      (code >= 0xa960 && code <= 0xa97c) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xfe10 && code <= 0xfe19) ||
      (code >= 0xfe30 && code <= 0xfe6b) ||
      (code >= 0xff01 && code <= 0xff60) ||
      (code >= 0xffe0 && code <= 0xffe6) ||
      (code >= 0x1f300 && code <= 0x1f64f) ||
      (code >= 0x1f680 && code <= 0x1f6ff) ||
      (code >= 0x1f900 && code <= 0x1f9ff) ||
      (code >= 0x20000 && code <= 0x3fffd));
  const width = (text: string, withControls = true): number => {
    const bare = withControls ? stripControls(text) : text;
    if (/^[ -~]*$/.test(bare)) return bare.length;
    let columns = 0;
    for (const character of bare.normalize('NFC')) {
      if (/[\p{Cc}\p{Mn}\p{Me}\p{Cf}]/u.test(character)) continue;
      columns += isWide(character.codePointAt(0)!) ? 2 : 1;
    }
    return columns;
  };

  return { quote, escapeControls, number, bigint, primitive, stripControls, width };
};
