import type { Cli } from '../cli.ts';
import { messageOf, StatusError } from '../errors.ts';

/** Does something with each name, prints what came of it, and says at the end what failed; one failure makes the status 1. */
export async function forEachName(
  cli: Cli,
  names: readonly string[],
  work: (name: string) => Promise<string | undefined>,
): Promise<number> {
  const failures: string[] = [];
  for (const name of names) {
    try {
      const line = await work(name);
      if (line !== undefined) await cli.out(`${line}\n`);
    } catch (error) {
      failures.push(messageOf(error));
    }
  }
  if (failures.length) throw new StatusError(failures.join('\n'), 1);
  return 0;
}
