import { KernelError } from '../errno.ts';
import type { Stat } from '../fs/types.ts';
import type { MaybePromise } from '../program.ts';
import { EMPTY, FileDescription } from './open-file.ts';
import { type Waiter, WaitQueue } from './wait-queue.ts';

const CAPACITY = 65536;
/** Writes up to this long are atomic (PIPE_BUF). */
const ATOMIC = 4096;
/** Chunks from this size on are handed to the reader as they are; smaller ones are joined. */
const HAND_OVER = 16384;

/** The buffer of a pipe(7). Chunks pass through without being copied. */
export class PipeBuffer {
  readonly readiness = new WaitQueue();
  readonly room = new WaitQueue();
  readonly #chunks: Uint8Array[] = [];
  #size = 0;
  readers = 0;
  writers = 0;

  get size(): number {
    return this.#size;
  }

  /** undefined: nothing there yet. */
  tryRead(max: number): Uint8Array | undefined {
    const first = this.#chunks[0];
    if (!first) return undefined;
    let taken: Uint8Array;
    if (first.length > max) {
      taken = first.subarray(0, max);
      this.#chunks[0] = first.subarray(max);
    } else if (first.length >= HAND_OVER || this.#chunks.length === 1) {
      taken = first;
      this.#chunks.shift();
    } else {
      taken = this.#join(max);
    }
    this.#size -= taken.length;
    this.room.wake();
    return taken;
  }

  #join(max: number): Uint8Array {
    const joined = new Uint8Array(Math.min(max, this.#size));
    let filled = 0;
    let whole = 0;
    for (const chunk of this.#chunks) {
      if (filled + chunk.length > joined.length) break;
      joined.set(chunk, filled);
      filled += chunk.length;
      whole++;
    }
    this.#chunks.splice(0, whole);
    return filled === joined.length ? joined : joined.subarray(0, filled);
  }

  /** How many of the bytes it took. */
  tryWrite(bytes: Uint8Array): number {
    const room = CAPACITY - this.#size;
    if (bytes.length > room && bytes.length <= ATOMIC) return 0;
    const taken = Math.min(bytes.length, room);
    if (taken > 0) {
      this.#chunks.push(taken === bytes.length ? bytes : bytes.subarray(0, taken));
      this.#size += taken;
      this.readiness.wake();
    }
    return taken;
  }

  read(waiter: Waiter, max: number, ended: () => boolean): MaybePromise<Uint8Array> {
    if (max === 0) return EMPTY;
    const bytes = this.tryRead(max);
    if (bytes) return bytes;
    return ended() ? EMPTY : this.#waitAndRead(waiter, max, ended);
  }

  async #waitAndRead(waiter: Waiter, max: number, ended: () => boolean): Promise<Uint8Array> {
    for (;;) {
      await waiter.wait([this.readiness]);
      const bytes = this.tryRead(max);
      if (bytes) return bytes;
      if (ended()) return EMPTY;
    }
  }

  write(waiter: Waiter, bytes: Uint8Array, broken: () => boolean): MaybePromise<void> {
    if (broken()) throw new KernelError('EPIPE');
    const taken = this.tryWrite(bytes);
    if (taken < bytes.length) return this.#waitAndWrite(waiter, bytes.subarray(taken), broken);
  }

  async #waitAndWrite(waiter: Waiter, bytes: Uint8Array, broken: () => boolean): Promise<void> {
    let rest = bytes;
    while (rest.length > 0) {
      await waiter.wait([this.room]);
      if (broken()) throw new KernelError('EPIPE');
      rest = rest.subarray(this.tryWrite(rest));
    }
  }
}

/** One end of a pipe or fifo, or both (a fifo opened for reading and writing). */
export class PipeEnd extends FileDescription {
  readonly kind = 'pipe';
  readonly label: string;
  readonly buffer: PipeBuffer;
  readonly #stat: () => Stat;
  readonly #fifo: boolean;
  /** A fifo's end waits for the other side to appear first: open(2) of a fifo, which cannot wait here. */
  #met: boolean;

  constructor(
    buffer: PipeBuffer,
    access: { read: boolean; write: boolean },
    options: { label: string; stat: () => Stat; fifo?: boolean },
  ) {
    super(access);
    this.buffer = buffer;
    this.label = options.label;
    this.#stat = options.stat;
    this.#fifo = options.fifo ?? false;
    this.#met = !this.#fifo;
    if (access.read) buffer.readers++;
    if (access.write) buffer.writers++;
    buffer.readiness.wake();
    buffer.room.wake();
  }

  override get readiness(): WaitQueue {
    return this.buffer.readiness;
  }

  protected override onClose(): void {
    if (this.canRead) this.buffer.readers--;
    if (this.canWrite) this.buffer.writers--;
    this.buffer.readiness.wake();
    this.buffer.room.wake();
  }

  override reopen(access: { read: boolean; write: boolean }): PipeEnd {
    return new PipeEnd(this.buffer, access, { label: this.label, stat: this.#stat, fifo: this.#fifo });
  }

  #ended(): boolean {
    if (this.buffer.writers > 0) this.#met = true;
    return this.#met && this.buffer.writers === 0;
  }

  #broken(): boolean {
    if (this.buffer.readers > 0) this.#met = true;
    return this.#met && this.buffer.readers === 0;
  }

  read(waiter: Waiter, max: number): MaybePromise<Uint8Array> {
    return this.buffer.read(waiter, max, () => this.#ended());
  }

  write(waiter: Waiter, bytes: Uint8Array): MaybePromise<void> {
    const broken = this.#broken();
    if (!this.#met) return this.#meetAndWrite(waiter, bytes);
    if (broken) throw new KernelError('EPIPE');
    return this.buffer.write(waiter, bytes, () => this.#broken());
  }

  async #meetAndWrite(waiter: Waiter, bytes: Uint8Array): Promise<void> {
    while (this.buffer.readers === 0) await waiter.wait([this.buffer.room]);
    this.#met = true;
    await this.buffer.write(waiter, bytes, () => this.#broken());
  }

  override readable(): boolean {
    return this.buffer.size > 0 || this.#ended();
  }

  stat(): Stat {
    return this.#stat();
  }
}
