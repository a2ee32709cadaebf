/** Characters as ranges of code units (or points): from, to, from, to …, ascending and apart. */
export type CharacterSet = readonly number[];

export const LAST_UNIT = 0xffff;
export const LAST_POINT = 0x10ffff;

export function setOf(ranges: readonly (readonly [from: number, to: number])[]): CharacterSet {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const out: number[] = [];
  for (const [from, to] of sorted) {
    if (out.length > 0 && from <= out.at(-1)! + 1) out[out.length - 1] = Math.max(out.at(-1)!, to);
    else out.push(from, to);
  }
  return out;
}

export function rangesOf(set: CharacterSet): [from: number, to: number][] {
  return Array.from({ length: set.length / 2 }, (_, index) => [set[index * 2]!, set[index * 2 + 1]!]);
}

export function union(...sets: readonly CharacterSet[]): CharacterSet {
  return setOf(sets.flatMap(rangesOf));
}

export function complement(set: CharacterSet, last: number): CharacterSet {
  const out: number[] = [];
  let next = 0;
  for (const [from, to] of rangesOf(set)) {
    if (from > next) out.push(next, from - 1);
    next = to + 1;
  }
  if (next <= last) out.push(next, last);
  return out;
}

export function intersection(a: CharacterSet, b: CharacterSet): CharacterSet {
  const out: [number, number][] = [];
  for (const [from, to] of rangesOf(a)) {
    for (const [low, high] of rangesOf(b)) {
      if (low <= to && high >= from) out.push([Math.max(from, low), Math.min(to, high)]);
    }
  }
  return setOf(out);
}

export function has(set: CharacterSet, code: number): boolean {
  for (let i = 0; i < set.length; i += 2) if (code >= set[i]! && code <= set[i + 1]!) return true;
  return false;
}

/** With the other case of every letter in it. */
export function foldCase(set: CharacterSet): CharacterSet {
  const out = rangesOf(set);
  for (const [from, to] of rangesOf(set)) {
    // Above Latin, only what is written out: a range over half of Unicode holds both cases anyway.
    for (let code = from; code <= Math.min(to, from + 0x400); code++) {
      const char = String.fromCodePoint(code);
      for (const other of [char.toLowerCase(), char.toUpperCase()]) {
        if (other !== char && [...other].length === 1) out.push([other.codePointAt(0)!, other.codePointAt(0)!]);
      }
    }
  }
  return setOf(out);
}

export const DIGITS: CharacterSet = [48, 57];
export const WORD: CharacterSet = setOf([
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
]);
export const SPACES: CharacterSet = setOf([
  [9, 13],
  [32, 32],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]);
export const LINE_BREAKS: CharacterSet = setOf([
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
]);
