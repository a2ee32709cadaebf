/**
 * An unbounded channel of chunks that is read as an async iterable. `push` answers a promise when the reader is so far
 * behind that the writer should wait (a slow client holds up the container, as with a real daemon).
 */
export class ChunkQueue implements AsyncIterable<Uint8Array> {
  #chunks: Uint8Array[] = [];
  #pending = 0;
  #ended = false;
  #failure: Error | undefined;
  #wakeReader: (() => void) | undefined;
  #wakeWriters: (() => void)[] = [];

  constructor(private readonly highWater = 1 << 20) {}

  get ended(): boolean {
    return this.#ended;
  }

  push(chunk: Uint8Array): Promise<void> | undefined {
    if (this.#ended || chunk.length === 0) return undefined;
    this.#chunks.push(chunk);
    this.#pending += chunk.length;
    this.#wakeReader?.();
    if (this.#pending <= this.highWater) return undefined;
    return new Promise((resolve) => this.#wakeWriters.push(resolve));
  }

  end(): void {
    this.#ended = true;
    this.#wakeReader?.();
    this.#releaseWriters();
  }

  fail(error: Error): void {
    this.#failure = error;
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk) {
          this.#pending -= chunk.length;
          if (this.#pending <= this.highWater) this.#releaseWriters();
          yield chunk;
        } else if (this.#failure) throw this.#failure;
        else if (this.#ended) return;
        else {
          await new Promise<void>((resolve) => {
            this.#wakeReader = resolve;
          });
          this.#wakeReader = undefined;
        }
      }
    } finally {
      // The reader left: nothing that is pushed from now on is wanted.
      this.#chunks = [];
      this.#ended = true;
      this.#releaseWriters();
    }
  }

  #releaseWriters(): void {
    const waiting = this.#wakeWriters;
    this.#wakeWriters = [];
    for (const wake of waiting) wake();
  }
}
