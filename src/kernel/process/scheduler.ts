import type { Platform } from '../platform.ts';

/** How long processes may run before the host's own events get their turn. */
const SLICE_MS = 8;

/**
 * Shares the one JavaScript thread. Whoever finds the slice used up queues for a turn; each turn begins with the
 * host's events served and lets one of the queue run, so busy processes alternate and none starves the host.
 */
export class Scheduler {
  readonly #platform: Platform;
  readonly #queue: (() => void)[] = [];
  #sliceStart = 0;
  #pumping = false;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** The host just called in (a key, a timer): what runs now has a whole slice before it. */
  freshSlice(): void {
    this.#sliceStart = this.#platform.now();
  }

  sliceUsedUp(): boolean {
    return this.#platform.now() - this.#sliceStart > SLICE_MS;
  }

  /** Resolves when it is the caller's turn again. */
  nextTurn(): Promise<void> {
    return new Promise((resolve) => {
      this.#queue.push(resolve);
      if (!this.#pumping) void this.#pump();
    });
  }

  async #pump(): Promise<void> {
    this.#pumping = true;
    for (let resume = this.#queue[0]; resume; resume = this.#queue[0]) {
      await this.#platform.breathe();
      this.freshSlice();
      this.#queue.shift();
      resume();
    }
    this.#pumping = false;
  }
}
