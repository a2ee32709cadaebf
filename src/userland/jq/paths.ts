import type { Place } from './environment.ts';
import { described, isObject, JqError, type Json, kindOf, object, shown } from './values.ts';

/** `.[key]` */
export function indexed(value: Json, key: Json): Json {
  if (value === null && (key === null || typeof key === 'string' || typeof key === 'number' || isObject(key)))
    return null;
  if (isObject(value) && typeof key === 'string') return value[key] ?? null;
  if (Array.isArray(value)) {
    if (typeof key === 'number') {
      const at = Math.floor(key);
      return value[at < 0 ? at + value.length : at] ?? null;
    }
    if (Array.isArray(key)) return indicesOf(value, key);
    if (isObject(key)) return sliced(value, key.start ?? null, key.end ?? null);
  }
  if (typeof key === 'string') throw new JqError(`Cannot index ${kindOf(value)} with "${key}"`);
  throw new JqError(`Cannot index ${kindOf(value)} with ${kindOf(key)}`);
}

export function indicesOf(value: readonly Json[], wanted: readonly Json[]): number[] {
  if (wanted.length === 0) return [];
  const texts = wanted.map((one) => JSON.stringify(one));
  return value.flatMap((_, at) => (texts.every((text, i) => JSON.stringify(value[at + i]) === text) ? [at] : []));
}

export function sliced(value: Json, from: Json, to: Json): Json {
  if (value === null) return null;
  if (typeof value !== 'string' && !Array.isArray(value))
    throw new JqError(`Cannot index ${kindOf(value)} with object`);
  const [start, end] = bounds(typeof value === 'string' ? [...value].length : value.length, from, to);
  return typeof value === 'string' ? [...value].slice(start, end).join('') : value.slice(start, end);
}

function bounds(length: number, from: Json, to: Json): [number, number] {
  for (const bound of [from, to]) {
    if (bound !== null && typeof bound !== 'number')
      throw new JqError('Start and end indices of an array slice must be numbers');
  }
  const inside = (at: number): number => Math.min(length, Math.max(0, at < 0 ? at + length : at));
  return [inside(Math.floor((from as number) ?? 0)), inside(Math.ceil((to as number) ?? length))];
}

export function at({ value, path }: Place, key: Json): Place {
  return { value: indexed(value, key), path: path && [...path, key] };
}

export function* iterated({ value, path }: Place): Generator<Place> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield { value: item, path: path && [...path, index] };
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) yield { value: value[key]!, path: path && [...path, key] };
  } else throw new JqError(`Cannot iterate over ${described(value)}`);
}

export function getPath(value: Json, path: readonly Json[]): Json {
  return path.reduce<Json>((inner, key) => (inner === null ? null : indexed(inner, key)), value);
}

export function setPath(value: Json, path: readonly Json[], next: (old: Json) => Json): Json {
  if (path.length === 0) return next(value);
  const [key, ...rest] = path as [Json, ...Json[]];
  const inner = setPath(indexed(value, key), rest, next);
  return withKey(value, key, inner);
}

function withKey(value: Json, key: Json, inner: Json): Json {
  if (typeof key === 'string' && (value === null || isObject(value))) {
    const copy = object(Object.entries(value ?? {}));
    copy[key] = inner;
    return copy;
  }
  if (typeof key === 'number' && (value === null || Array.isArray(value))) {
    const copy = [...(value ?? [])];
    const place = key < 0 ? key + copy.length : Math.floor(key);
    if (place < 0) throw new JqError('Out of bounds negative array index');
    while (copy.length < place) copy.push(null);
    copy[place] = inner;
    return copy;
  }
  if (isObject(key) && (value === null || Array.isArray(value))) {
    if (!Array.isArray(inner)) throw new JqError('A slice of an array can only be assigned another array');
    const list = value ?? [];
    const [start, end] = bounds(list.length, key.start ?? null, key.end ?? null);
    return [...list.slice(0, start), ...inner, ...list.slice(Math.max(start, end))];
  }
  throw new JqError(`Cannot update field at ${kindOf(key)} index of ${kindOf(value)}`);
}

/** Without what lies at the paths; the last of an array first, so that the others stay where they are. */
export function deletePaths(value: Json, paths: readonly (readonly Json[])[]): Json {
  const groups = new Map<string, { key: Json; whole: boolean; below: Json[][] }>();
  for (const path of paths) {
    if (path.length === 0) return null;
    const [key, ...rest] = path as [Json, ...Json[]];
    const group = groups.get(JSON.stringify(key)) ?? { key, whole: false, below: [] };
    if (rest.length === 0) group.whole = true;
    else group.below.push(rest);
    groups.set(JSON.stringify(key), group);
  }
  let result = value;
  const gone = new Set<number | string>();
  for (const { key, whole, below } of groups.values()) {
    if (result === null) return null;
    if (!whole) {
      const inner = indexed(result, key);
      if (inner !== null) result = withKey(result, key, deletePaths(inner, below));
    } else if (isObject(result) && typeof key === 'string') gone.add(key);
    else if (Array.isArray(result) && typeof key === 'number') gone.add(key < 0 ? key + result.length : key);
    else if (Array.isArray(result) && isObject(key)) {
      const [start, end] = bounds(result.length, key.start ?? null, key.end ?? null);
      for (let i = start; i < end; i++) gone.add(i);
    } else
      throw new JqError(`Cannot delete field at ${isObject(result) ? 'object' : 'array'} index of ${kindOf(result)}`);
  }
  if (Array.isArray(result)) return result.filter((_, index) => !gone.has(index));
  return isObject(result) ? object(Object.entries(result).filter(([key]) => !gone.has(key))) : result;
}

export function pathOf({ value, path }: Place): readonly Json[] {
  if (!path) throw new JqError(`Invalid path expression with result ${shown(value)}`);
  return path;
}
