import { type Channel, encodeCredit, encodeFrame, FRAME, INITIAL_CREDIT, MAX_PAYLOAD } from './frames.ts';

/** One stream at one end of the wire: what comes in is read at the reader's pace, what goes out waits for credit. */
export class Lane {
  readonly #channel: Channel;
  readonly #stream: number;
  readonly #chunks: Uint8Array[] = [];
  #inboundOver = false;
  #failure: Error | undefined;
  #wakeReader: (() => void) | undefined;
  #credit = INITIAL_CREDIT;
  #consumed = 0;
  #closed = false;
  #wakeWriter: (() => void)[] = [];
  #pending = 0;

  constructor(channel: Channel, stream: number) {
    this.#channel = channel;
    this.#stream = stream;
  }

  // --- what comes in

  /** False when the other side sent more than it had credit for. */
  receive(bytes: Uint8Array): boolean {
    if (this.#inboundOver) return true;
    this.#pending += bytes.length;
    if (this.#pending > INITIAL_CREDIT + MAX_PAYLOAD) return false;
    this.#chunks.push(bytes);
    this.#wakeReader?.();
    return true;
  }

  /** No more will come; with a failure, whoever reads is told. */
  finish(failure?: Error): void {
    this.#failure ??= failure;
    this.#inboundOver = true;
    this.#wakeReader?.();
  }

  async *read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk) {
        this.#giveCredit(chunk.length);
        yield chunk;
      } else if (this.#failure) throw this.#failure;
      else if (this.#inboundOver) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wakeReader = resolve;
        });
        this.#wakeReader = undefined;
      }
    }
  }

  /** In lots, so that small chunks do not each cost a frame. */
  #giveCredit(bytes: number): void {
    this.#pending -= bytes;
    this.#consumed += bytes;
    if (this.#consumed < INITIAL_CREDIT / 4 || this.#closed) return;
    this.#channel.send(encodeCredit(this.#stream, this.#consumed));
    this.#consumed = 0;
  }

  // --- what goes out

  addCredit(bytes: number): void {
    this.#credit += bytes;
    for (const wake of this.#wakeWriter.splice(0)) wake();
  }

  /** Resolves when all of it is on its way; false once the lane is closed. */
  async write(bytes: Uint8Array): Promise<boolean> {
    for (let at = 0; at < bytes.length; ) {
      while (this.#credit === 0 && !this.#closed) await new Promise<void>((resolve) => this.#wakeWriter.push(resolve));
      if (this.#closed) return false;
      const part = bytes.subarray(at, at + Math.min(this.#credit, MAX_PAYLOAD));
      this.#credit -= part.length;
      at += part.length;
      this.#channel.send(encodeFrame(FRAME.DATA, this.#stream, part));
    }
    return !this.#closed;
  }

  end(): void {
    if (!this.#closed) this.#channel.send(encodeFrame(FRAME.END, this.#stream));
  }

  /** Nothing goes out any more. */
  shut(): void {
    this.#closed = true;
    for (const wake of this.#wakeWriter.splice(0)) wake();
  }
}
