import { type CharacterSet, has, LAST_UNIT } from './character-set.ts';
import { childrenOf, type Node } from './node.ts';

/** Most text is of these. */
export const LOW = 256;

/**
 * The characters of an expression, put together into classes none of its sets tells apart: an automaton needs a column for
 * each class and not for each character.
 */
export class Alphabet {
  /** How many classes there are; this number itself stands for what is before and after a text. */
  readonly size: number;
  /** The class of each of the first characters; for others ask `classOf`. */
  readonly low: Uint16Array;
  readonly #samples: readonly number[];
  readonly #tables = new Map<CharacterSet, Uint8Array>();

  constructor(node: Node) {
    const bounds = new Set([0]);
    const collect = (each: Node): void => {
      if (each.kind === 'set' || each.kind === 'beside') {
        for (const [index, code] of each.set.entries()) bounds.add(index % 2 === 0 ? code : code + 1);
      }
      for (const child of childrenOf(each)) collect(child);
    };
    collect(node);
    bounds.delete(LAST_UNIT + 1);
    this.#samples = [...bounds].sort((a, b) => a - b);
    this.size = this.#samples.length;
    this.low = Uint16Array.from({ length: LOW }, (_, code) => this.classOf(code));
  }

  classOf(code: number): number {
    let [from, to] = [0, this.size - 1];
    while (from < to) {
      const middle = (from + to + 1) >> 1;
      if (this.#samples[middle]! <= code) from = middle;
      else to = middle - 1;
    }
    return from;
  }

  /** Which classes a set has; the last entry says whether the outside of a text counts as one of them. */
  table(set: CharacterSet, outside: boolean): Uint8Array {
    const known = outside ? undefined : this.#tables.get(set);
    if (known) return known;
    const table = Uint8Array.from([...this.#samples.map((code) => Number(has(set, code))), Number(outside)]);
    if (!outside) this.#tables.set(set, table);
    return table;
  }
}
