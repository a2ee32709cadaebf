import type { Variables } from '../../dockerfile/shell/lex.ts';

/** An ordered, immutable environment. A variable set again moves to the end, as in BuildKit's llb.EnvList. */
export class Environment implements Variables {
  readonly #map: ReadonlyMap<string, string>;

  constructor(map: ReadonlyMap<string, string> = new Map()) {
    this.#map = map;
  }

  static of(list: readonly string[]): Environment {
    return list.reduce((env, entry) => {
      const [key, value] = splitEntry(entry);
      return env.with(key, value);
    }, new Environment());
  }

  get(name: string): string | undefined {
    return this.#map.get(name);
  }

  names(): string[] {
    return [...this.#map.keys()];
  }

  with(name: string, value: string): Environment {
    const map = new Map(this.#map);
    map.delete(name);
    return new Environment(map.set(name, value));
  }

  list(): string[] {
    return [...this.#map].map(([name, value]) => `${name}=${value}`);
  }
}

/** `NAME=value` → both; a bare name has an empty value. */
export function splitEntry(entry: string): [string, string] {
  const equals = entry.indexOf('=');
  return equals < 0 ? [entry, ''] : [entry.slice(0, equals), entry.slice(equals + 1)];
}

/** Sets a variable where it stands in an image's Env, or at the end. */
export function setImageEnv(env: readonly string[], name: string, value: string): string[] {
  const index = env.findIndex((entry) => splitEntry(entry)[0] === name);
  const entry = `${name}=${value}`;
  return index < 0 ? [...env, entry] : env.with(index, entry);
}
