import type { FormatFlags, Int, Runtime } from './guest.ts';

/** Numbers as text, and texts in quotes. */
export function numberTextPart(G: Runtime): void {
  const exponent = (text: string): string => {
    const [mantissa, power] = text.split('e') as [string, string];
    return `${mantissa}e${power[0] === '-' ? '-' : '+'}${power.replace(/^[-+]/, '').padStart(2, '0')}`;
  };
  const special = (value: number) => (Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf');
  const general = (value: number, precision: number | undefined): string => {
    if (!Number.isFinite(value)) return special(value);
    if (value === 0) return Object.is(value, -0) ? '-0' : '0';
    const [mantissa, power] = (
      precision === undefined ? value.toExponential() : value.toExponential(Math.max(0, precision - 1))
    ).split('e') as [string, string];
    const size = Number(power);
    if (size < -4 || size >= (precision ?? 6))
      return exponent(
        `${mantissa.replace(/\.?0+$/, (zeros: string) => (mantissa.includes('.') ? '' : zeros))}e${power}`,
      );
    return precision === undefined
      ? plainDigits(value, mantissa, size)
      : String(Number(value.toPrecision(Math.max(1, precision))));
  };
  /** All the digits, without an exponent. */
  const plainDigits = (value: number, mantissa: string, size: number): string => {
    const digits = mantissa.replace(/^-|\./g, '');
    const sign = value < 0 ? '-' : '';
    if (size < 0) return `${sign}0.${'0'.repeat(-size - 1)}${digits}`;
    const whole = digits.slice(0, size + 1).padEnd(size + 1, '0');
    return `${sign}${whole}${digits.length > size + 1 ? `.${digits.slice(size + 1)}` : ''}`;
  };
  const shortest = (value: number, isSingle: boolean): number => {
    if (!isSingle) return value;
    for (let digits = 1; digits < 10; digits++) {
      const text = Number(value.toPrecision(digits));
      if (Math.fround(text) === value) return text;
    }
    return value;
  };
  G.float = (value) => general(value, undefined);
  G.quote = (text) => {
    let made = '"';
    for (const [at, rune] of G.runes(text)) {
      const letter = String.fromCodePoint(rune);
      const names: Record<string, string> = {
        '"': '\\"',
        '\\': '\\\\',
        '\n': '\\n',
        '\t': '\\t',
        '\r': '\\r',
        '\x07': '\\a',
        '\b': '\\b',
        '\f': '\\f',
        '\v': '\\v',
      };
      if (rune === 0xfffd && text.charCodeAt(at) !== 0xef)
        made += `\\x${text.charCodeAt(at).toString(16).padStart(2, '0')}`;
      else if (names[letter]) made += names[letter];
      else if (rune < 0x20 || rune === 0x7f) made += `\\x${rune.toString(16).padStart(2, '0')}`;
      else made += G.runeText(rune);
    }
    return `${made}"`;
  };
  /** toFixed gives up at 1e21. */
  const fixed = (value: number, digits: number): string =>
    Math.abs(value) < 1e21
      ? value.toFixed(Math.min(100, digits))
      : `${BigInt(value)}${digits > 0 ? `.${'0'.repeat(digits)}` : ''}`;
  G.floatText = (
    value: number,
    verb: string,
    { precision, plus }: FormatFlags,
    isSingle: boolean,
  ): string | undefined => {
    const sign = plus && !(value < 0) && Number.isFinite(value) ? '+' : '';
    if (!Number.isFinite(value) && /^[vfFeEgG]$/.test(verb)) return special(value);
    switch (verb) {
      case 'v':
      case 'g':
      case 'G':
        return sign + general(shortest(value, isSingle), precision);
      case 'f':
      case 'F':
        return sign + fixed(value, precision ?? 6);
      case 'e':
      case 'E': {
        const made = exponent(value.toExponential(precision ?? 6));
        return sign + (verb === 'E' ? made.toUpperCase() : made);
      }
      default:
        return undefined;
    }
  };
  G.integerText = (value: Int, verb: string, flags: FormatFlags, isUnsigned: boolean): string | undefined => {
    const sign = (made: string) =>
      value >= 0 && flags.plus ? `+${made}` : value >= 0 && flags.space ? ` ${made}` : made;
    const padded = (digits: string) => {
      const negative = digits.startsWith('-');
      const bare = negative ? digits.slice(1) : digits;
      return flags.precision === undefined ? digits : (negative ? '-' : '') + bare.padStart(flags.precision, '0');
    };
    const based = (base: number, prefix: string) => {
      const digits = value.toString(base);
      return sign(flags.sharp ? digits.replace(/^-?/, (minus) => `${minus}${prefix}`) : padded(digits));
    };
    switch (verb) {
      case 'v':
        return flags.sharp && isUnsigned ? `0x${value.toString(16)}` : sign(padded(String(value)));
      case 'd':
        return sign(padded(String(value)));
      case 'b':
        return based(2, '0b');
      case 'o':
        return based(8, '0');
      case 'O':
        return sign(`0o${value.toString(8)}`);
      case 'x':
        return based(16, '0x');
      case 'X':
        return based(16, '0x').toUpperCase();
      case 'c':
        return G.runeText(value);
      case 'q':
        return value === 39 ? "'\\''" : value === 34 ? "'\"'" : `'${G.quote(G.runeText(value)).slice(1, -1)}'`;
      case 'U':
        return `U+${value.toString(16).toUpperCase().padStart(4, '0')}`;
      default:
        return undefined;
    }
  };
}
