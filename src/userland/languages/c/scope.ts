import type { Struct, Type } from './types.ts';
import * as types from './types.ts';

/** What a name in a scope stands for while a file is parsed. */
type Meaning =
  | { readonly kind: 'type'; readonly type: Type }
  | { readonly kind: 'constant'; readonly value: bigint }
  | { readonly kind: 'object' };

/** Names and tags, innermost block last. */
export class Scope {
  readonly #names: Map<string, Meaning>[] = [new Map()];
  readonly #tags: Map<string, Struct | 'enum'>[] = [new Map()];

  enter(): void {
    this.#names.push(new Map());
    this.#tags.push(new Map());
  }

  leave(): void {
    this.#names.pop();
    this.#tags.pop();
  }

  define(name: string, meaning: Meaning): void {
    this.#names.at(-1)!.set(name, meaning);
  }

  find(name: string): Meaning | undefined {
    return this.#names.findLast((names) => names.has(name))?.get(name);
  }

  /** The struct of a tag: of this block when it is being defined, else of any block around. */
  struct(tag: string, isUnion: boolean, isDefined: boolean): Struct {
    const known = isDefined ? this.#tags.at(-1)!.get(tag) : this.#tags.findLast((tags) => tags.has(tag))?.get(tag);
    if (known !== undefined && known !== 'enum') return known;
    const made: Struct = { kind: 'struct', tag, isUnion, fields: undefined, size: 0, align: 1 };
    this.#tags.at(-1)!.set(tag, made);
    return made;
  }
}

/** The types that words stand for, the words sorted (C17 6.7.2). */
export const SPECIFIED: Readonly<Record<string, Type>> = {
  void: types.VOID,
  _Bool: types.BOOL,
  char: types.CHAR,
  'char signed': types.SIGNED_CHAR,
  'char unsigned': types.UNSIGNED_CHAR,
  short: types.SHORT,
  'int short': types.SHORT,
  'short signed': types.SHORT,
  'int short signed': types.SHORT,
  'short unsigned': types.UNSIGNED_SHORT,
  'int short unsigned': types.UNSIGNED_SHORT,
  int: types.INT,
  signed: types.INT,
  'int signed': types.INT,
  unsigned: types.UNSIGNED,
  'int unsigned': types.UNSIGNED,
  float: types.FLOAT,
  double: types.DOUBLE,
  'double long': types.DOUBLE,
  ...Object.fromEntries(
    ['long', 'long long'].flatMap((long) =>
      ['', 'int'].flatMap((int) => [
        [sorted(long, int), types.LONG],
        [sorted(long, int, 'signed'), types.LONG],
        [sorted(long, int, 'unsigned'), types.UNSIGNED_LONG],
      ]),
    ),
  ),
};

export function sorted(...words: readonly string[]): string {
  return words.join(' ').split(' ').filter(Boolean).sort().join(' ');
}
