import { isExtension, isMapping, type Tree } from './tree.ts';

/** What a value may look like; the words of a mismatch are those of the JSON schema library compose uses. */
export type Shape =
  | {
      readonly is: 'scalar';
      readonly types: readonly string[];
      readonly oneOf?: readonly string[];
      readonly pattern?: RegExp;
    }
  | { readonly is: 'either'; readonly shapes: readonly Shape[] }
  | { readonly is: 'list'; readonly item: Shape; readonly unique: boolean }
  | {
      readonly is: 'mapping';
      readonly keys: Readonly<Record<string, Shape>>;
      /** Any other key that looks like this holds that. */
      readonly others?: { readonly name: RegExp; readonly shape: Shape };
      readonly open: boolean;
      readonly orNull: boolean;
      readonly required: readonly string[];
    };

export interface Mismatch {
  readonly path: readonly string[];
  readonly depth: number;
  readonly words: string;
}

/** The mismatch that is deepest in the file, the first of several; undefined when all is well. */
export function mismatch(value: Tree, shape: Shape): Mismatch | undefined {
  let worst: Mismatch | undefined;
  for (const each of mismatches(value, shape, [])) if (!worst || each.depth > worst.depth) worst = each;
  return worst;
}

function* mismatches(value: Tree, shape: Shape, path: readonly string[]): Generator<Mismatch> {
  const here = (words: string, deeper = 0): Mismatch => ({ path, depth: path.length + deeper, words });
  if (shape.is === 'scalar') {
    if (!shape.types.some((type) => hasType(value, type))) yield here(`must be a ${typeWords(shape.types)}`);
    else if (shape.oneOf && !shape.oneOf.includes(value as string))
      yield here(`value must be one of ${shape.oneOf.map((each) => `'${each}'`).join(', ')}`);
    else if (shape.pattern && !shape.pattern.test(String(value)))
      yield here(`'${value}' does not match pattern '${shape.pattern.source}'`);
  } else if (shape.is === 'either') {
    const failures = shape.shapes.map((each) => [...mismatches(value, each, path)]);
    if (failures.every((each) => each.length > 0)) yield* failures.flat();
  } else if (shape.is === 'list') {
    if (!Array.isArray(value)) {
      yield here('must be a array');
      return;
    }
    for (const [index, item] of value.entries()) yield* mismatches(item, shape.item, [...path, String(index)]);
    if (!shape.unique) return;
    const texts = value.map((item) => JSON.stringify(item));
    const second = texts.findIndex((text, index) => texts.indexOf(text) < index);
    if (second >= 0) yield here(`items at ${texts.indexOf(texts[second]!)} and ${second} are equal`);
  } else {
    if (value === null && shape.orNull) return;
    if (!isMapping(value)) {
      yield here(`must be a ${shape.orNull ? 'mapping or null' : 'mapping'}`);
      return;
    }
    const missing = shape.required.filter((key) => !(key in value));
    if (missing.length)
      yield here(
        `missing ${missing.length > 1 ? 'properties' : 'property'} ${missing.map((key) => `'${key}'`).join(', ')}`,
      );
    const unknown: string[] = [];
    for (const [key, inner] of Object.entries(value)) {
      const known = shape.keys[key] ?? (shape.others?.name.test(key) ? shape.others.shape : undefined);
      if (known) yield* mismatches(inner, known, [...path, key]);
      else if (!shape.open && !isExtension(key)) unknown.push(key);
    }
    if (unknown.length)
      yield here(
        `additional properties ${unknown
          .sort()
          .map((key) => `'${key}'`)
          .join(', ')} not allowed`,
        1,
      );
  }
}

function hasType(value: Tree, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function typeWords(types: readonly string[]): string {
  const sorted = [...types].sort();
  return sorted.length === 1 ? sorted[0]! : `${sorted.slice(0, -1).join(', ')} or ${sorted.at(-1)}`;
}
