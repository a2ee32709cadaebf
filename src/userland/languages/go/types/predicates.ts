import { identical } from './identical.ts';
import { type Basic, type Type, underlying } from './type.ts';

/** What kind of thing a type's values are. */
const isBasic = (type: Type, ...kinds: readonly Basic['is'][]): boolean => {
  const of = underlying(type);
  return of.kind === 'basic' && kinds.includes(of.is);
};

export const isInteger = (type: Type) => isBasic(type, 'integer');
export const isFloat = (type: Type) => isBasic(type, 'float');
export const isNumber = (type: Type) => isBasic(type, 'integer', 'float');
export const isString = (type: Type) => isBasic(type, 'string');
export const isBoolean = (type: Type) => isBasic(type, 'boolean');
export const isOrdered = (type: Type) => isBasic(type, 'integer', 'float', 'string');
export const isInvalid = (type: Type) => isBasic(type, 'invalid');
export const isInterface = (type: Type) => underlying(type).kind === 'interface';
export const isUntyped = (type: Type) => type.kind === 'basic' && type.isUntyped;

export function isUnsigned(type: Type): boolean {
  const of = underlying(type);
  return of.kind === 'basic' && of.isUnsigned;
}

/** Structs and arrays: copied when assigned, changed in place. */
export function isAggregate(type: Type): boolean {
  const { kind } = underlying(type);
  return kind === 'struct' || kind === 'array';
}

export function hasNil(type: Type): boolean {
  const of = underlying(type);
  return of.kind === 'basic' ? of.is === 'nil' : of.kind !== 'struct' && of.kind !== 'array' && of.kind !== 'tuple';
}

export function isComparable(type: Type): boolean {
  const of = underlying(type);
  switch (of.kind) {
    case 'slice':
    case 'map':
    case 'signature':
    case 'tuple':
      return false;
    case 'array':
      return isComparable(of.of);
    case 'struct':
      return of.fields.every((field) => isComparable(field.type));
    default:
      return true;
  }
}

/** A slice of bytes, or of runes, which strings convert to. */
export function isListOf(type: Type, element: Basic): boolean {
  const of = underlying(type);
  return of.kind === 'slice' && identical(underlying(of.of), element);
}
