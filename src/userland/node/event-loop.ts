import type { SystemCalls } from '../../kernel/program.ts';

/**
 * What keeps a program alive and in which order it hears of things: a queue of callbacks, filled from outside while the program
 * does nothing, emptied one by one.
 */
export class EventLoop {
  readonly #sys: SystemCalls;
  #queue: (() => void)[] = [];
  #alive = 0;
  #wake: (() => void) | undefined;
  #ended: { readonly error: unknown } | undefined;
  #stopped = false;

  constructor(sys: SystemCalls) {
    this.#sys = sys;
    // One long wait in the kernel's hands: that is where signals reach a program that otherwise waits for its own events.
    this.#sys.sleep(FOREVER).catch((error: unknown) => {
      this.#ended = { error };
      this.#wake?.();
    });
  }

  /** Something is under way that will post later. */
  hold(): void {
    this.#alive += 1;
  }

  release(): void {
    this.#alive -= 1;
    this.#wake?.();
  }

  post(callback: () => void): void {
    this.#queue.push(callback);
    this.#wake?.();
  }

  /** Follows a promise of the host, keeping the program alive meanwhile unless `background`. */
  follow<T>(
    promise: T | Promise<T>,
    done: (value: T) => void,
    failed: (error: unknown) => void,
    background = false,
  ): void {
    if (!background) this.hold();
    const settle = (callback: () => void) => {
      this.post(callback);
      if (!background) this.release();
    };
    Promise.resolve(promise).then(
      (value) => settle(() => done(value)),
      (error: unknown) => settle(() => failed(error)),
    );
  }

  /** Ends `run` before anything else happens. */
  stop(): void {
    this.#stopped = true;
    this.#queue = [];
    this.#wake?.();
  }

  /** Runs until nothing is queued and nothing is held. Rejects with what ended the process. */
  async run(): Promise<void> {
    for (;;) {
      if (this.#ended) throw this.#ended.error;
      if (this.#stopped) return;
      const next = this.#queue.shift();
      if (next) {
        next();
        const pause = this.#sys.checkpoint();
        if (pause) await pause;
        continue;
      }
      if (this.#alive <= 0) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }
}

/** The longest a timer can be (2^31-1 ms). */
const FOREVER = 2_147_483_647;
