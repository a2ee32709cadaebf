export interface ComparedLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** In the text it stands in, from 1. */
  readonly number: number;
}

/** Two texts line by line, by their longest common subsequence. For Dockerfiles: a few hundred lines at most. */
export function lineDifference(before: string, after: string): ComparedLine[] {
  const old = before.split('\n');
  const fresh = after.split('\n');
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
