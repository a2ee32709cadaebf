import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
// Collecting between rounds would also throw away the compiled code of whoever waits for their turn.
setFlagsFromString('--no-flush-bytecode');
/** So that no side pays for what the other left behind. */
const collectGarbage = runInNewContext('gc') as () => void;

/** One comparison: what was measured on both sides and what is wanted of their ratio. */
export interface Comparison {
  readonly what: string;
  readonly peer: string;
  /** Milliseconds, medians. */
  readonly ours: number;
  readonly theirs: number;
  /** `faster`: theirs ÷ ours must be at least `bound`; `slower`: ours ÷ theirs at most. */
  readonly wanted: 'faster' | 'slower';
  readonly bound: number;
  /** What each side was given. */
  readonly how: string;
}

/** One figure with a limit of its own. */
export interface Limit {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly limit: number;
  readonly how: string;
}

/** The median of some rounds in milliseconds, after two that warm the compiler. */
export async function medianOf(rounds: number, work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = -2; round < rounds; round++) {
    const taken = await timed({ prepare: () => undefined, work });
    if (round >= 0) times.push(taken);
  }
  return median(times);
}

/**
 * Medians of both sides in milliseconds, taken in turns so that what else the machine does hits both alike.
 * Each side's `prepare` makes what its work needs, outside the clock.
 */
export async function inTurns<A, B>(
  rounds: number,
  ours: { prepare(): A | Promise<A>; work(prepared: A): unknown },
  theirs: { prepare(): B | Promise<B>; work(prepared: B): unknown },
): Promise<{ ours: number; theirs: number }> {
  const times: [number[], number[]] = [[], []];
  // The first round of each warms the compiler.
  for (let round = -1; round < rounds; round++) {
    const first = Math.abs(round % 2);
    const taken: [number, number] = [0, 0];
    for (const side of [first, 1 - first]) taken[side] = side === 0 ? await timed(ours) : await timed(theirs);
    if (round < 0) continue;
    times[0].push(taken[0]);
    times[1].push(taken[1]);
  }
  return { ours: median(times[0]), theirs: median(times[1]) };
}

async function timed<T>(side: { prepare(): T | Promise<T>; work(prepared: T): unknown }): Promise<number> {
  const prepared = await side.prepare();
  collectGarbage();
  const started = performance.now();
  await side.work(prepared);
  return performance.now() - started;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
