import { type CharacterSet, intersection, rangesOf } from './character-set.ts';
import { choice, type Node, sequence } from './node.ts';

const HIGH = 0xd800;
const LOW = 0xdc00;
/** One code unit and no half of a pair; bytes that are no UTF-8 (kernel/text.ts) are lone low surrogates. */
const SINGLE: CharacterSet = [0, HIGH - 1, LOW + 0x80, LOW + 0xff, 0xe000, 0xffff];

/** A set of code points over the code units of a text. */
export function inUnits(set: CharacterSet): Node {
  const options: Node[] = [{ kind: 'set', set: intersection(set, SINGLE) }];
  for (const [from, to] of rangesOf(intersection(set, [0x10000, 0x10ffff]))) options.push(...pairs(from, to));
  return choice(options);
}

function pairs(from: number, to: number): Node[] {
  const [first, last] = [highOf(from), highOf(to)];
  if (first === last) return [pair(first, first, lowOf(from), lowOf(to))];
  const out = [pair(first, first, lowOf(from), LOW + 0x3ff), pair(last, last, LOW, lowOf(to))];
  if (last - first > 1) out.push(pair(first + 1, last - 1, LOW, LOW + 0x3ff));
  return out;
}

function pair(high: number, highest: number, low: number, lowest: number): Node {
  return sequence([
    { kind: 'set', set: [high, highest] },
    { kind: 'set', set: [low, lowest] },
  ]);
}

function highOf(point: number): number {
  return HIGH + ((point - 0x10000) >> 10);
}

function lowOf(point: number): number {
  return LOW + ((point - 0x10000) & 0x3ff);
}
