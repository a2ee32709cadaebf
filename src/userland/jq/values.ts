/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** What `try` catches and `error` throws. */
export class JqError extends Error {
  readonly value: Json;

  constructor(value: Json) {
    super(typeof value === 'string' ? value : `${JSON.stringify(value)} (not a string)`);
    this.value = value;
  }
}

export type Kind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

export function kindOf(value: Json): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as Kind;
}

export function isTrue(value: Json): boolean {
  return value !== null && value !== false;
}

const MOST_SHOWN = 14;

/** As messages show a value, cut where jq cuts it. */
export function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 3)}...` : text;
}

export function described(value: Json): string {
  return `${kindOf(value)} (${shown(value)})`;
}

/** An object without a prototype, so that `__proto__` is a key like others. */
export function object(entries: Iterable<readonly [string, Json]> = []): JsonObject {
  const made = Object.create(null) as JsonObject;
  for (const [key, value] of entries) made[key] = value;
  return made;
}

export function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

const ORDER: readonly string[] = ['null', 'false', 'true', 'number', 'string', 'array', 'object'];

function rank(value: Json): number {
  return ORDER.indexOf(typeof value === 'boolean' ? String(value) : kindOf(value));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareLists(a: readonly Json[], b: readonly Json[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compare(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

export function sortedKeys(value: JsonObject): string[] {
  return Object.keys(value).sort(compareText);
}

/** jq's total order of all values. */
export function compare(a: Json, b: Json): number {
  const [first, second] = [rank(a), rank(b)];
  if (first !== second) return first - second;
  if (typeof a === 'number') return a < (b as number) ? -1 : a > (b as number) ? 1 : Number.isNaN(a) ? -1 : 0;
  if (typeof a === 'string') return compareText(a, b as string);
  if (Array.isArray(a)) return compareLists(a, b as Json[]);
  if (!isObject(a)) return 0;
  const [mine, theirs] = [sortedKeys(a), sortedKeys(b as JsonObject)];
  const keys = compareLists(mine, theirs);
  if (keys !== 0) return keys;
  return compareLists(
    mine.map((key) => a[key]!),
    mine.map((key) => (b as JsonObject)[key]!),
  );
}

function failBoth(a: Json, b: Json, what: string): never {
  throw new JqError(`${described(a)} and ${described(b)} cannot be ${what}`);
}

function merged(a: JsonObject, b: JsonObject): JsonObject {
  const result = object(Object.entries(a));
  for (const [key, value] of Object.entries(b)) {
    const old = result[key];
    result[key] = old !== undefined && isObject(old) && isObject(value) ? merged(old, value) : value;
  }
  return result;
}

export function calculate(operator: string, a: Json, b: Json): Json {
  switch (operator) {
    case '+':
      if (a === null) return b;
      if (b === null) return a;
      if (typeof a === 'number' && typeof b === 'number') return a + b;
      if (typeof a === 'string' && typeof b === 'string') return a + b;
      if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
      if (isObject(a) && isObject(b)) return object([...Object.entries(a), ...Object.entries(b)]);
      return failBoth(a, b, 'added');
    case '-':
      if (typeof a === 'number' && typeof b === 'number') return a - b;
      if (Array.isArray(a) && Array.isArray(b)) return a.filter((one) => !b.some((other) => compare(one, other) === 0));
      return failBoth(a, b, 'subtracted');
    case '*':
      if (typeof a === 'number' && typeof b === 'number') return a * b;
      if (typeof a === 'string' && typeof b === 'number') return b > 0 ? a.repeat(Math.max(1, Math.floor(b))) : null;
      if (typeof a === 'number' && typeof b === 'string') return calculate('*', b, a);
      if (isObject(a) && isObject(b)) return merged(a, b);
      return failBoth(a, b, 'multiplied');
    case '/':
      if (typeof a === 'number' && typeof b === 'number') {
        if (b === 0) failBoth(a, b, 'divided because the divisor is zero');
        return a / b;
      }
      if (typeof a === 'string' && typeof b === 'string') return a === '' ? [] : a.split(b);
      return failBoth(a, b, 'divided');
    default: {
      if (typeof a !== 'number' || typeof b !== 'number') return failBoth(a, b, 'divided');
      const divisor = Math.trunc(Math.abs(b));
      if (divisor === 0) failBoth(a, b, 'divided because the divisor is zero');
      return Math.trunc(a) % divisor;
    }
  }
}
