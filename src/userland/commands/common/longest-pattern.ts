/**
 * POSIX wants the longest of the matches that begin first; JavaScript takes the first alternative that fits. Only
 * expressions with an alternation can differ: for those, a match is tried again with the demand that it be longer.
 */
export class LongestPattern extends RegExp {
  readonly #longer = new Map<number, RegExp>();

  override exec(text: string): RegExpExecArray | null {
    let best = super.exec(text);
    if (!best) return null;
    for (;;) {
      const end = best.index + best[0].length;
      if (end >= text.length) break;
      const pattern = this.#reaching(end + 1);
      pattern.lastIndex = best.index;
      const longer = pattern.exec(text);
      if (!longer) break;
      best = longer;
    }
    if (this.global || this.sticky) this.lastIndex = best.index + best[0].length;
    return best;
  }

  /** Whether it matches at all needs no longest match. */
  override test(text: string): boolean {
    return super.exec(text) !== null;
  }

  /** The expression where a match must end at `end` or later. */
  #reaching(end: number): RegExp {
    let pattern = this.#longer.get(end);
    if (!pattern) {
      if (this.#longer.size > 256) this.#longer.clear();
      const flags = `${this.flags.replace(/[gy]/g, '')}y`;
      pattern = new RegExp(`(?:${this.source})(?<=(?<![^])[^]{${end},})`, flags);
      this.#longer.set(end, pattern);
    }
    return pattern;
  }
}

const PLAIN = /^\(?[\w @,:;=<>#%&"'~-]+(?:\|[\w @,:;=<>#%&"'~-]+)*\)?$/;

/** Whether the first alternative that fits may be shorter than another; `text` is a JavaScript expression. */
export function needsLongest(text: string): boolean {
  if (!text.includes('|')) return false;
  if (!PLAIN.test(text)) return true;
  const words = text.replace(/[()]/g, '').split('|');
  return words.some((word, i) => words.some((other, k) => k > i && other.startsWith(word)));
}
