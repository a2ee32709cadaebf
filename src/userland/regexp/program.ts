import type { Alphabet } from './alphabet.ts';
import type { Node } from './node.ts';
import { TooComplex } from './too-complex.ts';

/** One step of Thompson's machine. */
export type Instruction =
  | { readonly kind: 'set'; readonly table: Uint8Array; readonly next: number }
  | { readonly kind: 'beside'; readonly before: boolean; readonly table: Uint8Array; readonly next: number }
  | { readonly kind: 'split'; next: number; other: number }
  | { readonly kind: 'match' };

export interface Program {
  readonly instructions: readonly Instruction[];
  readonly start: number;
  /** Whether the character before a place matters to it. */
  readonly looksBack: boolean;
}

const MOST_INSTRUCTIONS = 100_000;

/** Thompson's construction; `backwards` reads a text from its end. */
export function compile(node: Node, alphabet: Alphabet, backwards: boolean): Program {
  const instructions: Instruction[] = [{ kind: 'match' }];
  let looksBack = false;

  const add = (instruction: Instruction): number => {
    if (instructions.length >= MOST_INSTRUCTIONS) throw new TooComplex('of this size');
    return instructions.push(instruction) - 1;
  };
  /** Everything is made from its end: each part is told where to go on. */
  const emit = (each: Node, next: number): number => {
    switch (each.kind) {
      case 'set':
        return add({ kind: 'set', table: alphabet.table(each.set, false), next });
      case 'beside': {
        const before = (each.side === 'before') !== backwards;
        looksBack ||= before;
        return add({ kind: 'beside', before, table: alphabet.table(each.set, each.outside), next });
      }
      case 'sequence':
        return (backwards ? each.parts : [...each.parts].reverse()).reduce((after, part) => emit(part, after), next);
      case 'choice':
        return each.options
          .map((option) => emit(option, next))
          .reduceRight((other, first) => add({ kind: 'split', next: first, other }));
      case 'group':
        return emit(each.body, next);
      case 'repeat':
        return repeat(each, next);
      default:
        throw new Error(`${each.kind} is not regular`);
    }
  };
  const repeat = ({ body, min, max }: Node & { kind: 'repeat' }, next: number): number => {
    let entry = next;
    if (max === Number.POSITIVE_INFINITY) {
      const loop = { kind: 'split' as const, next, other: next };
      entry = add(loop);
      loop.next = emit(body, entry);
    } else for (let i = min; i < max; i++) entry = add({ kind: 'split', next: emit(body, entry), other: next });
    for (let i = 0; i < min; i++) entry = emit(body, entry);
    return entry;
  };

  const start = emit(node, 0);
  return { instructions, start, looksBack };
}
