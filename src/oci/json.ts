/** JSON as Go's encoding/json writes it: images are named by the digest of exactly these bytes. */
const encoder = new TextEncoder();

/** Go escapes what HTML gives a meaning, and the two line separators of JavaScript. */
const ESCAPED = /[<>&\u2028\u2029]/g;

/** json.Marshal: keys in the order given, members that are undefined left out. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(ESCAPED, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function goJsonBytes(value: unknown): Uint8Array {
  return encoder.encode(goJson(value));
}

/** A Go map: keys sorted. */
export function goMap<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  const names = Object.keys(map).sort();
  return Object.fromEntries(names.map((name) => [name, map[name]!]));
}

/** Go's `omitempty`: nothing for '', 0, false, and empty arrays and maps. */
export function omitEmpty<T>(value: T): T | undefined {
  if (value === '' || value === 0 || value === false || value === null) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (typeof value === 'object' && Object.keys(value).length === 0) return undefined;
  return value;
}
