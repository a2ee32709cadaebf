import type { Native, Place, Scope } from '../environment.ts';
import { values } from '../evaluate.ts';
import { indexed, indicesOf } from '../paths.ts';
import type { Filter } from '../tree.ts';
import { compare, described, isObject, JqError, type Json } from '../values.ts';
import { list, number, plain } from './plain.ts';

function flatten(value: Json[], depth: number): Json[] {
  if (depth < 0) throw new JqError('flatten depth must not be negative');
  return value.flatMap((item) => (Array.isArray(item) && depth > 0 ? flatten(item, depth - 1) : [item]));
}

function indices(value: Json, wanted: Json): Json {
  if (value === null) return null;
  if (typeof value === 'string' && typeof wanted === 'string') {
    const found: number[] = [];
    if (wanted === '') return null;
    for (let at = value.indexOf(wanted); at >= 0; at = value.indexOf(wanted, at + 1))
      found.push([...value.slice(0, at)].length);
    return found;
  }
  if (Array.isArray(value)) {
    if (Array.isArray(wanted)) return indicesOf(value, wanted);
    return value.flatMap((item, at) => (compare(item, wanted) === 0 ? [at] : []));
  }
  return indexed(value, wanted);
}

/** With what a filter gives for each item, for what sorts and groups by it. */
function keyed({ value }: Place, filter: Filter, scope: Scope): { item: Json; key: Json }[] {
  if (!Array.isArray(value))
    throw new JqError(isObject(value) ? `Cannot index object with number` : `Cannot iterate over ${described(value)}`);
  return value.map((item) => ({ item, key: [...values(filter, item, scope)] })).sort((a, b) => compare(a.key, b.key));
}

function by(make: (rows: { item: Json; key: Json }[]) => Json): Native {
  return function* (place, [filter], scope) {
    yield { value: make(keyed(place, filter!, scope)), path: undefined };
  };
}

const SORT = 'cannot be sorted, as it is not an array';

function grouped(rows: { item: Json; key: Json }[]): Json[][] {
  const groups: { key: Json; items: Json[] }[] = [];
  for (const { item, key } of rows) {
    const last = groups.at(-1);
    if (last && compare(last.key, key) === 0) last.items.push(item);
    else groups.push({ key, items: [item] });
  }
  return groups.map(({ items }) => items);
}

function extreme(rows: { item: Json; key: Json }[], sign: 1 | -1): Json {
  let best: { item: Json; key: Json } | undefined;
  for (const row of rows) if (!best || compare(row.key, best.key) * sign >= (sign > 0 ? 0 : 1)) best = row;
  return best?.item ?? null;
}

const self = (rows: Json): { item: Json; key: Json }[] =>
  list(rows, 'cannot be sorted, as it is not an array').map((item) => ({ item, key: item }));

/** Arrays: sorted, grouped, searched. */
export const listsBuiltins: Record<string, Native> = {
  'reverse/0': plain((input) => {
    if (typeof input === 'string') return [...input].reverse().join('');
    return input === null ? [] : [...list(input, 'cannot be reversed, as it is not an array')].reverse();
  }),
  'flatten/0': plain((input) => flatten(list(input, 'cannot be flattened'), Number.POSITIVE_INFINITY)),
  'flatten/1': plain((input, depth) => flatten(list(input, 'cannot be flattened'), number(depth!))),
  'sort/0': plain((input) => [...list(input, SORT)].sort(compare)),
  'sort_by/1': by((rows) => rows.map(({ item }) => item)),
  'group_by/1': by(grouped),
  'unique/0': plain((input) => grouped(self([...list(input, SORT)].sort(compare))).map(([first]) => first!)),
  'unique_by/1': by((rows) => grouped(rows).map(([first]) => first!)),
  'min/0': plain((input) => extreme(self(input), -1)),
  'max/0': plain((input) => extreme(self(input), 1)),
  'min_by/1': by((rows) => rows[0]?.item ?? null),
  'max_by/1': by((rows) => rows.at(-1)?.item ?? null),
  'transpose/0': plain((input) => {
    const rows = list(input, 'cannot be transposed').map((row) => list(row, 'cannot be transposed'));
    const width = Math.max(0, ...rows.map((row) => row.length));
    return Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? null));
  }),
  'indices/1': plain((input, wanted) => indices(input, wanted!)),
  'index/1': plain((input, wanted) => (indices(input, wanted!) as Json[] | null)?.[0] ?? null),
  'rindex/1': plain((input, wanted) => (indices(input, wanted!) as Json[] | null)?.at(-1) ?? null),
};
