import { type Command, Exit } from '../common/context.ts';
import { readWhole } from '../common/input.ts';
import { parseOptions } from '../common/options.ts';

/** tsort(1): names in an order in which the first of each pair comes before the second. */
export const tsort: Command = async (context) => {
  const { operands } = parseOptions(context, '');
  const path = operands[0] ?? '-';
  const words = (await readWhole(context, path)).split(/[ \t\n]+/).filter(Boolean);
  if (words.length % 2 === 1) throw new Exit(1, `${path}: input contains an odd number of tokens`);
  const after = new Map<string, string[]>();
  const waiting = new Map<string, number>();
  for (const word of words) {
    if (!after.has(word)) after.set(word, []);
    if (!waiting.has(word)) waiting.set(word, 0);
  }
  for (let i = 0; i < words.length; i += 2) {
    const [first, second] = [words[i]!, words[i + 1]!];
    if (first === second) continue;
    after.get(first)!.push(second);
    waiting.set(second, waiting.get(second)! + 1);
  }
  let ready = [...waiting.keys()].filter((word) => waiting.get(word) === 0).sort();
  while (waiting.size > 0) {
    const next: string[] = [];
    for (const word of ready) {
      if (!waiting.delete(word)) continue;
      context.out.binary(`${word}\n`);
      for (const follower of after.get(word)!.reverse()) {
        const left = (waiting.get(follower) ?? 1) - 1;
        if (!waiting.has(follower)) continue;
        waiting.set(follower, left);
        if (left === 0) next.push(follower);
      }
    }
    if (next.length === 0 && waiting.size > 0) {
      const loop = findLoop(after, waiting);
      context.fail(`${path}: input contains a loop:`);
      for (const word of loop) context.out.binary(`${context.name}: ${word}\n`, 2);
      // the loop is broken where it was entered
      const broken = loop[0]!;
      waiting.set(broken, 0);
      next.push(broken);
    }
    ready = next;
  }
};

function findLoop(after: Map<string, string[]>, waiting: Map<string, number>): string[] {
  const trail: string[] = [];
  let word = [...waiting.keys()].sort()[0]!;
  while (!trail.includes(word)) {
    trail.push(word);
    const predecessor = [...waiting.keys()].find((each) => after.get(each)!.includes(word));
    if (predecessor === undefined) break;
    word = predecessor;
  }
  return trail.slice(trail.indexOf(word)).reverse();
}
