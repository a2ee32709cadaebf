/**
 * Keeps looks into containers and removals apart: to tell what a path is, an engine before 23 makes the container's mount
 * points first, and one that removes the same container then finds its folder not empty and leaves it half removed.
 */
export class Looks {
  readonly #under = new Set<Promise<unknown>>();
  readonly #removals = new Set<Promise<unknown>>();

  async look<T>(ask: () => Promise<T>): Promise<T> {
    while (this.#removals.size > 0) await settled(this.#removals);
    return during(this.#under, ask());
  }

  /** Waits for the looks that are under way; those that come meanwhile wait for it. */
  remove<T>(ask: () => Promise<T>): Promise<T> {
    return during(this.#removals, settled(this.#under).then(ask));
  }
}

async function settled(promises: Iterable<Promise<unknown>>): Promise<void> {
  await Promise.allSettled(promises);
}

function during<T>(running: Set<Promise<unknown>>, promise: Promise<T>): Promise<T> {
  running.add(promise);
  const over = () => void running.delete(promise);
  promise.then(over, over);
  return promise;
}
