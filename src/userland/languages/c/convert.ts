import type { Place } from './ast.ts';
import { CError } from './errors.ts';
import { DOUBLE, type Integer, isNumber, isWide, LONG, promoted, type Type, typeName, UNSIGNED_LONG } from './types.ts';

/** A value as JavaScript. */
export interface Value {
  readonly js: string;
  readonly type: Type;
  /** Where it is kept, if anywhere: a JavaScript variable, or an address. */
  readonly place?: { readonly variable: string } | { readonly address: string };
}

/** The name of what loads a type from memory; the one that stores it begins with `s`. */
export function accessor(type: Type): string {
  if (type.kind === 'pointer' || type.kind === 'function') return 'p8';
  if (type.kind === 'float') return `f${type.size}`;
  const { size, signed } = type as Integer;
  return `${signed ? 'i' : 'u'}${size}`;
}

/** Cuts a whole number down to a type. */
export function wrapped(js: string, { size, signed, name }: Integer): string {
  if (name === '_Bool') return `(${js}?1:0)`;
  if (size === 8) return `BigInt.as${signed ? 'Int' : 'Uint'}N(64,${js})`;
  if (size === 4) return signed ? `(${js}|0)` : `(${js}>>>0)`;
  const bits = 32 - size * 8;
  return signed ? `(${js}<<${bits}>>${bits})` : `(${js}&${size === 1 ? 255 : 65535})`;
}

/** A value as one of another type. */
export function converted({ js, type: from }: Value, to: Type): string {
  if (from === to || to.kind === 'struct' || to.kind === 'array' || to.kind === 'void') return js;
  if (to.kind === 'float') {
    const number = isWide(from) ? `Number(${js})` : js;
    return to.size === 4 ? `Math.fround(${number})` : number;
  }
  if (to.kind === 'pointer' || to.kind === 'function')
    return isWide(from) ? `Number(BigInt.asUintN(32,${js}))` : from.kind === 'int' && from.signed ? `(${js}>>>0)` : js;
  if (to.name === '_Bool') return `(${js}?1:0)`;
  if (from.kind === 'float') {
    const whole = `Math.trunc(${js})`;
    return to.size === 8 ? wrapped(`BigInt(${whole})`, to) : wrapped(whole, to);
  }
  if (to.size === 8)
    return isWide(from)
      ? wrapped(js, to)
      : to.signed || !(from.kind === 'int' && from.signed)
        ? `BigInt(${js})`
        : wrapped(`BigInt(${js})`, to);
  if (isWide(from)) return wrapped(`Number(BigInt.asIntN(32,${js}))`, to);
  const fits =
    from.kind === 'int' &&
    (from.size < to.size || (from.size === to.size && from.signed === to.signed)) &&
    (to.signed || !from.signed);
  return fits ? js : wrapped(js, to);
}

/** What a value is converted for: it decides the words of a complaint. */
export type Role =
  | { readonly kind: 'initialize' | 'assign' | 'return' }
  | { readonly kind: 'argument'; readonly number: number; readonly of: string };

/** Told of what compiles with a warning before GCC 14, and not since. */
export type Doubt = (at: Place, message: string) => void;

/** A value where another type is wanted: what C converts by itself, and a complaint where it does not. */
export function assigned(value: Value, to: Type, at: Place, role: Role, doubt: Doubt): string {
  const from = decayedType(value.type);
  if (to.kind === 'void' || from.kind === 'void') {
    if (from.kind === to.kind) return value.js;
    throw new CError(at, 'void value not ignored as it ought to be');
  }
  if ((to.kind === 'struct' || from.kind === 'struct') && to !== from)
    throw new CError(at, incompatible(from, to, role));
  const isNull = /^0n?$/.test(value.js);
  if (to.kind === 'pointer' && isNumber(from) && !isNull) doubt(at, mixed(from, to, role, 'pointer from integer'));
  if (from.kind === 'pointer' && to.kind === 'int' && to.name !== '_Bool')
    doubt(at, mixed(from, to, role, 'integer from pointer'));
  return converted(value, to);
}

function incompatible(from: Type, to: Type, role: Role): string {
  switch (role.kind) {
    case 'initialize':
      return `incompatible types when initializing type '${typeName(to)}' using type '${typeName(from)}'`;
    case 'assign':
      return `incompatible types when assigning to type '${typeName(to)}' from type '${typeName(from)}'`;
    case 'return':
      return `incompatible types when returning type '${typeName(from)}' but '${typeName(to)}' was expected`;
    case 'argument':
      return `incompatible type for argument ${role.number} of '${role.of}'`;
  }
}

function mixed(from: Type, to: Type, role: Role, makes: string): string {
  const what = {
    initialize: `initialization of '${typeName(to)}' from '${typeName(from)}'`,
    assign: `assignment to '${typeName(to)}' from '${typeName(from)}'`,
    return: `returning '${typeName(from)}' from a function with return type '${typeName(to)}'`,
    argument: role.kind === 'argument' ? `passing argument ${role.number} of '${role.of}'` : '',
  }[role.kind];
  return `${what} makes ${makes} without a cast [-Wint-conversion]`;
}

export function decayedType(type: Type): Type {
  if (type.kind === 'array') return { kind: 'pointer', to: type.of };
  return type.kind === 'function' ? { kind: 'pointer', to: type } : type;
}

/** An argument beyond the parameters of a function (C17 6.5.2.2): small ones grow. */
export function defaultPromoted(value: Value): string {
  const { type } = value;
  if (type.kind === 'float') return converted(value, DOUBLE);
  return type.kind === 'int' ? converted(value, promoted(type)) : value.js;
}

/** The type of a pointer's difference, and of sizeof. */
export const DIFFERENCE = LONG;
export const SIZE = UNSIGNED_LONG;
