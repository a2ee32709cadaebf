import type { MaybePromise } from '../../kernel/program.ts';
import type { SystemCalls } from '../../kernel/system-calls.ts';

/** Answered when the time was up first. The call that was waited for stays behind until the process ends. */
export const TIMED_OUT: unique symbol = Symbol('timed out');

/** Waits for `call`, but at most `ms` milliseconds (undefined: for ever). */
export async function withTimeout<T>(
  sys: SystemCalls,
  ms: number | undefined,
  call: MaybePromise<T>,
): Promise<T | typeof TIMED_OUT> {
  if (ms === undefined || !(call instanceof Promise)) return call;
  if (ms <= 0) return TIMED_OUT;
  const timer = sys.sleep(ms).then((): typeof TIMED_OUT => TIMED_OUT);
  // whichever comes second fails when the process ends, and nobody is there to hear it
  timer.catch(() => {});
  call.catch(() => {});
  return Promise.race<T | typeof TIMED_OUT>([call, timer]);
}
