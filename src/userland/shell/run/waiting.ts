import type { MaybePromise } from '../../../kernel/program.ts';

/** `next` on the value, at once when it is there. */
export function chain<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** try … finally over work that may wait. */
export function always<T>(produce: () => MaybePromise<T>, cleanup: () => void): MaybePromise<T> {
  let result: MaybePromise<T>;
  try {
    result = produce();
  } catch (error) {
    cleanup();
    throw error;
  }
  if (result instanceof Promise) return result.finally(cleanup);
  cleanup();
  return result;
}

/** try … catch over work that may wait. */
export function rescue<T>(
  produce: () => MaybePromise<T>,
  handle: (error: unknown) => MaybePromise<T>,
): MaybePromise<T> {
  let result: MaybePromise<T>;
  try {
    result = produce();
  } catch (error) {
    return handle(error);
  }
  return result instanceof Promise ? result.catch(handle) : result;
}

/** Runs `round` until it answers false. */
export function repeat(round: () => MaybePromise<boolean>): MaybePromise<void> {
  for (;;) {
    const more = round();
    if (typeof more !== 'boolean') return repeatLater(round, more);
    if (!more) return;
  }
}

async function repeatLater(round: () => MaybePromise<boolean>, first: Promise<boolean>): Promise<void> {
  let more = await first;
  while (more) {
    const result = round();
    more = typeof result === 'boolean' ? result : await result;
  }
}
