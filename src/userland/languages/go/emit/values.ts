import { isAggregate, isInterface, isString } from '../types/predicates.ts';
import { type Type, underlying } from '../types/type.ts';
import type { Emitter } from './emitter.ts';

/** What values of a type are in JavaScript: their zero, their copy, their comparison. */
export function zero(emitter: Emitter, type: Type): string {
  const of = underlying(type);
  switch (of.kind) {
    case 'basic':
      return of.is === 'string' ? '""' : of.is === 'boolean' ? 'false' : of.is === 'nil' ? 'null' : '0';
    case 'struct':
      return `new ${emitter.types.structClass(type)}(${of.fields.map((field) => zero(emitter, field.type)).join(', ')})`;
    case 'array':
      return isAggregate(of.of)
        ? `Array.from({ length: ${of.length} }, () => ${zero(emitter, of.of)})`
        : `new Array(${of.length}).fill(${zero(emitter, of.of)})`;
    default:
      return 'null';
  }
}

/** A copy of a struct or array; others are their own copies. */
export function copy(type: Type, js: string): string {
  const of = underlying(type);
  if (of.kind === 'struct') return `${js}.$copy()`;
  if (of.kind !== 'array') return js;
  return isAggregate(of.of) ? `${js}.map((e) => ${copy(of.of, 'e')})` : `${js}.slice()`;
}

/** Puts a value into a struct or array that stays where it is: pointers to it see the change. */
export function overwrite(type: Type, target: string, js: string): string {
  return underlying(type).kind === 'struct' ? `${target}.$set(${js})` : `G.overwrite(${target}, ${js})`;
}

/** Whether two values of one type are the same, as JavaScript asks it. */
export function same(type: Type, a: string, b: string): string {
  const of = underlying(type);
  if (isInterface(type)) return `G.same(${a}, ${b})`;
  if (of.kind === 'struct') return `${a}.$same(${b})`;
  if (of.kind !== 'array') return `${a} === ${b}`;
  return `G.sameLists(${a}, ${b}, (x, y) => ${same(of.of, 'x', 'y')})`;
}

/** A value of one type where another is wanted: into an interface it goes with its type. */
export function converted(emitter: Emitter, js: string, from: Type, to: Type, isFresh: boolean): string {
  const value = isFresh ? js : copy(from, js);
  if (!isInterface(to) || isInterface(from) || (from.kind === 'basic' && from.is === 'nil')) return value;
  return `G.box(${emitter.types.reference(from)}, ${value})`;
}

/** Keys that JavaScript's own maps cannot tell apart are told apart by what they are made of. */
export function isPlainKey(key: Type): boolean {
  return !isAggregate(key) && !isInterface(key);
}

export function newMap(key: Type): string {
  return isPlainKey(key) ? 'new Map()' : `new G.Keyed(${isInterface(key) ? 'G.keyOf' : 'G.keyOfParts'})`;
}

/** Bytes an element takes in memory: the capacity of what append makes follows from it. */
export function sizeOf(type: Type): number {
  const of = underlying(type);
  switch (of.kind) {
    case 'basic':
      return isString(of) ? 16 : of.is === 'boolean' ? 1 : of.bits / 8;
    case 'slice':
      return 24;
    case 'interface':
      return 16;
    case 'array':
      return of.length * sizeOf(of.of);
    case 'struct': {
      const size = of.fields.reduce(
        (sum, field) => Math.ceil(sum / align(field.type)) * align(field.type) + sizeOf(field.type),
        0,
      );
      return Math.ceil(size / align(of)) * align(of);
    }
    default:
      return 8;
  }
}

function align(type: Type): number {
  const of = underlying(type);
  if (of.kind === 'struct') return Math.max(1, ...of.fields.map((field) => align(field.type)));
  if (of.kind === 'array') return align(of.of);
  return of.kind === 'basic' && !isString(of) ? Math.max(1, sizeOf(of)) : 8;
}
