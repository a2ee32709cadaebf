import { type Basic, type Type, underlying } from '../types/type.ts';

/** A constant's value: integers are exact, of any size. */
export type ConstantValue = bigint | number | string | boolean;

/** The value as the type holds it; undefined: it does not. */
export function representable(value: ConstantValue, type: Type): ConstantValue | undefined {
  const of = underlying(type);
  if (of.kind !== 'basic') return undefined;
  if (typeof value === 'string') return of.is === 'string' ? value : undefined;
  if (typeof value === 'boolean') return of.is === 'boolean' ? value : undefined;
  if (of.is === 'float') {
    const float = Number(value);
    return of.bits === 32 ? Math.fround(float) : float;
  }
  if (of.is !== 'integer') return undefined;
  const whole = toInteger(value);
  if (whole === undefined || of.isUntyped) return whole;
  return fits(whole, of) ? whole : undefined;
}

/** Why not. */
export function whyNot(value: ConstantValue, type: Type): '' | 'truncated' | 'overflows' {
  const of = underlying(type);
  if (of.kind !== 'basic' || of.is !== 'integer' || typeof value === 'string' || typeof value === 'boolean') return '';
  return toInteger(value) === undefined ? 'truncated' : 'overflows';
}

export function toInteger(value: ConstantValue): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
}

function fits(value: bigint, { bits, isUnsigned }: Basic): boolean {
  return (isUnsigned ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value)) === value;
}

/** The value of an operation with two constants of one kind; undefined: it has none. */
export function fold(operator: string, a: ConstantValue, b: ConstantValue): ConstantValue | undefined {
  if (typeof a === 'boolean' && typeof b === 'boolean') {
    switch (operator) {
      case '&&':
        return a && b;
      case '||':
        return a || b;
      default:
        return compare(operator, Number(a), Number(b));
    }
  }
  if (typeof a === 'string' && typeof b === 'string') return operator === '+' ? a + b : compare(operator, a, b);
  if (typeof a === 'bigint' && typeof b === 'bigint') return foldIntegers(operator, a, b);
  const [x, y] = [Number(a), Number(b)];
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
      return foldFloats(operator, typeof a === 'bigint' ? a : x, typeof b === 'bigint' ? b : y);
    default:
      return compare(operator, x, y);
  }
}

/** The digits of a number and how many of them are behind the point. */
function decimal(value: bigint | number): readonly [digits: bigint, scale: number] {
  if (typeof value === 'bigint') return [value, 0];
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return [BigInt(whole + fraction), fraction.length - Number(power)];
}

/** Constants are exact, 0.1 + 0.2 is 0.3: computed with the digits as they were written, and rounded once. */
function foldFloats(operator: string, x: bigint | number, y: bigint | number): number {
  const [[a, aScale], [b, bScale]] = [decimal(x), decimal(y)];
  if (operator === '*') return Number(`${a * b}e${-(aScale + bScale)}`);
  if (operator === '/') {
    if (b === 0n) return Number(x) / Number(y);
    const more = 40;
    return Number(`${(a * 10n ** BigInt(more)) / b}e${bScale - aScale - more}`);
  }
  const scale = Math.max(aScale, bScale);
  if (Math.abs(aScale - bScale) > 400) return operator === '+' ? Number(x) + Number(y) : Number(x) - Number(y);
  const [left, right] = [a * 10n ** BigInt(scale - aScale), b * 10n ** BigInt(scale - bScale)];
  return Number(`${operator === '+' ? left + right : left - right}e${-scale}`);
}

function foldIntegers(operator: string, a: bigint, b: bigint): ConstantValue | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '&^':
      return a & ~b;
    case '<<':
      return b > 1000n ? undefined : a << b;
    case '>>':
      return a >> b;
    default:
      return compare(operator, a, b);
  }
}

function compare<T extends bigint | number | string>(operator: string, a: T, b: T): boolean | undefined {
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      return undefined;
  }
}

/** A constant as complaints show it. */
export function constantText(value: ConstantValue): string {
  if (typeof value === 'string') {
    const text = JSON.stringify(value);
    return text.length > 72 ? `${text.slice(0, 69)}...` : text;
  }
  if (typeof value !== 'number') return String(value);
  return Number(value.toPrecision(6))
    .toString()
    .replace(/e([-+])(\d)$/, 'e$10$2');
}
