/**
 * Go's view of a JSON answer. Templates see typed structs, and that shows: a nil slice prints `[]`, a nil map `map[]`, a nil
 * pointer `<nil>`; a field that the engine left out has its zero value, and one that does not exist is an error.
 */
export type GoType =
  | { readonly kind: 'bool' | 'int' | 'float' | 'time' | 'duration' | 'any' }
  // One with a name of its own (events.Action) is not what functions of strings take.
  | { readonly kind: 'string'; readonly name?: string }
  | { readonly kind: 'slice' | 'pointer'; readonly element: GoType }
  | { readonly kind: 'map'; readonly element: GoType }
  | StructType;

export interface StructType {
  readonly kind: 'struct';
  readonly name: string;
  readonly fields: readonly Field[];
  /** A formatter's row: fields are methods, and it is marshalled as a map. */
  readonly methods?: boolean;
  /** All its fields are marshalled only when they hold something. */
  readonly omitEmpty?: boolean;
}

export interface Field {
  readonly name: string;
  readonly json: string;
  readonly type: GoType;
}

export interface GoValue {
  readonly type: GoType;
  /** JSON's own value; undefined or null is the zero value. */
  readonly value: unknown;
}

export const STRING: GoType = { kind: 'string' };
export const BOOL: GoType = { kind: 'bool' };
export const INT: GoType = { kind: 'int' };
export const FLOAT: GoType = { kind: 'float' };
export const ANY: GoType = { kind: 'any' };
export const STRINGS: GoType = { kind: 'slice', element: STRING };

export const NIL: GoValue = { type: ANY, value: undefined };
export const goString = (value: string): GoValue => ({ type: STRING, value });
export const goBool = (value: boolean): GoValue => ({ type: BOOL, value });
export const goInt = (value: number): GoValue => ({ type: INT, value });

/** What a value without a declared type is, from what JSON says. */
export function concrete({ type, value }: GoValue): GoValue {
  if (type.kind !== 'any' || value === undefined || value === null) return { type, value };
  if (typeof value === 'string') return { type: STRING, value };
  if (typeof value === 'boolean') return { type: BOOL, value };
  if (typeof value === 'number') return { type: FLOAT, value };
  if (Array.isArray(value)) return { type: { kind: 'slice', element: ANY }, value };
  return { type: { kind: 'map', element: ANY }, value };
}

export const isNil = ({ type, value }: GoValue): boolean =>
  (value === undefined || value === null) && (type.kind === 'any' || type.kind === 'pointer');

export function typeName(type: GoType): string {
  switch (type.kind) {
    case 'slice':
      return `[]${typeName(type.element)}`;
    case 'pointer':
      return `*${typeName(type.element)}`;
    case 'map':
      return `map[string]${typeName(type.element)}`;
    case 'struct':
      return type.name;
    case 'string':
      return type.name ?? 'string';
    case 'any':
      return 'interface {}';
    case 'float':
      return 'float64';
    case 'duration':
      return 'time.Duration';
    case 'time':
      return 'time.Time';
    default:
      return type.kind;
  }
}

/**
 * Structs from a listing: a name, then its fields as Go writes them, `Id→ID` where JSON's name (first) is another one.
 * `omitempty` behind a struct's name goes for all its fields. `.Name` refers to a struct of the same listing.
 */
export function declareStructs(listing: string): Map<string, StructType> {
  const structs = new Map<string, { kind: 'struct'; name: string; fields: Field[] }>();
  const blocks = listing.trim().split(/\n\s*\n/);
  for (const block of blocks) {
    const [name, option] = block.trim().split('\n')[0]!.trim().split(' ') as [string, string | undefined];
    structs.set(name, { kind: 'struct', name, fields: [], ...(option === 'omitempty' && { omitEmpty: true }) });
  }
  for (const block of blocks) {
    const [name, ...lines] = block
      .trim()
      .split('\n')
      .map((line) => line.trim());
    const struct = structs.get(name!.split(' ')[0]!)!;
    for (const line of lines) {
      const [names, type] = line.split(' ') as [string, string];
      for (const entry of names.split(',')) {
        const [json, field] = entry.split('→') as [string, string | undefined];
        struct.fields.push({ name: field ?? json, json, type: readType(type, structs) });
      }
    }
  }
  return structs;
}

function readType(text: string, structs: ReadonlyMap<string, StructType>): GoType {
  if (text.startsWith('[]')) return { kind: 'slice', element: readType(text.slice(2), structs) };
  if (text.startsWith('*')) return { kind: 'pointer', element: readType(text.slice(1), structs) };
  if (text.startsWith('map:')) return { kind: 'map', element: readType(text.slice(4), structs) };
  if (text.startsWith('string:')) return { kind: 'string', name: text.slice(7) };
  const struct = structs.get(text);
  if (struct) return struct;
  if (text === 'empty') return { kind: 'struct', name: 'struct {}', fields: [] };
  if (['string', 'bool', 'int', 'float', 'time', 'duration', 'any'].includes(text)) return { kind: text as 'string' };
  throw new Error(`unknown type ${text}`);
}
