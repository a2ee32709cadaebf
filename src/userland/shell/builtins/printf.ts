import { encode } from '../../../kernel/text.ts';
import { quoteWord } from '../quote.ts';
import { ShellFailure } from '../run/outcome.ts';
import type { Shell } from '../run/shell.ts';
import { type Builtins, fail, illegalOption } from './builtin.ts';
import { type EscapeRules, interpretEscapes } from './escapes.ts';

const FORMAT: EscapeRules = { octal: 'plain', hex: false, unicode: false, escape: false, quotes: true, stop: false };
const DIRECTIVE =
  /%(?:%|([-+ #0]*)(\*|\d+)?(?:\.(\*|-?\d*))?(?:hh|ll|[hlLqjzt])?([A-Za-z%]|\([^)]*\)T))|%[-+ #0-9.*]*/g;

class Printf {
  status = 0;
  text = '';
  private readonly shell: Shell;
  private readonly args: string[];
  private at = 0;
  private stopped = false;

  constructor(shell: Shell, args: string[]) {
    this.shell = shell;
    this.args = args;
  }

  run(format: string): void {
    const { flavour } = this.shell.dialect;
    const rules = {
      ...FORMAT,
      hex: flavour !== 'dash',
      unicode: flavour === 'bash',
      escape: flavour !== 'dash',
      stop: flavour === 'busybox',
    };
    do {
      const before = this.at;
      let from = 0;
      DIRECTIVE.lastIndex = 0;
      for (let match = DIRECTIVE.exec(format); match; match = DIRECTIVE.exec(format)) {
        const literal = interpretEscapes(format.slice(from, match.index), rules);
        this.text += literal.text;
        if (literal.stop) return;
        from = DIRECTIVE.lastIndex;
        const next = DIRECTIVE.lastIndex;
        const piece = match[0] === '%%' ? '%' : this.directive(match, format);
        this.text += piece;
        DIRECTIVE.lastIndex = next;
        if (this.stopped) return;
      }
      const rest = interpretEscapes(format.slice(from), rules);
      this.text += rest.text;
      if (rest.stop) return;
      if (this.at === before) return;
    } while (this.at < this.args.length);
  }

  private argument(): string | undefined {
    return this.args[this.at++];
  }

  private directive(match: RegExpExecArray, format: string): string {
    const [whole, given = '', widthText, precisionText, conversion] = match;
    // busybox shows all that follows, dash and bash the directive.
    const shown = this.shell.dialect.flavour === 'busybox' ? format.slice(match.index) : whole;
    if (conversion === undefined || conversion === '%') this.invalid(shown);
    let flags = given;
    let width = widthText === '*' ? Number(this.integer(this.argument())) : Number(widthText ?? 0);
    if (width < 0) {
      flags += '-';
      width = -width;
    }
    let precision: number | undefined;
    if (precisionText !== undefined)
      precision = precisionText === '*' ? Number(this.integer(this.argument())) : Number(precisionText || 0);
    if (precision !== undefined && precision < 0) precision = undefined;
    const body = this.convert(conversion, flags, precision, shown);
    return this.padded(body, flags, width, precision, conversion);
  }

  private invalid(whole: string): never {
    const { flavour } = this.shell.dialect;
    this.shell.out(this.text);
    if (flavour === 'busybox') {
      this.shell.complain(`${whole}: invalid format`);
      throw new ShellFailure('', 1, 'printf');
    }
    const missing = whole === '%';
    if (flavour === 'dash')
      fail(this.shell, 'printf', missing ? 'missing format character' : `${whole}: invalid directive`);
    const shown = whole.at(-1)!;
    fail(this.shell, 'printf', `\`${shown}': ${missing ? 'missing format character' : 'invalid format character'}`);
  }

  private padded(
    body: string,
    flags: string,
    width: number,
    precision: number | undefined,
    conversion: string,
  ): string {
    const length = this.shell.dialect.bash || /^[\0-\x7f]*$/.test(body) ? [...body].length : encode(body).length;
    if (length >= width) return body;
    const fill = width - length;
    if (flags.includes('-')) return body + ' '.repeat(fill);
    const integer = 'diouxX'.includes(conversion);
    if (
      flags.includes('0') &&
      (integer ? precision === undefined : 'eEfFgGaA'.includes(conversion)) &&
      !/^[-+]?(inf|nan)/i.test(body)
    ) {
      const sign = /^(?:[-+ ]|0[xX])?/.exec(body)![0];
      return sign + '0'.repeat(fill) + body.slice(sign.length);
    }
    return ' '.repeat(fill) + body;
  }

  private convert(conversion: string, flags: string, precision: number | undefined, whole: string): string {
    switch (conversion) {
      case 's':
        return this.cut(this.argument() ?? '', precision);
      case 'b': {
        const { flavour } = this.shell.dialect;
        const result = interpretEscapes(this.argument() ?? '', {
          octal: 'both',
          hex: flavour !== 'dash',
          unicode: flavour === 'bash',
          escape: flavour !== 'dash',
          quotes: flavour === 'bash',
          stop: true,
        });
        this.stopped = result.stop;
        return this.cut(result.text, precision);
      }
      case 'q':
        if (!this.shell.dialect.bash) return this.invalid(whole);
        return shellQuoted(this.argument() ?? '');
      case 'c':
        return (this.argument() ?? '').slice(0, 1) || '\0';
      case 'd':
      case 'i':
      case 'u':
      case 'o':
      case 'x':
      case 'X':
        return this.whole(conversion, flags, precision);
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
        return signed(formatFloat(this.real(this.argument()), conversion, precision, flags), flags);
      default:
        if (conversion.endsWith('T') && this.shell.dialect.bash) return this.time(conversion.slice(1, -2));
        return this.invalid(whole);
    }
  }

  private cut(text: string, precision: number | undefined): string {
    return precision === undefined ? text : [...text].slice(0, precision).join('');
  }

  private time(format: string): string {
    const argument = this.argument();
    const date = new Date(argument === undefined || argument === '-1' ? this.shell.sys.now() : Number(argument) * 1000);
    const two = (value: number): string => String(value).padStart(2, '0');
    const fields: Record<string, string> = {
      Y: String(date.getUTCFullYear()),
      m: two(date.getUTCMonth() + 1),
      d: two(date.getUTCDate()),
      H: two(date.getUTCHours()),
      M: two(date.getUTCMinutes()),
      S: two(date.getUTCSeconds()),
      s: String(Math.floor(date.getTime() / 1000)),
      '%': '%',
      F: date.toISOString().slice(0, 10),
      T: date.toISOString().slice(11, 19),
    };
    return (format || '%H:%M:%S').replace(/%(.)/g, (all, letter: string) => fields[letter] ?? all);
  }

  private whole(conversion: string, flags: string, precision: number | undefined): string {
    let value = this.integer(this.argument(), conversion !== 'd' && conversion !== 'i');
    if (conversion !== 'd' && conversion !== 'i') value = BigInt.asUintN(64, value);
    const negative = value < 0n;
    const base = conversion === 'o' ? 8 : conversion === 'x' || conversion === 'X' ? 16 : 10;
    let digits = (negative ? -value : value).toString(base);
    if (precision === 0 && value === 0n) digits = '';
    if (precision !== undefined) digits = digits.padStart(precision, '0');
    if (flags.includes('#') && conversion === 'o' && digits[0] !== '0') digits = `0${digits}`;
    if (flags.includes('#') && base === 16 && value !== 0n) digits = `0x${digits}`;
    if (conversion === 'X') digits = digits.toUpperCase();
    if (negative) return `-${digits}`;
    return conversion === 'd' || conversion === 'i' ? signed(digits, flags) : digits;
  }

  private integer(text: string | undefined, unsigned = false): bigint {
    if (text === undefined) return 0n;
    if (text === '') return this.shell.dialect.flavour === 'busybox' ? this.wrong(text, 0n, 'none') : 0n;
    if (/^["']/.test(text)) return BigInt(text.length > 1 ? this.characterCode(text.slice(1)) : 0);
    const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)/.exec(text);
    if (!match) return this.wrong(text, 0n, 'none');
    const [whole, sign, digits = ''] = match;
    const magnitude = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
    let value = sign === '-' ? -magnitude : magnitude;
    const lowest = -(1n << 63n);
    const highest = (1n << (unsigned ? 64n : 63n)) - 1n;
    if (value < lowest || value > highest) {
      value = this.shell.dialect.flavour === 'busybox' ? 0n : value < lowest ? lowest : highest;
      return this.wrong(text, value, 'range');
    }
    if (whole.length < text.length)
      return this.wrong(text, this.shell.dialect.flavour === 'busybox' ? 0n : value, 'partial');
    return value;
  }

  private characterCode(text: string): number {
    return this.shell.dialect.bash ? text.codePointAt(0)! : encode(text)[0]!;
  }

  private wrong<T>(text: string, value: T, how: 'none' | 'partial' | 'range'): T {
    const { flavour } = this.shell.dialect;
    if (flavour !== 'bash' || how !== 'range') this.status = 1;
    this.shell.out(this.text);
    this.text = '';
    if (flavour === 'busybox') this.shell.complain(`invalid number '${text}'`);
    else if (flavour === 'bash')
      this.shell.complain(
        how === 'range' ? `warning: ${text}: Numerical result out of range` : `${text}: invalid number`,
        'printf',
      );
    else if (how === 'none') this.shell.complain(`${text}: expected numeric value`, 'printf');
    else
      this.shell.complain(
        `${text}: ${how === 'range' ? 'Numerical result out of range' : 'not completely converted'}`,
        'printf',
      );
    return value;
  }

  private real(text: string | undefined): number {
    if (text === undefined || text === '') return 0;
    if (/^["']/.test(text)) return text.length > 1 ? this.characterCode(text.slice(1)) : 0;
    const match =
      /^\s*[-+]?(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|inf(?:inity)?|nan)/i.exec(text);
    if (!match) return this.wrong(text, 0, 'none');
    const found = match[0].trim();
    const special = /^([-+]?)inf/i.exec(found);
    const value = special ? (special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : Number(found);
    return match[0].length < text.length ? this.wrong(text, value, 'partial') : value;
  }
}

function signed(text: string, flags: string): string {
  if (text.startsWith('-')) return text;
  return flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text;
}

/** %e, %f, %g as C prints them. */
export function formatFloat(value: number, conversion: string, precision = 6, flags = ''): string {
  const upper = conversion === conversion.toUpperCase();
  const cased = (text: string): string => (upper ? text.toUpperCase() : text);
  if (!Number.isFinite(value)) return cased(Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf');
  const exponent = (text: string): string => text.replace(/e([-+])(\d)$/, 'e$10$2');
  switch (conversion.toLowerCase()) {
    case 'f':
      return value.toFixed(precision);
    case 'e':
      return cased(exponent(value.toExponential(precision)));
    default: {
      const digits = precision === 0 ? 1 : precision;
      if (value === 0) return '0';
      const power = Number(/e([-+]\d+)$/.exec(value.toExponential(digits - 1))![1]);
      let text = power < -4 || power >= digits ? value.toExponential(digits - 1) : value.toFixed(digits - 1 - power);
      if (!flags.includes('#')) text = text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
      return cased(exponent(text));
    }
  }
}

function shellQuoted(text: string): string {
  if (text === '') return "''";
  if (/[\0-\x1f\x7f]/.test(text)) {
    const named: Record<string, string> = {
      '\n': '\\n',
      '\t': '\\t',
      '\r': '\\r',
      '\x1b': '\\E',
      '\x07': '\\a',
      '\b': '\\b',
      '\f': '\\f',
      '\v': '\\v',
    };
    return `$'${text.replace(/[\\']/g, '\\$&').replace(/[\0-\x1f\x7f]/g, (character) => named[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)}'`;
  }
  return quoteWord(text, 'bash') === text ? text : text.replace(/[^\w@%+=:,./-]/g, '\\$&');
}

export const printfBuiltins: Builtins = {
  printf: {
    run(shell, argv) {
      let from = argv[1] === '--' ? 2 : 1;
      let variable: string | undefined;
      if (shell.dialect.bash && argv[1] === '-v') {
        variable = argv[2];
        from = argv[3] === '--' ? 4 : 3;
      }
      const format = argv[from];
      // busybox's printf takes no options at all.
      if (from === 1 && shell.dialect.flavour !== 'busybox' && format !== undefined && /^-./.test(format)) {
        illegalOption(shell, 'printf', format[1]!);
      }
      if (format === undefined) return usage(shell);
      const printer = new Printf(shell, argv.slice(from + 1));
      printer.run(format);
      if (variable !== undefined) shell.assign(variable, printer.text);
      else shell.out(printer.text);
      return printer.status;
    },
  },
};

function usage(shell: Shell): number {
  const { flavour } = shell.dialect;
  if (flavour === 'bash') shell.err('printf: usage: printf [-v var] format [arguments]\n');
  else if (flavour === 'dash') shell.complain('usage: printf format [arg ...]', 'printf');
  else shell.complain('usage: printf FORMAT [ARGUMENT...]');
  return 2;
}
