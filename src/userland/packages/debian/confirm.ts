import { LineReader } from '../../commands/common/input.ts';
import type { AptCall } from './call.ts';

/** Asks before the system changes, unless -y; without an answer the answer is no. */
export async function confirmed({ context, options }: AptCall): Promise<boolean> {
  if (options.has('yes')) return true;
  context.print('Do you want to continue? [Y/n] ');
  await context.out.flush();
  const answer = await new LineReader(context, 0).next();
  if (answer !== undefined && /^\s*(y.*)?$/i.test(answer)) return true;
  context.print('Abort.\n');
  return false;
}
