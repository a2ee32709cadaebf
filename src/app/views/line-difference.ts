export interface ComparedLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** In the text it stands in, from 1. */
  readonly number: number;
}

/**
 * Two texts line by line, by their longest common subsequence. For Dockerfiles and what a command says: of longer texts all lines
 * between the first and the last that differ count as changed.
 */
export function lineDifference(before: string, after: string): ComparedLine[] {
  const old = before.split('\n');
  const fresh = after.split('\n');
  const shorter = Math.min(old.length, fresh.length);
  let begin = 0;
  while (begin < shorter && old[begin] === fresh[begin]) begin += 1;
  let end = 0;
  while (end < shorter - begin && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  const same = (text: string, index: number): ComparedLine => ({ kind: 'same', text, number: index + 1 });
  const shifted = (line: ComparedLine) => ({ ...line, number: line.number + begin });
  return [
    ...old.slice(0, begin).map(same),
    ...changed(old.slice(begin, old.length - end), fresh.slice(begin, fresh.length - end)).map(shifted),
    ...old.slice(old.length - end).map((text, index) => same(text, old.length - end + index)),
  ];
}

/** Beyond it the table of the longest common subsequence is not worth its time, in cells. */
const MOST_CELLS = 1_000_000;

function changed(old: readonly string[], fresh: readonly string[]): ComparedLine[] {
  if (old.length * fresh.length > MOST_CELLS)
    return [
      ...old.map((text, index) => ({ kind: 'removed' as const, text, number: index + 1 })),
      ...fresh.map((text, index) => ({ kind: 'added' as const, text, number: index + 1 })),
    ];
  const common: number[][] = Array.from({ length: old.length + 1 }, () => new Array<number>(fresh.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      common[i]![j] =
        old[i] === fresh[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  const lines: ComparedLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      lines.push({ kind: 'same', text: old[i]!, number: i + 1 });
      i += 1;
      j += 1;
    } else if (j >= fresh.length || (i < old.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push({ kind: 'removed', text: old[i]!, number: i + 1 });
      i += 1;
    } else {
      lines.push({ kind: 'added', text: fresh[j]!, number: j + 1 });
      j += 1;
    }
  }
  return lines;
}
