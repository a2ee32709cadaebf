import type { MaybePromise } from '../../../kernel/program.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { binaryFromText, bytesFromBinary } from './binary.ts';

const FULL = 32768;

/**
 * Buffered output to any descriptors, kept in the order it was written. Printing is synchronous; whoever is about to
 * wait flushes first.
 */
export class Output {
  readonly #sys: SystemCalls;
  #parts: { fd: number; data: Uint8Array }[] = [];
  #binary = '';
  #fd = 1;
  #size = 0;
  #flushing: Promise<void> | undefined;

  constructor(sys: SystemCalls) {
    this.#sys = sys;
  }

  /** Prints a byte string. */
  binary(binary: string, fd = 1): void {
    if (fd !== this.#fd) {
      this.#seal();
      this.#fd = fd;
    }
    this.#binary += binary;
    this.#size += binary.length;
  }

  text(text: string, fd = 1): void {
    this.binary(binaryFromText(text), fd);
  }

  bytes(bytes: Uint8Array, fd = 1): void {
    if (bytes.length === 0) return;
    this.#seal();
    this.#parts.push({ fd, data: bytes });
    this.#size += bytes.length;
  }

  #seal(): void {
    if (this.#binary === '') return;
    this.#parts.push({ fd: this.#fd, data: bytesFromBinary(this.#binary) });
    this.#binary = '';
  }

  /** Flushes when much is waiting: for loops that print. */
  drain(): MaybePromise<void> {
    return this.#size > FULL ? this.flush() : undefined;
  }

  flush(): MaybePromise<void> {
    if (this.#flushing) return this.#flushing.then(() => this.flush());
    this.#seal();
    const parts = this.#parts;
    if (parts.length === 0) return;
    this.#parts = [];
    this.#size = 0;
    for (let i = 0; i < parts.length; i++) {
      const waiting = this.#sys.write(parts[i]!.fd, parts[i]!.data);
      if (waiting) {
        this.#flushing = this.#writeRest(waiting, parts.slice(i + 1)).finally(() => {
          this.#flushing = undefined;
        });
        return this.#flushing;
      }
    }
  }

  async #writeRest(first: Promise<void>, rest: { fd: number; data: Uint8Array }[]): Promise<void> {
    await first;
    for (const { fd, data } of rest) await this.#sys.write(fd, data);
  }

  /** Forgets what was not written: after a write error. */
  discard(): void {
    this.#parts = [];
    this.#binary = '';
    this.#size = 0;
  }
}
