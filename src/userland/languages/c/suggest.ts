import { editDistance } from '../../edit-distance.ts';

/** The name that was most likely meant, of those that are known; undefined when none is near (GCC's spellcheck.cc). */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const each of known) {
    const distance = editDistance(name, each, true);
    const longest = Math.max(name.length, each.length);
    if (distance < least && distance <= Math.max(1, Math.floor(longest / 3)) && longest > 1)
      [best, least] = [each, distance];
  }
  return best;
}
