import type { Tally } from './tally.ts';

/** `call` throws with `part` somewhere in its message. */
export function refuses(tally: Tally, label: string, call: () => unknown, part = ''): void {
  tally.check(label, () => {
    let value: unknown;
    try {
      value = call();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return message.includes(part) ? undefined : `expected an error with "${part}", got "${message}"`;
    }
    return `expected an error, got ${JSON.stringify(value)}`;
  });
}
