import type { FlagSpec } from '../reference/reference.ts';
import { defaultOf } from './values.ts';

export type FlagValue = string | number | boolean | object;

/** Old names that still work, as docker's commands declare them. */
const SYNONYMS: Readonly<Record<string, string>> = {
  net: 'network',
  'net-alias': 'network-alias',
  'dns-opt': 'dns-option',
};

/** The values a command line gave, over the defaults of the command's flags. */
export class Flags {
  readonly #specs: readonly FlagSpec[];
  readonly #given = new Map<string, FlagValue[]>();
  /** What a flag was called where it was last found. */
  readonly #names = new Map<string, string>();
  readonly #raw = new Map<string, string[]>();

  constructor(specs: readonly FlagSpec[]) {
    this.#specs = specs;
  }

  find(name: string): FlagSpec | undefined {
    const known = this.#specs.find((flag) => flag.name === name);
    if (known) return known;
    const synonym = SYNONYMS[name];
    if (synonym) return this.#specs.find((flag) => flag.name === synonym);
    // `--time` was the name of `--timeout` until 28; both are accepted where a timeout is.
    const timeout = name === 'time' ? this.#specs.find((flag) => flag.name === 'timeout') : undefined;
    if (timeout) this.#names.set('timeout', name);
    return timeout;
  }

  /** The old name a flag was given under, if it was. */
  usedName(name: string): string | undefined {
    return this.#names.get(name);
  }

  findShorthand(letter: string): FlagSpec | undefined {
    return this.#specs.find((flag) => flag.shorthand === letter);
  }

  add(flag: FlagSpec, value: FlagValue): void {
    const values = this.#given.get(flag.name);
    if (values) values.push(value);
    else this.#given.set(flag.name, [value]);
  }

  addRaw(name: string, value: string): void {
    this.#raw.set(name, [...(this.#raw.get(name) ?? []), value]);
  }

  changed(name: string): boolean {
    return this.#given.has(name);
  }

  bool(name: string): boolean {
    return this.#last(name) === true;
  }

  string(name: string): string {
    const value = this.#last(name);
    return value === undefined ? '' : String(value);
  }

  number(name: string): number {
    const value = this.#last(name);
    return typeof value === 'number' ? value : 0;
  }

  strings(name: string): string[] {
    return (this.#given.get(name) ?? []).flatMap((value) =>
      Array.isArray(value) ? value.map(String) : [String(value)],
    );
  }

  /** Values of a flag whose reader makes something richer than text (mounts, networks, ulimits). */
  values<T extends object>(name: string): T[] {
    return (this.#given.get(name) ?? []) as T[];
  }

  #last(name: string): FlagValue | undefined {
    const given = this.#given.get(name);
    if (given) return given[given.length - 1];
    const spec = this.#specs.find((flag) => flag.name === name);
    return spec && defaultOf(spec);
  }
}
