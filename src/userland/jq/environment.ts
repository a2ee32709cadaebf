import type { Definition, Filter } from './tree.ts';
import { JqError, type Json } from './values.ts';

/** A value, and where it lies in the input while paths are asked for. */
export interface Place {
  readonly value: Json;
  readonly path: readonly Json[] | undefined;
}

/** A function in TypeScript: it decides itself what it does with its arguments. */
export type Native = (place: Place, args: readonly Filter[], scope: Scope) => Iterable<Place>;

/** What a filter may ask of the command it runs in. */
export interface Runtime {
  /** Milliseconds since 1970. */
  now(): number;
  /** The next value of the input; undefined when there is no more. */
  next(): Json | undefined;
  /** Writes to standard error. */
  complain(text: string): void;
  readonly file: string | null;
  /** Of the input, how many have been read. */
  readonly line: number;
  readonly natives: Readonly<Record<string, Native>>;
}

/** What a name with so many parameters stands for. */
export type Callable =
  /** A definition, and the names it sees. */
  | { readonly definition: Definition; readonly scope: Scope }
  /** An argument: a filter, and the names where it was written. */
  | { readonly filter: Filter; readonly scope: Scope };

/** The names a filter sees; a chain, so that nothing is copied. */
export class Scope {
  readonly #parent: Scope | undefined;
  readonly #key: string;
  readonly #held: Json | Callable | object;

  private constructor(parent: Scope | undefined, key: string, held: Json | Callable | object) {
    this.#parent = parent;
    this.#key = key;
    this.#held = held;
  }

  static empty = new Scope(undefined, '', null);

  withVariable(name: string, value: Json): Scope {
    return new Scope(this, `$${name}`, value);
  }

  withArgument(name: string, filter: Filter, scope: Scope): Scope {
    return new Scope(this, `${name}/0`, { filter, scope });
  }

  withDefinition(definition: Definition): Scope {
    // A definition sees itself: its scope is this one with it.
    const callable = { definition, scope: Scope.empty };
    const scope = new Scope(this, `${definition.name}/${definition.parameters.length}`, callable);
    callable.scope = scope;
    return scope;
  }

  withLabel(name: string, label: object): Scope {
    return new Scope(this, `*${name}`, label);
  }

  variable(name: string): Json {
    const found = this.#find(`$${name}`);
    if (!found) throw new JqError(`$${name} is not defined`);
    return found.#held as Json;
  }

  callable(name: string, arity: number): Callable | undefined {
    const found = this.#find(`${name}/${arity}`);
    return found && (found.#held as Callable);
  }

  label(name: string): object {
    return this.#find(`*${name}`)!.#held as object;
  }

  withRuntime(runtime: Runtime): Scope {
    return new Scope(this, '!', runtime);
  }

  /** What the world outside gives. */
  get runtime(): Runtime {
    return this.#find('!')!.#held as Runtime;
  }

  hasVariable(name: string): boolean {
    return this.#find(`$${name}`) !== undefined;
  }

  hasLabel(name: string): boolean {
    return this.#find(`*${name}`) !== undefined;
  }

  #find(key: string): Scope | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.#parent) if (scope.#key === key) return scope;
    return undefined;
  }
}

/** Thrown by `break`, caught by its label. */
export class Break {
  readonly label: object;
  constructor(label: object) {
    this.label = label;
  }
}
