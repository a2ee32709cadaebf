import { type Json, sortedKeys } from './values.ts';

export interface Printing {
  /** What one level is indented by; none prints all on one line. */
  readonly indent?: string;
  readonly sortKeys?: boolean;
  readonly ascii?: boolean;
  readonly colour?: boolean;
}

/** jq 1.7's colours. */
const COLOURS = {
  null: '1;30',
  false: '0;39',
  true: '0;39',
  number: '0;39',
  string: '0;32',
  array: '1;39',
  object: '1;39',
};
const KEY = '34;1';
const RESET = '\x1b[0m';

/** JSON as jq writes it. */
export function printed(value: Json, options: Printing = {}, level = 0): string {
  const { colour } = options;
  const paint = (text: string, code: string): string => (colour ? `\x1b[${code}m${text}${RESET}` : text);
  if (value === null) return paint('null', COLOURS.null);
  if (typeof value === 'boolean') return paint(String(value), COLOURS.true);
  if (typeof value === 'number') return paint(number(value), COLOURS.number);
  if (typeof value === 'string') return paint(string(value, options), COLOURS.string);
  const list = Array.isArray(value);
  const [open, close] = list ? '[]' : '{}';
  const keys = list ? [] : options.sortKeys ? sortedKeys(value) : Object.keys(value);
  const code = colour ? `\x1b[${list ? COLOURS.array : COLOURS.object}m` : '';
  const off = colour ? RESET : '';
  if ((list ? value : keys).length === 0) return `${code}${open}${close}${off}`;
  const { indent } = options;
  const line = (deep: number): string => (indent === undefined ? '' : `\n${indent.repeat(deep)}`);
  const colon = `${code}:${indent === undefined ? '' : ' '}${off}`;
  const items = list
    ? value.map((item) => printed(item, options, level + 1))
    : keys.map((key) => off + paint(string(key, options), KEY) + colon + printed(value[key]!, options, level + 1));
  const inner = items.map((item) => line(level + 1) + item).join(`${code},`);
  return `${code}${open}${inner}${code}${line(level)}${code}${close}${off}`;
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'null';
  if (!Number.isFinite(value)) return `${value < 0 ? '-' : ''}1.7976931348623157e+308`;
  if (Object.is(value, -0)) return '-0';
  // As its dtoa writes it: an exponent of two digits where there would be many zeros.
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  const digits = mantissa.replace(/\D/g, '').length;
  const point = Number(exponent) + 1;
  if (value !== 0 && (point <= -4 || point > digits + 15)) {
    return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
  }
  return digits > 0 && !/e/.test(String(value)) ? String(value) : BigInt(value).toString();
}

function string(text: string, { ascii }: Printing): string {
  const quoted = JSON.stringify(text).replaceAll('\x7f', '\\u007f');
  if (!ascii) return quoted;
  return quoted.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
