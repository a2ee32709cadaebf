import type { MaybePromise } from '../../kernel/program.ts';

export type OutputListener = (stream: 1 | 2, bytes: Uint8Array) => MaybePromise<void> | undefined;

/** Where typed bytes go while the container runs. */
export interface StdinSink {
  write(bytes: Uint8Array): MaybePromise<void>;
  end(): void;
}

/**
 * A container's standard streams as attach sees them. They outlive a run: `docker run` attaches before it starts,
 * and what is typed before then waits.
 */
export class Stdio {
  #listeners = new Map<OutputListener, () => void>();
  #sink: StdinSink | undefined;
  #waiting: Uint8Array[] = [];
  #ended = false;
  #runs = 0;

  /** `onEnd` is called when the run that is being watched is over. */
  attach(listener: OutputListener, onEnd: () => void): () => void {
    this.#listeners.set(listener, onEnd);
    return () => this.#listeners.delete(listener);
  }

  /** Hands output to everyone attached; waits for the slowest of them. */
  output(stream: 1 | 2, bytes: Uint8Array): Promise<void> | undefined {
    let slow: Promise<void>[] | undefined;
    for (const listener of this.#listeners.keys()) {
      const waiting = listener(stream, bytes);
      if (waiting) (slow ??= []).push(waiting);
    }
    return slow && Promise.all(slow).then(() => undefined);
  }

  input(bytes: Uint8Array): MaybePromise<void> {
    if (this.#sink) return this.#sink.write(bytes);
    this.#waiting.push(bytes);
  }

  endInput(): void {
    if (this.#sink) this.#sink.end();
    else this.#ended = true;
  }

  /** What was typed before the run goes first; only then does what comes now go straight to it. */
  async connect(sink: StdinSink): Promise<void> {
    const run = this.#runs;
    for (let bytes = this.#waiting.shift(); bytes; bytes = this.#waiting.shift()) {
      await sink.write(bytes);
      if (run !== this.#runs) return;
    }
    this.#sink = sink;
    if (this.#ended) sink.end();
    this.#ended = false;
  }

  /** The run is over: everyone attached is let go. */
  close(): void {
    this.#runs++;
    this.#sink = undefined;
    this.#waiting = [];
    this.#ended = false;
    const listeners = [...this.#listeners.values()];
    this.#listeners.clear();
    for (const onEnd of listeners) onEnd();
  }
}
