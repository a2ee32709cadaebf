import type { MaybePromise } from '../../../kernel/program.ts';

/**
 * Expansion is plain synchronous code, yet a command substitution may have to wait. When it does, the expansion of
 * that one word is given up, and begun again once the answer is there; what had an effect or an answer the first
 * time is not done again but read from this log.
 */
export interface Replay {
  readonly log: unknown[];
  at: number;
}

class Pending {
  readonly promise: Promise<unknown>;
  constructor(promise: Promise<unknown>) {
    this.promise = promise;
  }
}

export interface Replaying {
  replay: Replay | undefined;
}

/** Does something with an effect, once. */
export function effect<T>(shell: Replaying, produce: () => MaybePromise<T>): T {
  const { replay } = shell;
  if (replay && replay.at < replay.log.length) return replay.log[replay.at++] as T;
  const value = produce();
  if (value instanceof Promise) throw new Pending(value);
  if (replay) {
    replay.log.push(value);
    replay.at++;
  }
  return value;
}

export function replaying<T>(shell: Replaying, produce: () => T): MaybePromise<T> {
  const log: unknown[] = [];
  const attempt = (): MaybePromise<T> => {
    const outer = shell.replay;
    shell.replay = { log, at: 0 };
    try {
      return produce();
    } catch (error) {
      if (!(error instanceof Pending)) throw error;
      return error.promise.then((value) => {
        log.push(value);
        return attempt();
      });
    } finally {
      shell.replay = outer;
    }
  };
  return attempt();
}
