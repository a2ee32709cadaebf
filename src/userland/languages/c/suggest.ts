/** The name that was most likely meant, of those that are known; undefined when none is near (GCC's spellcheck.cc). */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const each of known) {
    const distance = edits(name, each);
    const longest = Math.max(name.length, each.length);
    if (distance < least && distance <= Math.max(1, Math.floor(longest / 3)) && longest > 1)
      [best, least] = [each, distance];
  }
  return best;
}

/** Insertions, deletions, changes and swaps of neighbours between two words. */
function edits(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = rows[i - 1]![j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      let best = Math.min(change, rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      rows[i]!.push(best);
    }
  }
  return rows[one.length]![other.length]!;
}
