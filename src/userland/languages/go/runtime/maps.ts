import type { GoMap, Runtime } from './guest.ts';

/** Maps: JavaScript's own, and others whose keys are told apart by what they are made of. */
export function mapsPart(G: Runtime): void {
  /** A key's parts as text, for keys that are not their own identity in JavaScript. */
  const identities = new WeakMap<object, number>();
  let identity = 0;
  const keyOf = (key: unknown): string => {
    if (key === null) return 'n';
    if (key instanceof G.Box) {
      if (key.t.isUncomparable) G.fail(`runtime error: hash of unhashable type ${key.t.name}`);
      return `${key.t.name}\0${key.t.kind === 'pointer' ? idOf(key.v as object) : keyOf(key.v)}`;
    }
    if (typeof key !== 'object') return `${typeof key}${String(key)}`;
    if (Array.isArray(key)) return `[${key.map(keyOf).join('\0')}]`;
    if ('$copy' in (key as object))
      return `{${Object.values(key as object)
        .map(keyOf)
        .join('\0')}}`;
    return idOf(key as object);
  };
  const idOf = (of: object | null) => {
    if (of === null) return 'n';
    if (!identities.has(of)) identities.set(of, identity++);
    return `#${identities.get(of)}`;
  };
  class Keyed implements GoMap {
    readonly #held = new Map<string, [unknown, unknown]>();
    readonly #keyOf: (key: unknown) => string;
    constructor(of: (key: unknown) => string) {
      this.#keyOf = of;
    }
    get size() {
      return this.#held.size;
    }
    has(key: unknown) {
      return this.#held.has(this.#keyOf(key));
    }
    get(key: unknown) {
      return this.#held.get(this.#keyOf(key))?.[1];
    }
    set(key: unknown, value: unknown) {
      this.#held.set(this.#keyOf(key), [key, value]);
    }
    delete(key: unknown) {
      return this.#held.delete(this.#keyOf(key));
    }
    clear() {
      this.#held.clear();
    }
    entries() {
      return this.#held.values();
    }
  }

  Object.assign(G, {
    Keyed,
    keyOf,
    keyOfParts: keyOf,
    fill(map: GoMap, entries: readonly [unknown, unknown][]) {
      for (const [key, value] of entries) map.set(key, value);
      return map;
    },
    get: (map: GoMap | null, key: unknown, zero: unknown) => (map?.has(key) ? map.get(key) : zero),
    find: (map: GoMap | null, key: unknown, zero: unknown) => (map?.has(key) ? [map.get(key), true] : [zero, false]),
    set(map: GoMap | null, key: unknown, value: unknown) {
      if (map === null) G.fail('assignment to entry in nil map');
      map!.set(key, value);
    },
    remove: (map: GoMap | null, key: unknown) => void map?.delete(key),
    entries: (map: GoMap | null) => (map === null ? [] : map.entries()),
  });
}
