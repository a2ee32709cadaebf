import type { Context } from '../../commands/common/context.ts';

/** Ends a yarn command: what it prints after `error`, and its status. */
export class YarnFailure extends Error {
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

const MARKS = ['🔍', '🚚', '🔗', '🔨'];

/** `[2/4] Fetching packages...`, with its picture on a terminal. */
export function stepLine({ sys }: Context, at: number, text: string): string {
  return `[${at}/4] ${sys.isatty(1) ? `${MARKS[at - 1]}  ` : ''}${text}...\n`;
}

/** A tree of one level. */
export function treeLines(items: readonly string[]): string {
  return items.map((item, at) => `${at === items.length - 1 ? '└─' : '├─'} ${item}\n`).join('');
}
