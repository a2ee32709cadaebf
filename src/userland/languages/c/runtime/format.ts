import type { Memory } from './memory.ts';

/** printf's formats (C17 7.21.6.1), as characters that are bytes. */
export function cFormat({ raw }: Memory) {
  const wide = (value: number | bigint, bits: number, signed: boolean): bigint =>
    signed ? BigInt.asIntN(bits, BigInt(value)) : BigInt.asUintN(bits, BigInt(value));
  const padded = (text: string, flags: string, width: number): string => {
    if (text.length >= width) return text;
    if (flags.includes('-')) return text.padEnd(width);
    return flags.includes('0')
      ? text.replace(/^([-+ ]?(?:0[xX])?)/, (sign) => sign + '0'.repeat(width - text.length))
      : text.padStart(width);
  };
  const exponential = (value: number, precision: number, alternate: boolean): string => {
    const [mantissa, exponent] = value.toExponential(precision).split('e') as [string, string];
    const digits = exponent.slice(1).padStart(2, '0');
    return `${mantissa}${alternate && precision === 0 ? '.' : ''}e${exponent[0]}${digits}`;
  };
  const fixed = (value: number, precision: number): string => {
    if (Math.abs(value) < 1e21 && precision <= 100) return value.toFixed(precision);
    return `${BigInt(value)}${precision > 0 ? `.${'0'.repeat(precision)}` : ''}`;
  };
  const general = (value: number, precision: number, alternate: boolean): string => {
    const significant = precision === 0 ? 1 : precision;
    const exponent = value === 0 ? 0 : Number(value.toExponential(significant - 1).split('e')[1]);
    const text =
      exponent < -4 || exponent >= significant
        ? exponential(value, significant - 1, false)
        : fixed(value, significant - 1 - exponent);
    return alternate || !text.includes('.') ? text : text.replace(/\.?0+(e|$)/, '$1');
  };
  const format = (pattern: string, given: readonly unknown[]): string => {
    let used = 0;
    const argument = () => given[used++];
    return pattern.replace(
      /%([-+ #0]*)(\*|\d+)?(?:\.(\*|-?\d*))?(hh|h|ll|l|L|q|j|z|t)?([diouxXcspfFeEgGaAn%])/g,
      (
        _,
        givenFlags: string,
        givenWidth: string | undefined,
        givenPrecision: string | undefined,
        length: string | undefined,
        verb: string,
      ) => {
        if (verb === '%') return '%';
        let flags = givenFlags;
        let width = givenWidth === '*' ? Number(argument()) : Number(givenWidth ?? 0);
        if (width < 0) [flags, width] = [`${flags}-`, -width];
        const precision =
          givenPrecision === undefined
            ? undefined
            : givenPrecision === '*'
              ? Number(argument())
              : Number(givenPrecision || 0);
        const value = argument();
        const sign = (negative: boolean) =>
          negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
        if (value === undefined) return '';
        if (verb === 'c') return padded(String.fromCharCode(Number(value) & 255), flags.replace('0', ''), width);
        if (verb === 's') {
          const text = value === 0 ? '(null)' : raw(value as number);
          return padded(precision === undefined ? text : text.slice(0, precision), flags.replace('0', ''), width);
        }
        if (verb === 'p')
          return padded(value === 0 ? '(nil)' : `0x${(0x7fff00000000 + (value as number)).toString(16)}`, flags, width);
        if (/[aAn]/.test(verb)) throw new Error(`drydock: not simulated: printf's %${verb}`);
        if (/[fFeEgG]/.test(verb)) {
          const number = Number(value);
          const size = Math.abs(number);
          const places = precision ?? 6;
          const alternate = flags.includes('#');
          const isNumber = Number.isFinite(size);
          const text = !isNumber
            ? Number.isNaN(size)
              ? 'nan'
              : 'inf'
            : /f/i.test(verb)
              ? fixed(size, places)
              : /e/i.test(verb)
                ? exponential(size, places, alternate)
                : general(size, places, alternate);
          const signed = sign(number < 0 || Object.is(number, -0)) + text;
          return padded(
            verb === verb.toUpperCase() ? signed.toUpperCase() : signed,
            isNumber ? flags : flags.replace('0', ''),
            width,
          );
        }
        const bits = length === undefined ? 32 : length === 'hh' ? 8 : length === 'h' ? 16 : 64;
        const whole = wide(
          typeof value === 'bigint' ? value : Math.trunc(value as number),
          bits,
          verb === 'd' || verb === 'i',
        );
        const size = whole < 0n ? -whole : whole;
        let digits = size.toString(verb === 'o' ? 8 : /x/i.test(verb) ? 16 : 10);
        if (precision !== undefined) digits = precision === 0 && size === 0n ? '' : digits.padStart(precision, '0');
        if (flags.includes('#') && size !== 0n) digits = (verb === 'o' ? '0' : /x/i.test(verb) ? '0x' : '') + digits;
        if (verb === 'X') digits = digits.toUpperCase();
        const text = (verb === 'd' || verb === 'i' ? sign(whole < 0n) : '') + digits;
        return padded(text, precision === undefined ? flags : flags.replace('0', ''), width);
      },
    );
  };
  return { format };
}

export type Formatting = ReturnType<typeof cFormat>;
