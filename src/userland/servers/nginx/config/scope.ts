import type { Place } from './directives.ts';
import type { Directive } from './parse.ts';

/** One level of the configuration. What a level does not say, the level around it says. */
export class Scope {
  readonly place: Place;
  readonly around: Scope | undefined;
  readonly #own = new Map<string, Directive[]>();
  /** In the order written: for the rewrite directives. */
  readonly list: Directive[] = [];

  constructor(place: Place, around?: Scope) {
    this.place = place;
    this.around = around;
  }

  add(directive: Directive): void {
    this.list.push(directive);
    const same = this.#own.get(directive.name);
    if (same) same.push(directive);
    else this.#own.set(directive.name, [directive]);
  }

  own(name: string): Directive[] {
    return this.#own.get(name) ?? [];
  }

  /** All of the nearest level that has any. */
  all(name: string): Directive[] {
    return this.#own.get(name) ?? this.around?.all(name) ?? [];
  }

  get(name: string): Directive | undefined {
    return this.all(name).at(-1);
  }

  value(name: string): string | undefined {
    return this.get(name)?.args[0];
  }

  flag(name: string, standard: boolean): boolean {
    const value = this.value(name);
    return value === undefined ? standard : value === 'on';
  }
}
