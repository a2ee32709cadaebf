import { Alphabet } from './alphabet.ts';
import { Automaton } from './automaton.ts';
import type { Node } from './node.ts';
import { compile } from './program.ts';

/** From where to where something matched. */
export type Span = readonly [start: number, end: number];

/** The automata of an expression and of its parts, each made when it is first asked for. */
export class Automata {
  readonly #alphabet: Alphabet;
  readonly #forward = new Map<Node, Automaton>();
  readonly #backward = new Map<Node, Automaton>();

  constructor(node: Node) {
    this.#alphabet = new Alphabet(node);
  }

  forward(node: Node): Automaton {
    return this.#of(node, this.#forward, false);
  }

  backward(node: Node): Automaton {
    return this.#of(node, this.#backward, true);
  }

  #of(node: Node, made: Map<Node, Automaton>, backwards: boolean): Automaton {
    let automaton = made.get(node);
    if (!automaton) {
      automaton = new Automaton(compile(node, this.#alphabet, backwards), this.#alphabet);
      made.set(node, automaton);
    }
    return automaton;
  }
}

/** The leftmost match from `from` on, and of those that begin there the longest (or the shortest). */
export function find(
  automata: Automata,
  node: Node,
  text: string,
  from: number,
  how: { readonly anchored: boolean; readonly shortest: boolean },
): Span | undefined {
  const forward = automata.forward(node);
  if (how.anchored) {
    const end = forward.forward(text, from, text.length, false, how.shortest);
    return end < 0 ? undefined : [from, end];
  }
  const end = forward.forward(text, from, text.length, true, false);
  if (end < 0) return undefined;
  // The leftmost of all that match ends there, so nothing that ends there begins further left.
  const start = automata.backward(node).starts(text, end, from).at(-1)!;
  return [start, how.shortest ? forward.forward(text, start, end, false, true) : end];
}
