import { Backtracker } from './backtrack.ts';
import { type Cost, costOf } from './cost.ts';
import { groupCount, isRegular, type Node } from './node.ts';
import { parse } from './parse.ts';
import { Automata, find, type Span } from './search.ts';
import { Submatches } from './submatches.ts';

/** Which of the matches that begin furthest left: POSIX's, Perl's and JavaScript's, or the least there is. */
export type Preference = 'longest' | 'first' | 'shortest';

/** A text where JavaScript's own matcher may need up to two to this many steps is not given to it. */
const AFFORDABLE = 22;

/**
 * A JavaScript regular expression that takes no time without end. JavaScript's own matcher answers where it is bound to be
 * quick, and an automaton where that might try too many ways, or where the longest match is asked for.
 */
export class Pattern extends RegExp {
  readonly #preference: Preference;
  /** JavaScript's choice among the matches is the one preferred. */
  readonly #asJavaScript: boolean;
  #tree: Node | undefined | null = null;
  #cost: Cost = { degree: 0, choices: 0 };
  #regular = true;
  #groupCount = 0;
  #automata: Automata | undefined;
  #submatches: Submatches | undefined;

  constructor(source: string, flags = '', preference: Preference = 'first') {
    super(source, flags);
    this.#preference = preference;
    this.#asJavaScript = preference === 'first' || hasOneWay(source);
  }

  override exec(text: string): RegExpExecArray | null {
    if (this.#asJavaScript && this.#isCheap(text)) return super.exec(text);
    const tree = this.#parsed();
    if (!tree) return super.exec(text);
    const moves = this.global || this.sticky;
    const from = moves ? this.lastIndex : 0;
    const groups = from > text.length ? undefined : this.#groups(tree, text, from);
    if (moves) this.lastIndex = groups ? groups[0]![1] : 0;
    if (!groups) return null;
    const parts = Array.from({ length: this.#groupCount + 1 }, (_, index) => {
      const span = groups[index];
      return span && text.slice(span[0], span[1]);
    });
    return Object.assign(parts, { index: groups[0]![0], input: text, groups: undefined }) as RegExpExecArray;
  }

  /** Whether it matches at all asks for no longest match. */
  override test(text: string): boolean {
    if (this.#isCheap(text)) return super.exec(text) !== null;
    const tree = this.#parsed();
    if (!tree) return super.exec(text) !== null;
    if (!this.#regular) return this.exec(text) !== null;
    const moves = this.global || this.sticky;
    const from = moves ? this.lastIndex : 0;
    const end = this.#automataOf(tree).forward(tree).forward(text, from, text.length, !this.sticky, true);
    if (moves) this.lastIndex = Math.max(0, end);
    return end >= 0;
  }

  #isCheap(text: string): boolean {
    if (!this.#parsed()) return true;
    const { degree, choices } = this.#cost;
    return degree * Math.log2(text.length + 1) + choices <= AFFORDABLE;
  }

  #parsed(): Node | undefined {
    if (this.#tree !== null) return this.#tree;
    this.#tree = parse(this.source, this.flags);
    if (!this.#tree) return undefined;
    const { degree, choices } = costOf(this.#tree);
    const free = degree > 0 || choices > 0;
    // Not anchored, it is tried at each character.
    this.#cost = free ? { degree: degree + Number(!this.sticky), choices } : { degree: 0, choices: 0 };
    this.#regular = isRegular(this.#tree);
    this.#groupCount = groupCount(this.#tree);
    return this.#tree;
  }

  #groups(tree: Node, text: string, from: number): (Span | undefined)[] | undefined {
    const backtracker = () => new Backtracker(tree, this.#preference === 'longest');
    if (!this.#regular) return backtracker().exec(text, from, this.sticky);
    const automata = this.#automataOf(tree);
    const span = find(automata, tree, text, from, {
      anchored: this.sticky,
      shortest: this.#preference === 'shortest',
    });
    if (!span) return undefined;
    // Which of the ways comes first is nothing an automaton knows.
    if (this.#preference === 'first') return backtracker().exec(text, span[0], true);
    this.#submatches ??= new Submatches(automata);
    return this.#submatches.of(tree, text, span);
  }

  #automataOf(tree: Node): Automata {
    this.#automata ??= new Automata(tree);
    return this.#automata;
  }
}

const WORDS = /^\(?[\w @,:;=<>#%&"'~-]+(?:\|[\w @,:;=<>#%&"'~-]+)*\)?$/;

/**
 * Whether the first way that fits is the longest as well (or the shortest, where all repetitions are lazy): nothing to
 * choose from, or words none of which begins another.
 */
function hasOneWay(source: string): boolean {
  if (!/\||\)[?*+{]/.test(source)) return true;
  if (!WORDS.test(source)) return false;
  const words = source.replace(/[()]/g, '').split('|');
  return !words.some((word, i) => words.some((other, k) => k > i && other.startsWith(word)));
}
