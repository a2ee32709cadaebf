import type { FunctionObject } from '../check/objects.ts';

/** Types as values. */

export interface Basic {
  readonly kind: 'basic';
  readonly name: string;
  readonly is: 'integer' | 'float' | 'string' | 'boolean' | 'nil' | 'invalid';
  readonly isUntyped: boolean;
  readonly isUnsigned: boolean;
  /** Of an integer or float. */
  readonly bits: number;
  /** Another name for the same: byte is uint8. */
  readonly aliasOf?: Basic;
}

export interface Named {
  readonly kind: 'named';
  readonly name: string;
  /** The package's name; '' for error. */
  readonly package: string;
  /** Set once the declaration was read: a type may name itself. */
  underlying: Type;
  readonly methods: Map<string, FunctionObject>;
  /** Of Go's own library, which is not all here. */
  readonly isLibrary: boolean;
  /** Tells apart types of one name in several functions. */
  readonly number: number;
}

export interface Pointer {
  readonly kind: 'pointer';
  readonly of: Type;
}

export interface Slice {
  readonly kind: 'slice';
  readonly of: Type;
}

export interface ArrayOf {
  readonly kind: 'array';
  readonly length: number;
  readonly of: Type;
}

export interface MapOf {
  readonly kind: 'map';
  readonly key: Type;
  readonly of: Type;
}

export interface Channel {
  readonly kind: 'channel';
  readonly direction: 'both' | 'send' | 'receive';
  readonly of: Type;
}

export interface Parameter {
  readonly name: string;
  readonly type: Type;
}

export interface Signature {
  readonly kind: 'signature';
  readonly parameters: readonly Parameter[];
  readonly results: readonly Parameter[];
  /** The last parameter is a slice, given one by one. */
  readonly isVariadic: boolean;
}

export interface StructField {
  readonly name: string;
  readonly type: Type;
  readonly isEmbedded: boolean;
  readonly tag: string;
  /** Where it is declared: others see it only by a capital. */
  readonly package: string;
}

export interface Struct {
  readonly kind: 'struct';
  readonly fields: readonly StructField[];
}

export interface Interface {
  readonly kind: 'interface';
  /** Sorted by name, those of embedded interfaces among them. */
  readonly methods: readonly { readonly name: string; readonly type: Signature }[];
}

/** What a call with several results, or none, gives. */
export interface Tuple {
  readonly kind: 'tuple';
  readonly types: readonly Type[];
}

export type Type = Basic | Named | Pointer | Slice | ArrayOf | MapOf | Channel | Signature | Struct | Interface | Tuple;

const basic = (name: string, is: Basic['is'], more: Partial<Basic> = {}): Basic => ({
  kind: 'basic',
  name,
  is,
  isUntyped: false,
  isUnsigned: false,
  bits: 0,
  ...more,
});
const integer = (name: string, bits: number) => basic(name, 'integer', { bits, isUnsigned: name.startsWith('u') });

const uint8 = integer('uint8', 8);
const int32 = integer('int32', 32);

export const INT = integer('int', 64);
export const UINT = integer('uint', 64);
export const FLOAT64 = basic('float64', 'float', { bits: 64 });
export const STRING = basic('string', 'string');
export const BOOL = basic('bool', 'boolean');
export const BYTE: Basic = { ...uint8, name: 'byte', aliasOf: uint8 };
export const RUNE: Basic = { ...int32, name: 'rune', aliasOf: int32 };
export const INVALID = basic('invalid type', 'invalid');

const untyped = (name: string, is: Basic['is'], bits = 0) => basic(`untyped ${name}`, is, { isUntyped: true, bits });
export const UNTYPED_INT = untyped('int', 'integer', 64);
export const UNTYPED_RUNE = untyped('rune', 'integer', 32);
export const UNTYPED_FLOAT = untyped('float', 'float', 64);
export const UNTYPED_STRING = untyped('string', 'string');
export const UNTYPED_BOOL = untyped('bool', 'boolean');
export const UNTYPED_NIL = untyped('nil', 'nil');

/** The predeclared ones. */
export const BASIC: readonly Basic[] = [
  ...['int8', 'int16'].map((name) => integer(name, Number(name.slice(3)))),
  int32,
  integer('int64', 64),
  INT,
  uint8,
  ...['uint16', 'uint32', 'uint64'].map((name) => integer(name, Number(name.slice(4)))),
  UINT,
  integer('uintptr', 64),
  basic('float32', 'float', { bits: 32 }),
  FLOAT64,
  STRING,
  BOOL,
  BYTE,
  RUNE,
];

export const EMPTY_INTERFACE: Interface = { kind: 'interface', methods: [] };

export const ERROR: Named = {
  kind: 'named',
  name: 'error',
  package: '',
  underlying: {
    kind: 'interface',
    methods: [
      {
        name: 'Error',
        type: { kind: 'signature', parameters: [], results: [{ name: '', type: STRING }], isVariadic: false },
      },
    ],
  },
  methods: new Map(),
  isLibrary: false,
  number: 0,
};

export const pointerTo = (of: Type): Pointer => ({ kind: 'pointer', of });
export const sliceOf = (of: Type): Slice => ({ kind: 'slice', of });
export const tupleOf = (types: readonly Type[]): Tuple => ({ kind: 'tuple', types });

export function underlying(type: Type): Exclude<Type, Named> {
  let of = type;
  while (of.kind === 'named') of = of.underlying;
  return of;
}

/** What a constant or nil becomes where nothing else is wanted. */
export function defaultType(type: Type): Type {
  switch (type) {
    case UNTYPED_INT:
      return INT;
    case UNTYPED_RUNE:
      return RUNE;
    case UNTYPED_FLOAT:
      return FLOAT64;
    case UNTYPED_STRING:
      return STRING;
    case UNTYPED_BOOL:
      return BOOL;
    default:
      return type;
  }
}
