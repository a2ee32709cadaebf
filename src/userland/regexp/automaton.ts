import { type Alphabet, LOW } from './alphabet.ts';
import type { Program } from './program.ts';

/** What a state stands for: steps of the machine, in groups by where their match began, the leftmost first. */
interface State {
  readonly groups: readonly (readonly number[])[];
  /** A match may still begin here. */
  readonly searching: boolean;
  /** The class of the character before; 0 where it does not matter. */
  readonly before: number;
}

export const DEAD = 0;
const MOST_STATES = 4000;
const UNKNOWN = -1;

/**
 * A deterministic automaton, its states made when a text first asks for them. It is in a state *before* it has seen the
 * next character, as assertions depend on it; so each transition says as well whether a match ended before that character.
 */
export class Automaton {
  readonly #program: Program;
  readonly #alphabet: Alphabet;
  readonly #width: number;
  /** By state and class: twice the next state, plus one if a match ended. */
  #table = new Int32Array(0);
  #states: State[] = [];
  #ids = new Map<string, number>();
  readonly #seen: Uint32Array;
  readonly #reached: Uint32Array;
  #round = 0;

  constructor(program: Program, alphabet: Alphabet) {
    this.#program = program;
    this.#alphabet = alphabet;
    this.#width = alphabet.size + 1;
    this.#seen = new Uint32Array(program.instructions.length);
    this.#reached = new Uint32Array(program.instructions.length);
    this.#forget();
  }

  /** Where a match that begins at `from` (or later, if `searching`) and ends by `to` ends: the longest, or the first seen. */
  forward(text: string, from: number, to: number, searching: boolean, first: boolean): number {
    const { low, size } = this.#alphabet;
    const width = this.#width;
    let state = this.#start(this.#kind(text, from - 1), searching);
    let table = this.#table;
    let end = -1;
    for (let at = from; ; at++) {
      const code = at < text.length ? text.charCodeAt(at) : -1;
      const kind = code < 0 ? size : code < LOW ? low[code]! : this.#alphabet.classOf(code);
      let entry = table[state * width + kind]!;
      if (entry === UNKNOWN) {
        entry = this.#make(state, kind);
        table = this.#table;
      }
      if (entry & 1) {
        end = at;
        if (first) return end;
      }
      state = entry >> 1;
      if (state === DEAD || at >= to) return end;
    }
  }

  /** Every place from `from` on where a match that begins at `from` ends, in ascending order. */
  ends(text: string, from: number, to: number): number[] {
    const out: number[] = [];
    let state = this.#start(this.#kind(text, from - 1), false);
    for (let at = from; state !== DEAD && at <= to; at++) {
      const entry = this.#next(state, this.#kind(text, at));
      if (entry & 1) out.push(at);
      state = entry >> 1;
    }
    return out;
  }

  /** Every place down to `to` where a match that ends at `from` begins, for a program that reads backwards; descending. */
  starts(text: string, from: number, to: number): number[] {
    const out: number[] = [];
    let state = this.#start(this.#kind(text, from), false);
    for (let at = from; state !== DEAD && at >= to; at--) {
      const entry = this.#next(state, this.#kind(text, at - 1));
      if (entry & 1) out.push(at);
      state = entry >> 1;
    }
    return out;
  }

  /** The class of a character of the text, or of what is outside it. */
  #kind(text: string, at: number): number {
    return at >= 0 && at < text.length ? this.#alphabet.classOf(text.charCodeAt(at)) : this.#alphabet.size;
  }

  #next(state: number, kind: number): number {
    const entry = this.#table[state * this.#width + kind]!;
    return entry === UNKNOWN ? this.#make(state, kind) : entry;
  }

  #start(before: number, searching: boolean): number {
    const { looksBack, start } = this.#program;
    return this.#id({ groups: searching ? [] : [[start]], searching, before: looksBack ? before : 0 });
  }

  #id(state: State): number {
    if (!state.searching && state.groups.length === 0) return DEAD;
    const key = `${state.groups.join('|')}${state.searching ? '+' : ''}@${state.before}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    if (this.#states.length >= MOST_STATES) this.#forget();
    const id = this.#states.push(state) - 1;
    this.#ids.set(key, id);
    const needed = this.#states.length * this.#width;
    if (needed > this.#table.length) {
      const larger = new Int32Array(needed * 2).fill(UNKNOWN);
      larger.set(this.#table);
      this.#table = larger;
    }
    return id;
  }

  /** Begins again with no states: an expression may have more of them than there is memory. */
  #forget(): void {
    this.#states = [{ groups: [], searching: false, before: 0 }];
    this.#ids.clear();
    this.#table.fill(UNKNOWN);
  }

  #make(id: number, kind: number): number {
    const state = this.#states[id]!;
    const round = ++this.#round;
    const groups: number[][] = [];
    let matched = false;
    const all = state.searching ? [...state.groups, [this.#program.start]] : state.groups;
    for (const group of all) {
      const { after, accepts } = this.#step(group, state.before, kind, round);
      if (after.length > 0) groups.push(after);
      // What began further right than a match has lost.
      if (accepts) {
        matched = true;
        break;
      }
    }
    const outside = kind === this.#alphabet.size;
    const made = this.#states;
    const next = outside
      ? DEAD
      : this.#id({ groups, searching: state.searching && !matched, before: this.#program.looksBack ? kind : 0 });
    const entry = next * 2 + Number(matched);
    // Not when all states were forgotten in between: then `id` is another's.
    if (this.#states === made) this.#table[id * this.#width + kind] = entry;
    return entry;
  }

  /** What one group's steps become by a character; steps an older group has reached already are its own. */
  #step(group: readonly number[], before: number, kind: number, round: number): { after: number[]; accepts: boolean } {
    const { instructions } = this.#program;
    const stack = [...group];
    const after: number[] = [];
    let accepts = false;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (this.#seen[at] === round) continue;
      this.#seen[at] = round;
      const instruction = instructions[at]!;
      switch (instruction.kind) {
        case 'match':
          accepts = true;
          break;
        case 'split':
          stack.push(instruction.other, instruction.next);
          break;
        case 'beside':
          if (instruction.table[instruction.before ? before : kind]) stack.push(instruction.next);
          break;
        case 'set':
          if (instruction.table[kind] && this.#reached[instruction.next] !== round) {
            this.#reached[instruction.next] = round;
            after.push(instruction.next);
          }
      }
    }
    return { after: after.sort((a, b) => a - b), accepts };
  }
}
