import type { Context } from './context.ts';
import { LineReader } from './input.ts';

const readers = new WeakMap<Context, LineReader>();

/** Asks on standard error and reads the answer from standard input. */
export async function confirm(context: Context, question: string, named = true): Promise<boolean> {
  context.out.text(named ? `${context.name}: ${question}` : question, 2);
  await context.out.flush();
  let reader = readers.get(context);
  if (!reader) {
    reader = new LineReader(context, 0);
    readers.set(context, reader);
  }
  return /^[yY]/.test((await reader.next()) ?? '');
}
