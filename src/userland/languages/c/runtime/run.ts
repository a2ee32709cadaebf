import type { Guest } from './guest.ts';
import type { Memory } from './memory.ts';
import type { Streams } from './streams.ts';

/** A linked program (../compile.ts). */
export interface CProgram {
  /** Where the static data ends. */
  readonly end: number;
  /** Sets up the data, and answers `main`. */
  start(C: Record<string, unknown>): (...given: number[]) => number | Promise<number>;
}

/** How a C program ends: by returning, by exit, by a signal. */
export function cEnd({ Exit, Signal }: Memory, { flushAll }: Streams, ending: readonly (() => void)[]) {
  const { process } = globalThis as unknown as Guest;
  const finish = (status: number): never => {
    for (const each of ending) each();
    flushAll();
    return process.exit(status & 255);
  };
  const died = (error: unknown): void => {
    if (error instanceof Exit) finish(error.status);
    // A buffer that was not written is lost with its program.
    if (error instanceof Signal) process.kill(process.pid, error.number);
    else if (error instanceof RangeError) process.kill(process.pid, 11);
    else throw error;
  };
  const attempt = (run: () => void): void => {
    try {
      run();
    } catch (error) {
      died(error);
    }
  };
  return { finish, died, attempt };
}

/** Calls `main`. */
export async function cMain(
  program: CProgram,
  name: string,
  memory: Memory,
  { finish, died }: ReturnType<typeof cEnd>,
): Promise<void> {
  const { C, allocate, allocateText } = memory;
  const { process } = globalThis as unknown as Guest;
  const main = program.start(C);
  const given = [name, ...process.argv.slice(1)].map((each) => allocateText(each));
  const list = allocate((given.length + 1) * 8);
  for (const [index, each] of given.entries()) C.sp8(list + index * 8, each);
  C.sp8(list + given.length * 8, 0);
  try {
    finish(await main(given.length, list));
  } catch (error) {
    died(error);
  }
}
