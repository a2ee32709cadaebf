import type { Native } from '../environment.ts';
import { compare, described, isObject, isTrue, JqError, type Json, kindOf, sortedKeys } from '../values.ts';
import { plain, wrong } from './plain.ts';

function keys(value: Json, sorted: boolean): Json[] {
  if (Array.isArray(value)) return value.map((_, index) => index);
  if (!isObject(value)) return wrong(value, 'has no keys');
  return sorted ? sortedKeys(value) : Object.keys(value);
}

function length(value: Json): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return wrong(value, 'has no length');
  if (typeof value === 'number') return Math.abs(value);
  if (typeof value === 'string') return [...value].length;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

function contains(a: Json, b: Json): boolean {
  if (isObject(a) && isObject(b)) return Object.keys(b).every((key) => key in a && contains(a[key]!, b[key]!));
  if (Array.isArray(a) && Array.isArray(b)) return b.every((one) => a.some((other) => contains(other, one)));
  if (typeof a === 'string' && typeof b === 'string') return a.includes(b);
  if (kindOf(a) !== kindOf(b))
    throw new JqError(`${described(a)} and ${described(b)} cannot have their containment checked`);
  return compare(a, b) === 0;
}

/** What any value may be asked. */
export const valuesBuiltins: Record<string, Native> = {
  'empty/0': () => [],
  'not/0': plain((input) => !isTrue(input)),
  'true/0': plain(() => true),
  'false/0': plain(() => false),
  'null/0': plain(() => null),
  'error/0': plain((input) => {
    throw new JqError(input);
  }),
  'error/1': plain((_, message) => {
    throw new JqError(message!);
  }),
  'type/0': plain(kindOf),
  'length/0': plain(length),
  'keys/0': plain((input) => keys(input, true)),
  'keys_unsorted/0': plain((input) => keys(input, false)),
  'has/1': plain((input, key) => {
    if (isObject(input) && typeof key === 'string') return Object.hasOwn(input, key);
    if (input === null) return false;
    if (Array.isArray(input) && typeof key === 'number') return key >= 0 && key < input.length;
    throw new JqError(
      `Cannot check whether ${kindOf(input)} has a ${typeof key === 'string' ? 'string' : kindOf(key!)} key`,
    );
  }),
  'contains/1': plain((input, other) => contains(input, other!)),
};
