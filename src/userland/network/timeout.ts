import type { MaybePromise } from '../../kernel/program.ts';
import type { SystemCalls } from '../../kernel/system-calls.ts';

/** Answered when the time was up first. */
export const TIMED_OUT: unique symbol = Symbol('timed out');

/** Waits for `call`, but at most `ms` milliseconds (undefined: for ever). A call that came too late is left behind. */
export async function withTimeout<T>(
  sys: SystemCalls,
  ms: number | undefined,
  call: MaybePromise<T>,
): Promise<T | typeof TIMED_OUT> {
  if (ms === undefined || !(call instanceof Promise)) return call;
  // a call that nobody waits for any more fails when the process ends
  call.catch(() => {});
  let cancel = (): void => {};
  const late = new Promise<typeof TIMED_OUT>((resolve) => {
    cancel = sys.platform.timer(Math.max(0, ms), () => resolve(TIMED_OUT));
  });
  try {
    return await Promise.race<T | typeof TIMED_OUT>([call, late]);
  } finally {
    cancel();
  }
}
