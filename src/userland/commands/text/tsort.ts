import { type Command, type Context, Exit } from '../common/context.ts';
import { readWhole } from '../common/input.ts';
import { parseOptions, usage } from '../common/options.ts';

/** A name, and the names that must come after it. */
interface Item {
  readonly name: string;
  before: number;
  after: Item[];
}

/** tsort(1): names in an order in which the first of each pair comes before the second. */
export const tsort: Command = async (context) => {
  // busybox's applet takes no options at all: what looks like one is a file
  const operands = context.gnu ? parseOptions(context, '').operands : context.args;
  if (operands.length > 1) {
    if (context.gnu) context.misuse(`extra operand ${context.quote(operands[1]!)}`);
    usage(context);
  }
  const path = operands[0] ?? '-';
  let text: string;
  try {
    text = await readWhole(context, path);
  } catch (error) {
    context.cannotOpen(path, error);
    return 1;
  }
  const words = text.split(/[ \t\n]+/).filter(Boolean);
  if (words.length % 2 === 1)
    throw new Exit(1, context.gnu ? `${path}: input contains an odd number of tokens` : 'odd input');
  const items = graph(words);
  if (context.gnu) queued(context, path, items);
  else firstFree(context, items);
};

/** All items, sorted by name. */
function graph(words: readonly string[]): Item[] {
  const items = new Map<string, Item>();
  const item = (name: string): Item => {
    const known = items.get(name) ?? { name, before: 0, after: [] };
    items.set(name, known);
    return known;
  };
  for (let i = 0; i < words.length; i += 2) {
    const [first, second] = [item(words[i]!), item(words[i + 1]!)];
    if (first === second) continue;
    first.after.unshift(second);
    second.before++;
  }
  return [...items.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** busybox: always the first that waits for nothing; the last one takes its place in the table. */
function firstFree(context: Context, items: Item[]): void {
  while (items.length > 0) {
    let at = items.findIndex(({ before }) => before <= 0);
    if (at < 0) {
      at = 0;
      context.fail(`cycle at ${items[0]!.name}`);
    }
    const taken = items[at]!;
    const last = items.pop()!;
    if (at < items.length) items[at] = last;
    for (const follower of taken.after) follower.before--;
    context.out.binary(`${taken.name}\n`);
  }
}

/** GNU: a queue of those that wait for nothing (Knuth's algorithm T); a loop is told and broken. */
function queued(context: Context, path: string, items: readonly Item[]): void {
  let left = [...items];
  while (left.length > 0) {
    const queue = left.filter(({ before }) => before === 0);
    for (const item of queue) {
      context.out.binary(`${item.name}\n`);
      for (const follower of item.after) if (--follower.before === 0) queue.push(follower);
    }
    const done = new Set(queue);
    left = left.filter((item) => !done.has(item));
    if (left.length === 0) return;
    context.fail(`${path}: input contains a loop:`);
    breakLoop(context, left);
  }
}

/** Walks the items in order, again and again, from the first to one that leads to it, until the trail meets itself. */
function breakLoop(context: Context, items: readonly Item[]): void {
  const trail: Item[] = [];
  for (;;) {
    for (const item of items) {
      if (item.before <= 0) continue;
      const head = trail.at(-1);
      if (!head) {
        trail.push(item);
        continue;
      }
      const edge = item.after.indexOf(head);
      if (edge < 0) continue;
      // where the trail began counts only once it was come back to
      const met = trail.lastIndexOf(item);
      if (met <= 0) {
        trail.push(item);
        continue;
      }
      for (const member of trail.slice(met).reverse()) context.out.binary(`${context.name}: ${member.name}\n`, 2);
      item.after.splice(edge, 1);
      head.before--;
      return;
    }
  }
}
