import { contains, type Node, sequence } from './node.ts';
import type { Automata, Span } from './search.ts';

/**
 * What the groups of a match hold. Each part of the match, from left to right, gets as much as can be, but of alternatives
 * the first that fits is taken; a group not entered in the last time round keeps what it had: the choices of the GNU
 * library, which are not POSIX's.
 */
export class Submatches {
  readonly #automata: Automata;
  readonly #withGroups = new Map<Node, boolean>();
  readonly #rests = new Map<Node, readonly Node[]>();

  constructor(automata: Automata) {
    this.#automata = automata;
  }

  of(node: Node, text: string, span: Span): (Span | undefined)[] {
    const groups: (Span | undefined)[] = [span];
    this.#divide(node, text, span, groups);
    return groups;
  }

  #divide(node: Node, text: string, span: Span, groups: (Span | undefined)[]): void {
    if (!this.#hasGroups(node)) return;
    switch (node.kind) {
      case 'group':
        groups[node.index] = span;
        this.#divide(node.body, text, span, groups);
        break;
      case 'choice': {
        const taken = node.options.find((option) => this.#covers(option, text, span));
        if (taken) this.#divide(taken, text, span, groups);
        break;
      }
      case 'sequence':
        this.#divideSequence(node, text, span, groups);
        break;
      case 'repeat':
        this.#divideRepeat(node, text, span, groups);
    }
  }

  #divideSequence(node: Node & { kind: 'sequence' }, text: string, span: Span, groups: (Span | undefined)[]): void {
    const rests = this.#restsOf(node);
    let [start] = span;
    for (const [index, part] of node.parts.entries()) {
      const rest = rests[index]!;
      if (!this.#hasGroups(part) && !this.#hasGroups(rest)) return;
      const cut = this.#cut(part, rest, text, [start, span[1]]);
      if (cut === undefined) return;
      this.#divide(part, text, [start, cut], groups);
      start = cut;
    }
  }

  #divideRepeat(node: Node & { kind: 'repeat' }, text: string, span: Span, groups: (Span | undefined)[]): void {
    const [, end] = span;
    let [start] = span;
    let left: Node & { kind: 'repeat' } = node;
    for (let round = 0; left.max > 0; round++) {
      if (start === end && (round > 0 || !this.#covers(left.body, text, [start, end]))) return;
      const rest = this.#oneLess(left);
      const cut = this.#cut(left.body, rest, text, [start, end], round > 0 || start < end);
      if (cut === undefined) return;
      this.#divide(node.body, text, [start, cut], groups);
      start = cut;
      left = rest;
    }
  }

  #oneLess(node: Node & { kind: 'repeat' }): Node & { kind: 'repeat' } {
    if (node.max === Number.POSITIVE_INFINITY && node.min === 0) return node;
    const known = this.#rests.get(node);
    if (known) return known[0] as Node & { kind: 'repeat' };
    const rest = { ...node, min: Math.max(0, node.min - 1), max: node.max - 1 };
    this.#rests.set(node, [rest]);
    return rest;
  }

  /** The best place where `first` can end so that `rest` matches what follows; not at the beginning, if it must go on. */
  #cut(first: Node, rest: Node, text: string, [start, end]: Span, mustGoOn = false): number | undefined {
    const starts = new Set(this.#automata.backward(rest).starts(text, end, start));
    for (const option of optionsOf(first)) {
      const places = this.#automata.forward(option).ends(text, start, end);
      const best = places.findLast((place) => starts.has(place) && !(mustGoOn && place === start));
      if (best !== undefined) return best;
    }
    return undefined;
  }

  #covers(node: Node, text: string, [start, end]: Span): boolean {
    return this.#automata.forward(node).ends(text, start, end).at(-1) === end;
  }

  #hasGroups(node: Node): boolean {
    let has = this.#withGroups.get(node);
    if (has === undefined) {
      has = contains(node, ({ kind }) => kind === 'group');
      this.#withGroups.set(node, has);
    }
    return has;
  }

  /** For each part of a sequence, what comes after it. */
  #restsOf(node: Node & { kind: 'sequence' }): readonly Node[] {
    let rests = this.#rests.get(node);
    if (!rests) {
      rests = node.parts.map((_, index) => sequence(node.parts.slice(index + 1)));
      this.#rests.set(node, rests);
    }
    return rests;
  }
}

/** What is tried one after the other. */
function optionsOf(node: Node): readonly Node[] {
  if (node.kind === 'group') return optionsOf(node.body);
  if (node.kind === 'choice') return node.options.flatMap(optionsOf);
  return [node];
}
