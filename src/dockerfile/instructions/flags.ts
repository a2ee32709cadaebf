import { withSuggestion } from '../suggest.ts';

type FlagKind = 'string' | 'strings' | 'boolean';

/** What was given for the flags of one instruction. */
export class FlagValues {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  string(name: string): string {
    return this.#values.get(name)?.[0] ?? '';
  }

  strings(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  boolean(name: string): boolean {
    return this.optionalBoolean(name) ?? false;
  }

  optionalBoolean(name: string): boolean | undefined {
    const value = this.#values.get(name)?.[0];
    return value === undefined ? undefined : value === 'true';
  }

  used(): string[] {
    return [...this.#values.keys()];
  }
}

/** Reads an instruction's `--flags` (BuildKit's instructions/bflag.go). */
export function parseFlags(given: readonly string[], known: Readonly<Record<string, FlagKind>>): FlagValues {
  const values = new Map<string, string[]>();
  for (const argument of given) {
    if (argument === '--') break;
    if (!argument.startsWith('--')) throw new Error(`arg should start with -- : ${argument}`);
    const equals = argument.indexOf('=');
    const flag = equals < 0 ? argument : argument.slice(0, equals);
    const value = equals < 0 ? undefined : argument.slice(equals + 1);
    const name = flag.slice(2);
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!kind) throw new Error(withSuggestion(`unknown flag: ${flag}`, name, Object.keys(known), true));
    const before = values.get(name);
    if (before && kind !== 'strings') throw new Error(`duplicate flag specified: ${flag}`);
    if (kind === 'boolean') values.set(name, [booleanValue(flag, value)]);
    else if (value === undefined) throw new Error(`missing a value on flag: ${flag}`);
    else values.set(name, [...(before ?? []), value]);
  }
  return new FlagValues(values);
}

function booleanValue(flag: string, value: string | undefined): string {
  if (value === '') throw new Error(`missing a value on flag: ${flag}`);
  const lower = (value ?? 'true').toLowerCase();
  if (lower !== 'true' && lower !== 'false') throw new Error(`expecting boolean value for flag ${flag}, not: ${value}`);
  return lower;
}
