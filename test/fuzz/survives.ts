import fc from 'fast-check';

const LIMIT = 100;

/** Gives cases to `read`: it may throw an error of its own, but not one of the language, and must be done in time. */
export function survives<T>(cases: fc.Arbitrary<T>, runs: number, read: (input: T) => void): void {
  const factor = Number(process.env.FUZZ_RUNS ?? 1);
  fc.assert(
    fc.property(cases, (input) => {
      // Whatever else the machine does may stop a run, but hardly each of three.
      const times: number[] = [];
      do times.push(once(read, input));
      while (times.at(-1)! > LIMIT && times.length < 3);
      if (Math.min(...times) > LIMIT) throw new Error(`took ${Math.min(...times).toFixed(0)} ms`);
    }),
    { numRuns: runs * factor, seed: Number(process.env.FUZZ_SEED ?? 1), interruptAfterTimeLimit: 60_000 * factor },
  );
}

function once<T>(read: (input: T) => void, input: T): number {
  const began = performance.now();
  try {
    read(input);
  } catch (error) {
    if (isCrash(error)) throw error;
  }
  return performance.now() - began;
}

function isCrash(error: unknown): boolean {
  if (!(error instanceof Error) || error.message === '') return true;
  if (error.name === 'AssertionError') return true;
  // Go's path.Match has this one, too.
  if (error instanceof SyntaxError) return error.message !== 'syntax error in pattern';
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}
