import type { Command } from '../common/context.ts';
import { readWhole, splitLines } from '../common/input.ts';
import { parseOptions } from '../common/options.ts';

/** fmt(1): paragraphs filled up to a width, as evenly as the last lines allow. */
export const fmt: Command = async (context) => {
  const options = parseOptions(context, 'cg:p:stuw:#', {
    long: {
      width: 'w',
      goal: 'g',
      'split-only': 's',
      'uniform-spacing': 'u',
      'crown-margin': 'c',
      'tagged-paragraph': 't',
    },
  });
  const width = Number(options.get('w') ?? options.get('#') ?? 75);
  const goal = Number(options.get('g') ?? Math.floor((width * 187) / 200));
  for (const path of options.operands.length > 0 ? options.operands : ['-']) {
    let lines: string[];
    try {
      lines = splitLines(await readWhole(context, path));
    } catch (error) {
      context.cannotOpen(path, error);
      continue;
    }
    let paragraph: string[] = [];
    let indent = '';
    const finish = (): void => {
      for (const line of fill(paragraph, columns(indent), width, goal)) context.out.binary(`${indent}${line}\n`);
      paragraph = [];
    };
    for (const line of lines) {
      const own = /^[ \t]*/.exec(line)![0];
      const words = line
        .slice(own.length)
        .split(/[ \t]+/)
        .filter(Boolean);
      if (words.length === 0) {
        finish();
        context.print('\n');
        continue;
      }
      if (options.has('s') || (paragraph.length > 0 && columns(own) !== columns(indent))) finish();
      if (paragraph.length === 0) indent = own;
      paragraph.push(...words);
      if (options.has('s')) finish();
    }
    finish();
  }
};

function columns(text: string): number {
  let at = 0;
  for (const char of text) at = char === '\t' ? at + 8 - (at % 8) : at + 1;
  return at;
}

/** Least sum of squared distances from the goal; the last line of a paragraph costs nothing. */
function fill(words: readonly string[], indent: number, width: number, goal: number): string[] {
  if (words.length === 0) return [];
  const sizes = words.map((word) => word.length);
  const best = new Array<number>(words.length + 1).fill(Number.POSITIVE_INFINITY);
  const next = new Array<number>(words.length + 1).fill(words.length);
  best[words.length] = 0;
  for (let from = words.length - 1; from >= 0; from--) {
    let length = indent - 1;
    for (let to = from; to < words.length; to++) {
      length += sizes[to]! + 1;
      // GNU's fmt stays below the width, and counts bytes
      if (to > from && length >= width) break;
      const cost = to === words.length - 1 ? 0 : (goal - length) ** 2 + sentenceCost(words[to]!);
      if (cost + best[to + 1]! < best[from]!) {
        best[from] = cost + best[to + 1]!;
        next[from] = to + 1;
      }
    }
  }
  const lines: string[] = [];
  for (let at = 0; at < words.length; at = next[at]!) lines.push(words.slice(at, next[at]).join(' '));
  return lines;
}

/** A line may well end where a sentence does. */
function sentenceCost(word: string): number {
  return /[.?!]['")\]]*$/.test(word) ? -25 : 0;
}
