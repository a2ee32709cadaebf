import type { Range } from './location.ts';

/**
 * The lines around a range, the range itself marked, as BuildKit prints them under an error
 * (solver/errdefs/source.go): a file:line header, some lines before and after, rules above and below.
 */
export function sourceExcerpt(filename: string, text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return '';
  const lines = text.split('\n');
  const first = Math.min(...ranges.map((range) => range.start));
  const last = Math.max(...ranges.map((range) => Math.max(range.end, range.start)));
  if (first < 1 || first > lines.length) return '';
  const { start, end } = pad(first, last, lines.length);
  const out = [`${filename}:${first}`, '--------------------'];
  for (let number = start; number <= end; number++) {
    const marked = ranges.some((range) => number >= range.start && number <= Math.max(range.end, range.start));
    out.push(` ${String(number).padStart(3)} | ${marked ? '>>>' : '   '} ${lines[number - 1] ?? ''}`);
  }
  out.push('--------------------');
  return out.join('\n');
}

/** Widens the range by about four lines in all, less when it is long already. */
function pad(first: number, last: number, count: number): { start: number; end: number } {
  let start = first;
  let end = Math.min(last, count);
  const wanted = start === end ? 4 : 2;
  for (let padded = 0; padded < wanted; padded++) {
    if (start > 1) {
      start--;
      padded++;
    }
    if (end !== count) {
      end++;
      padded++;
    }
  }
  return { start, end };
}
