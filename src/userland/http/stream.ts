import type { MaybePromise } from '../../kernel/program.ts';

/** What HTTP runs over: a socket of a process, or a connection of the kernel's own. */
export interface ByteStream {
  /** Empty at the end. */
  read(): MaybePromise<Uint8Array>;
  write(bytes: Uint8Array): MaybePromise<void>;
}

/** How a peer failed to speak HTTP: it said nothing, went away in the middle of a message, or said something else. */
export type HttpFault = 'empty' | 'truncated' | 'malformed';

/** The peer broke the protocol or went away in the middle of a message. */
export class HttpError extends Error {
  readonly fault: HttpFault;

  constructor(message: string, fault: HttpFault = 'malformed') {
    super(message);
    this.fault = fault;
  }
}

const decoder = new TextDecoder('latin1');

/** Reads a byte stream by lines and by counts. */
export class StreamReader {
  readonly #stream: ByteStream;
  #buffer = new Uint8Array();
  #ended = false;
  /** The read under way, shared by all who wait for more. */
  #reading: Promise<boolean> | undefined;

  constructor(stream: ByteStream) {
    this.#stream = stream;
  }

  /** A line without its end, or undefined at the end of the stream. */
  async line(): Promise<string | undefined> {
    let from = 0;
    for (;;) {
      const end = this.#buffer.indexOf(10, from);
      if (end >= 0) {
        const line = decoder.decode(this.#take(end + 1));
        return line.replace(/\r?\n$/, '');
      }
      from = this.#buffer.length;
      if (from > MAX_LINE) throw new HttpError('header line too long');
      if (!(await this.#more())) {
        if (this.#buffer.length === 0) return undefined;
        throw new HttpError('connection closed in the middle of a line', 'truncated');
      }
    }
  }

  /** At least one byte and at most `max`; empty at the end. */
  async some(max: number): Promise<Uint8Array> {
    if (this.#buffer.length === 0) await this.#more();
    return this.#take(Math.min(max, this.#buffer.length));
  }

  /** Waits until the peer has closed, or said more than has been taken: whether it has closed. */
  async closed(): Promise<boolean> {
    if (this.#buffer.length > 0) return false;
    return !(await this.#more());
  }

  #more(): Promise<boolean> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<boolean> {
    if (this.#ended) return false;
    const chunk = await this.#stream.read();
    if (chunk.length === 0) {
      this.#ended = true;
      return false;
    }
    if (this.#buffer.length === 0) this.#buffer = new Uint8Array(chunk);
    else {
      const joined = new Uint8Array(this.#buffer.length + chunk.length);
      joined.set(this.#buffer);
      joined.set(chunk, this.#buffer.length);
      this.#buffer = joined;
    }
    return true;
  }

  #take(count: number): Uint8Array {
    const taken = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    return taken;
  }
}

const MAX_LINE = 64 * 1024;
