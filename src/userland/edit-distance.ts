/**
 * How many insertions, deletions and changes make one word of another (Levenshtein); with `swaps`, a swap of neighbours is one more
 * way (optimal string alignment).
 */
export function editDistance(one: string, other: string, swaps = false): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = rows[i - 1]![j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      let best = Math.min(change, rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1);
      if (swaps && i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      rows[i]!.push(best);
    }
  }
  return rows[one.length]![other.length]!;
}
