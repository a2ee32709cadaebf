/** The types of C as far as they are here: x86-64's sizes, except that a pointer is a number of 32 bits that claims eight bytes. */
export type Type = Void | Integer | Float | Pointer | ArrayOf | Struct | FunctionOf;

export interface Void {
  readonly kind: 'void';
}

export interface Integer {
  readonly kind: 'int';
  /** Bytes. Eight of them are a BigInt in JavaScript, fewer a number. */
  readonly size: 1 | 2 | 4 | 8;
  readonly signed: boolean;
  /** What messages call it. */
  readonly name: string;
}

export interface Float {
  readonly kind: 'float';
  readonly size: 4 | 8;
}

export interface Pointer {
  readonly kind: 'pointer';
  readonly to: Type;
}

export interface ArrayOf {
  readonly kind: 'array';
  readonly of: Type;
  /** Undefined until its initializer says. */
  readonly length: number | undefined;
}

export interface Field {
  readonly name: string;
  readonly type: Type;
  /** Bytes from the start. */
  readonly offset: number;
}

/** A struct or union; its fields come when it is defined. */
export interface Struct {
  readonly kind: 'struct';
  readonly tag: string;
  readonly isUnion: boolean;
  fields: readonly Field[] | undefined;
  size: number;
  align: number;
}

export interface Parameter {
  readonly name: string;
  readonly type: Type;
}

export interface FunctionOf {
  readonly kind: 'function';
  readonly returns: Type;
  readonly parameters: readonly Parameter[];
  readonly isVariadic: boolean;
}

const integer = (size: Integer['size'], signed: boolean, name: string): Integer => ({
  kind: 'int',
  size,
  signed,
  name,
});

export const VOID: Void = { kind: 'void' };
export const BOOL = integer(1, false, '_Bool');
export const CHAR = integer(1, true, 'char');
export const SIGNED_CHAR = integer(1, true, 'signed char');
export const UNSIGNED_CHAR = integer(1, false, 'unsigned char');
export const SHORT = integer(2, true, 'short int');
export const UNSIGNED_SHORT = integer(2, false, 'short unsigned int');
export const INT = integer(4, true, 'int');
export const UNSIGNED = integer(4, false, 'unsigned int');
export const LONG = integer(8, true, 'long int');
export const UNSIGNED_LONG = integer(8, false, 'long unsigned int');
export const FLOAT: Float = { kind: 'float', size: 4 };
export const DOUBLE: Float = { kind: 'float', size: 8 };
export const pointerTo = (to: Type): Pointer => ({ kind: 'pointer', to });

export const isNumber = (type: Type): type is Integer | Float => type.kind === 'int' || type.kind === 'float';
export const isScalar = (type: Type): boolean => isNumber(type) || type.kind === 'pointer';
/** Whether its values are BigInts. */
export const isWide = (type: Type): boolean => type.kind === 'int' && type.size === 8;

/** Bytes, as sizeof has it; 1 for what has none (as GCC does). */
export function sizeOf(type: Type): number {
  if (type.kind === 'array') return sizeOf(type.of) * (type.length ?? 0);
  if (type.kind === 'pointer') return 8;
  return type.kind === 'void' || type.kind === 'function' ? 1 : type.size;
}

export function alignOf(type: Type): number {
  if (type.kind === 'array') return alignOf(type.of);
  return type.kind === 'struct' ? type.align : sizeOf(type);
}

/** Lays out the fields of a struct, or of a union. */
export function defineStruct(struct: Struct, members: readonly Parameter[]): void {
  let size = 0;
  let align = 1;
  const fields = members.map(({ name, type }): Field => {
    const own = alignOf(type);
    align = Math.max(align, own);
    const offset = struct.isUnion ? 0 : roundUp(size, own);
    size = Math.max(size, offset + sizeOf(type));
    return { name, type, offset };
  });
  Object.assign(struct, { fields, align, size: roundUp(size, align) });
}

export function roundUp(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}

/** What an operand of less than an int becomes. */
export function promoted(type: Type): Type {
  return type.kind === 'int' && type.size < 4 ? INT : type;
}

/** The usual arithmetic conversions (C17 6.3.1.8). */
export function common(left: Integer | Float, right: Integer | Float): Integer | Float {
  if (left.kind === 'float' || right.kind === 'float') {
    const floats = [left, right].filter((type) => type.kind === 'float');
    return floats.some(({ size }) => size === 8) ? DOUBLE : FLOAT;
  }
  const [a, b] = [promoted(left) as Integer, promoted(right) as Integer];
  if (a.size !== b.size) return a.size > b.size ? a : b;
  return a.signed ? b : a;
}

/** A type as GCC's messages write it. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'void':
      return 'void';
    case 'int':
      return type.name;
    case 'float':
      return type.size === 4 ? 'float' : 'double';
    case 'pointer': {
      const to = typeName(type.to);
      return to.endsWith('*') ? `${to}*` : `${to} *`;
    }
    case 'array':
      return `${typeName(type.of)}[${type.length ?? ''}]`;
    case 'struct':
      return `${type.isUnion ? 'union' : 'struct'} ${type.tag}`;
    case 'function':
      return `${typeName(type.returns)} (*)(${type.parameters.map((each) => typeName(each.type)).join(', ')})`;
  }
}
