import type { NamedObject, PendingObject } from './objects.ts';

/** The names of a block, within those of the block around it. */
export class Scope {
  readonly outer: Scope | undefined;
  readonly names: Map<string, NamedObject | PendingObject>;

  constructor(outer: Scope | undefined, names = new Map<string, NamedObject | PendingObject>()) {
    this.outer = outer;
    this.names = names;
  }

  find(name: string): NamedObject | PendingObject | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.outer) {
      const found = scope.names.get(name);
      if (found) return found;
    }
    return undefined;
  }
}
