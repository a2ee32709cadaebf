import { binaryFromText } from '../common/binary.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { missingOperand } from '../common/options.ts';
import { decodeEscapes } from './escapes.ts';
import { formatNumber } from './format-number.ts';

/** printf(1): the format is used again while arguments are left. */
export const printf: Command = (context) => {
  const args = context.args[0] === '--' ? context.args.slice(1) : context.args;
  if (args.length === 0) missingOperand(context);
  const [format = '', ...rest] = args.map(binaryFromText);
  const run = new Formatter(context, rest);
  run.all(format);
  return context.status;
};

/** The body of printf, also of the shell's builtin. */
export class Formatter {
  readonly #context: Context;
  readonly #args: string[];
  #at = 0;

  constructor(context: Context, args: string[]) {
    this.#context = context;
    this.#args = args;
  }

  all(format: string): void {
    do {
      const before = this.#at;
      if (!this.#once(format) || this.#at === before) return;
    } while (this.#at < this.#args.length);
  }

  #next(): string | undefined {
    return this.#args[this.#at++];
  }

  /** Prints the format once; false when \c ended everything. */
  #once(format: string): boolean {
    const pattern = /%([-+ #0]*)(\*|\d+)?(?:\.(\*|-?\d*))?([hlLjzt]*)([\s\S]?)/g;
    let last = 0;
    for (let match = pattern.exec(format); match; match = pattern.exec(format)) {
      if (!this.#literal(format.slice(last, match.index))) return false;
      last = pattern.lastIndex;
      const [whole, flags = '', width, precision, , letter = ''] = match;
      if (letter === '%' && whole === '%%') {
        this.#context.out.binary('%');
        continue;
      }
      let flagText = flags;
      let columns = Number(width === '*' ? this.#integer(this.#next() ?? '0') : (width ?? 0));
      if (columns < 0) {
        flagText += '-';
        columns = -columns;
      }
      const digits =
        precision === '*'
          ? Number(this.#integer(this.#next() ?? '0'))
          : precision === undefined
            ? undefined
            : Number(precision);
      if (!this.#convert(letter, whole, flagText, columns, digits === undefined || digits < 0 ? undefined : digits)) {
        return false;
      }
    }
    return this.#literal(format.slice(last));
  }

  #literal(text: string): boolean {
    const { value, stopped } = decodeEscapes(text, 'format');
    this.#context.out.binary(value);
    return !stopped;
  }

  #convert(letter: string, whole: string, flags: string, width: number, precision: number | undefined): boolean {
    const pad = (text: string): string => (flags.includes('-') ? text.padEnd(width) : text.padStart(width));
    const { out } = this.#context;
    switch (letter) {
      case 's':
        out.binary(pad((this.#next() ?? '').slice(0, precision)));
        return true;
      case 'c':
        out.binary(pad((this.#next() ?? '').slice(0, 1)));
        return true;
      case 'b': {
        const { value, stopped } = decodeEscapes(this.#next() ?? '', 'echo');
        out.binary(pad(value.slice(0, precision)));
        return !stopped;
      }
      case 'q': {
        const text = this.#next() ?? '';
        out.binary(pad(/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`));
        return true;
      }
      default:
        if (letter !== '' && 'diouxX'.includes(letter)) {
          out.binary(formatNumber(letter, flags, width, precision, this.#integer(this.#next() ?? '0')));
        } else if (letter !== '' && 'feEgGFaA'.includes(letter)) {
          out.binary(formatNumber(letter, flags, width, precision, this.#float(this.#next() ?? '0')));
        } else {
          const text = this.#context.gnu ? `${whole}: invalid conversion specification` : `${whole}: invalid format`;
          throw new Exit(1, text);
        }
        return true;
    }
  }

  #integer(text: string): number | bigint {
    if (/^["']/.test(text)) return text.charCodeAt(1) || 0;
    const match = /^\s*([-+]?)(0[xX][\da-fA-F]+|\d+)/.exec(text);
    const [whole, sign, digits = '0'] = match ?? [''];
    if (whole !== text || text === '') this.#complain(text, whole !== '');
    if (digits === '0') return 0;
    const value = BigInt(
      /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : /^0\d/.test(digits) ? digits.replace(/^0+/, '') : digits,
    );
    return sign === '-' ? -value : value;
  }

  #float(text: string): number {
    if (/^["']/.test(text)) return text.charCodeAt(1) || 0;
    const value = Number(text);
    if (text.trim() !== '' && !Number.isNaN(value)) return value;
    if (/^[-+]?(inf|infinity)$/i.test(text))
      return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    if (/^[-+]?nan$/i.test(text)) return Number.NaN;
    const partial = Number.parseFloat(text);
    this.#complain(text, !Number.isNaN(partial));
    return Number.isNaN(partial) ? 0 : partial;
  }

  #complain(text: string, partial: boolean): void {
    if (!this.#context.gnu) {
      this.#context.fail(`invalid number '${text}'`);
    } else if (partial) this.#context.fail(`${this.#context.quote(text)}: value not completely converted`);
    else this.#context.fail(`${this.#context.quote(text)}: expected a numeric value`);
  }
}
