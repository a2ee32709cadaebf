/** Those who wait for something to happen to one object: a pipe, a child, a socket. */
export class WaitQueue {
  readonly #waiting = new Set<() => void>();

  /** Calls `wake` at the next wake-ups until the answered function is called. */
  add(wake: () => void): () => void {
    this.#waiting.add(wake);
    return () => this.#waiting.delete(wake);
  }

  wake(): void {
    if (this.#waiting.size === 0) return;
    for (const wake of [...this.#waiting]) wake();
  }
}

/** Who a blocking operation belongs to: a process (which may be killed or stopped meanwhile) or the kernel itself. */
export interface Waiter {
  /** Resolves at the next wake-up of one of `queues`, or after `timeout` ms. Rejects with ProcessEnd on death. */
  wait(queues: readonly WaitQueue[], timeout?: number): Promise<void>;
}

/** The kernel's own waiting: nobody can kill it. */
export const kernelWaiter: Waiter = {
  wait: (queues) =>
    new Promise((resolve) => {
      const stops = queues.map((queue) =>
        queue.add(() => {
          for (const stop of stops) stop();
          resolve();
        }),
      );
    }),
};
