/** A decimal number as bc has them: `digits` times ten to the minus `scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

export const ZERO: Decimal = { digits: 0n, scale: 0 };
export const ONE: Decimal = { digits: 1n, scale: 0 };
const ten = (n: number): bigint => 10n ** BigInt(n);
const abs = (n: bigint): bigint => (n < 0n ? -n : n);

export const integer = (n: number | bigint): Decimal => ({ digits: BigInt(n), scale: 0 });

/** The same number with another scale; digits beyond it are cut off. */
export function rescale({ digits, scale }: Decimal, to: number): Decimal {
  return { digits: to >= scale ? digits * ten(to - scale) : digits / ten(scale - to), scale: to };
}

export function parseDecimal(text: string, base: number): Decimal {
  const [whole = '', fraction = ''] = text.split('.');
  // A single digit is itself, whatever the base.
  const most = text.length === 1 ? 36 : base;
  let digits = 0n;
  for (const char of whole + fraction)
    digits = digits * BigInt(base) + BigInt(Math.min(Number.parseInt(char, 36), most - 1));
  if (base === 10) return { digits, scale: fraction.length };
  return rescale(
    divide({ digits, scale: 0 }, integer(BigInt(base) ** BigInt(fraction.length)), fraction.length),
    fraction.length,
  );
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: rescale(a, scale).digits + rescale(b, scale).digits, scale };
}

export const negate = (a: Decimal): Decimal => ({ ...a, digits: -a.digits });
export const subtract = (a: Decimal, b: Decimal): Decimal => add(a, negate(b));

export function multiply(a: Decimal, b: Decimal, scale: number): Decimal {
  const whole = { digits: a.digits * b.digits, scale: a.scale + b.scale };
  return rescale(whole, Math.min(whole.scale, Math.max(scale, a.scale, b.scale)));
}

/** The divisor is not zero. */
export function divide(a: Decimal, b: Decimal, scale: number): Decimal {
  const shift = scale + b.scale - a.scale;
  const [top, bottom] = shift >= 0 ? [a.digits * ten(shift), b.digits] : [a.digits, b.digits * ten(-shift)];
  return { digits: top / bottom, scale };
}

export function remainder(a: Decimal, b: Decimal, scale: number): Decimal {
  const quotient = divide(a, b, scale);
  const product = { digits: quotient.digits * b.digits, scale: quotient.scale + b.scale };
  return rescale(subtract(a, product), Math.max(scale + b.scale, a.scale));
}

export function power(a: Decimal, exponent: Decimal, scale: number): Decimal {
  const n = rescale(exponent, 0).digits;
  const count = Number(abs(n));
  const whole = { digits: a.digits ** abs(n), scale: a.scale * count };
  if (n < 0n) return divide(ONE, whole, scale);
  return rescale(whole, Math.min(whole.scale, Math.max(scale, a.scale)));
}

export function squareRoot(a: Decimal, scale: number): Decimal {
  const to = Math.max(scale, a.scale);
  const target = rescale(a, 2 * to).digits;
  if (target < 2n) return { digits: target, scale: to };
  let guess = 1n << BigInt(Math.ceil(target.toString(2).length / 2));
  for (;;) {
    const next = (guess + target / guess) >> 1n;
    if (next >= guess) return { digits: guess, scale: to };
    guess = next;
  }
}

export function compare(a: Decimal, b: Decimal): number {
  const { digits } = subtract(a, b);
  return digits < 0n ? -1 : digits > 0n ? 1 : 0;
}

/** How many digits it has: bc's length(); GNU's counts zeros after the point. */
export function lengthOf({ digits, scale }: Decimal, zeros: boolean): number {
  if (!zeros && digits !== 0n) return abs(digits).toString().length;
  return Math.max(abs(digits).toString().length, digits === 0n ? scale || 1 : scale);
}

export function show(value: Decimal, base: number): string {
  if (value.digits === 0n) return '0';
  const sign = value.digits < 0n ? '-' : '';
  const digits = abs(value.digits);
  if (base === 10) {
    const text = digits.toString().padStart(value.scale, '0');
    const at = text.length - value.scale;
    return sign + text.slice(0, at) + (value.scale > 0 ? `.${text.slice(at)}` : '');
  }
  let whole = digits / ten(value.scale);
  let fraction = digits % ten(value.scale);
  const parts: string[] = [];
  const width = String(base - 1).length;
  const digit = (n: bigint): string =>
    base <= 16 ? n.toString(16).toUpperCase() : ` ${n.toString().padStart(width, '0')}`;
  for (; whole > 0n; whole /= BigInt(base)) parts.unshift(digit(whole % BigInt(base)));
  let text = sign + parts.join('');
  if (value.scale > 0) {
    text += '.';
    for (let reach = 1n; reach < ten(value.scale); reach *= BigInt(base)) {
      fraction *= BigInt(base);
      text += digit(fraction / ten(value.scale));
      fraction %= ten(value.scale);
    }
  }
  return text;
}
