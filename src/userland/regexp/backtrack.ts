import { has } from './character-set.ts';
import type { Node } from './node.ts';
import type { Span } from './search.ts';
import { TooComplex } from './too-complex.ts';

const MOST_STEPS = 1_000_000;

function tooManySteps(): TooComplex {
  return new TooComplex('that takes this many steps');
}

type Then = (at: number) => boolean;

/** Tries every way, which is what back-references and lookaround need, and gives up after so many steps. */
export class Backtracker {
  readonly #node: Node;
  readonly #longest: boolean;
  #text = '';
  #steps = 0;
  #groups: (Span | undefined)[] = [];
  #best: (Span | undefined)[] | undefined;

  /** `longest`: of the matches that begin furthest left, as POSIX says; else the first found, as Perl does. */
  constructor(node: Node, longest: boolean) {
    this.#node = node;
    this.#longest = longest;
  }

  /** The match and its groups, from `from` on or just there. */
  exec(text: string, from: number, anchored: boolean): (Span | undefined)[] | undefined {
    this.#text = text;
    this.#steps = 0;
    for (let start = from; start <= (anchored ? from : text.length); start++) {
      this.#groups = [];
      this.#best = undefined;
      try {
        this.#match(this.#node, start, (end) => this.#found(start, end));
      } catch (error) {
        // A match that may not be the longest is better than none.
        if (this.#best) return this.#best;
        throw error instanceof RangeError ? tooManySteps() : error;
      }
      if (this.#best) return this.#best;
    }
    return undefined;
  }

  #found(start: number, end: number): boolean {
    if (!this.#best || end > this.#best[0]![1]) this.#best = [[start, end], ...this.#groups.slice(1)];
    return !this.#longest || end === this.#text.length;
  }

  #match(node: Node, at: number, then: Then): boolean {
    if (++this.#steps > MOST_STEPS) throw tooManySteps();
    switch (node.kind) {
      case 'set':
        return at < this.#text.length && has(node.set, this.#text.charCodeAt(at)) && then(at + 1);
      case 'beside': {
        const place = node.side === 'before' ? at - 1 : at;
        const inside = place >= 0 && place < this.#text.length;
        return (inside ? has(node.set, this.#text.charCodeAt(place)) : node.outside) && then(at);
      }
      case 'sequence':
        return this.#sequence(node.parts, 0, at, then);
      case 'choice':
        return node.options.some((option) => this.#match(option, at, then));
      case 'repeat':
        return this.#repeat(node, 0, at, then);
      case 'group':
        return this.#group(node.index, node.body, at, then);
      case 'reference': {
        const [start, end] = this.#groups[node.index] ?? [0, -1];
        if (end < start) return this.#longest ? false : then(at);
        return this.#text.startsWith(this.#text.slice(start, end), at) && then(at + end - start);
      }
      case 'look':
        return this.#look(node, at) !== node.negated && then(at);
    }
  }

  #sequence(parts: readonly Node[], index: number, at: number, then: Then): boolean {
    const part = parts[index];
    if (!part) return then(at);
    return this.#match(part, at, (end) => this.#sequence(parts, index + 1, end, then));
  }

  #repeat(node: Node & { kind: 'repeat' }, done: number, at: number, then: Then): boolean {
    const again = (): boolean =>
      done < node.max &&
      this.#match(node.body, at, (end) => {
        // Nothing new comes of an empty round.
        if (end === at && done >= node.min) return false;
        return this.#repeat(node, done + 1, end, then);
      });
    if (done < node.min) return again();
    return node.greedy ? again() || then(at) : then(at) || again();
  }

  #group(index: number, body: Node, at: number, then: Then): boolean {
    const before = this.#groups[index];
    const matched = this.#match(body, at, (end) => {
      const outer = this.#groups[index];
      this.#groups[index] = [at, end];
      if (then(end)) return true;
      this.#groups[index] = outer;
      return false;
    });
    if (!matched) this.#groups[index] = before;
    return matched;
  }

  #look(node: Node & { kind: 'look' }, at: number): boolean {
    if (node.ahead) return this.#match(node.body, at, () => true);
    for (let start = at; start >= 0; start--) if (this.#match(node.body, start, (end) => end === at)) return true;
    return false;
  }
}
