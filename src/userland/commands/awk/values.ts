import { formatNumber } from '../value/format-number.ts';

/** Input that looks like a number: compares as one, prints as it was. */
export class Numeric {
  readonly text: string;
  readonly number: number;
  constructor(text: string, number: number) {
    this.text = text;
    this.number = number;
  }
}

/** undefined is the value of a variable never set: both 0 and empty. */
export type Value = number | string | Numeric | undefined;

const LOOKS_NUMERIC = /^[ \t\n]*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?[ \t\n]*$/;

export function fromInput(text: string): Value {
  return LOOKS_NUMERIC.test(text) ? new Numeric(text, Number(text)) : text;
}

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  if (typeof value === 'string')
    return Number(/^[ \t\n]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/.exec(value)?.[1] ?? 0);
  return value.number;
}

export function toText(value: Value, format: string): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (typeof value !== 'number') return value.text;
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return String(value);
  return sprintf(format, [value], format);
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'string') return value !== '';
  return toNumber(value) !== 0;
}

export function compareValues(left: Value, right: Value, format: string): number {
  if (typeof left !== 'string' && typeof right !== 'string') return toNumber(left) - toNumber(right);
  const [a, b] = [toText(left, format), toText(right, format)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** awk's sprintf. */
export function sprintf(format: string, args: readonly Value[], convert: string): string {
  let at = 0;
  return format.replace(
    /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]*([a-zA-Z%])/g,
    (whole, flags, width, precision, letter) => {
      if (letter === '%') return '%';
      let flagText: string = flags;
      let columns = width === '*' ? toNumber(args[at++]) : Number(width ?? 0);
      if (columns < 0) {
        flagText += '-';
        columns = -columns;
      }
      const digits = precision === undefined ? undefined : precision === '*' ? toNumber(args[at++]) : Number(precision);
      const pad = (text: string): string => (flagText.includes('-') ? text.padEnd(columns) : text.padStart(columns));
      if (letter === 's') return pad(toText(args[at++], convert).slice(0, digits));
      if (letter === 'c') {
        const value = args[at++];
        return pad(typeof value === 'string' ? value.slice(0, 1) || '\0' : String.fromCharCode(toNumber(value) & 255));
      }
      if ('diouxX'.includes(letter))
        return formatNumber(letter, flagText, columns, digits, Math.trunc(toNumber(args[at++])));
      if ('eEfFgGaA'.includes(letter)) return formatNumber(letter, flagText, columns, digits, toNumber(args[at++]));
      return whole;
    },
  );
}
