import {
  type Argument,
  type FromThread,
  HEADER_BYTES,
  LENGTH,
  type Reply,
  SIGNALS,
  STATE,
  type ToThread,
  VALUE,
} from './protocol.ts';

/** System calls of the process, from the thread that computes for it. */
export interface Channel {
  /** Waits asleep, or answers a promise for the stack to be suspended on. */
  call(name: string, ...args: readonly Argument[]): Reply | Promise<Reply>;
  /** The number of a signal that has arrived and was not taken yet, or 0. */
  takeSignal(): number | Promise<number>;
}

export type Post = (message: FromThread) => void;

/** The thread sleeps on a shared buffer until the process has answered: nothing is suspended. */
export function sleepingChannel(shared: SharedArrayBuffer, post: Post): Channel {
  const header = new Int32Array(shared, 0, HEADER_BYTES / 4);
  const bytes = new Uint8Array(shared, HEADER_BYTES);
  return {
    call(name, ...args) {
      Atomics.store(header, STATE, 0);
      post({ call: name, args });
      Atomics.wait(header, STATE, 0);
      const value = Atomics.load(header, VALUE);
      const length = Atomics.load(header, LENGTH);
      return length < 0 ? { value } : { value, data: bytes.slice(0, length) };
    },
    takeSignal() {
      const pending = Atomics.load(header, SIGNALS);
      if (pending === 0) return 0;
      const signal = lowest(pending);
      Atomics.and(header, SIGNALS, ~(1 << (signal - 1)));
      return signal;
    },
  };
}

/** Milliseconds a computing program keeps the thread before messages are let in. */
const SLICE_MS = 20;

export interface Turns {
  now(): number;
  /** Resolves once the messages that have arrived are served. */
  breathe(): Promise<void>;
}

/** Replies and signals are messages: the stack is suspended until they come. */
export class SuspendingChannel implements Channel {
  readonly #post: Post;
  readonly #turns: Turns;
  #answer: ((reply: Reply) => void) | undefined;
  #pending = 0;
  #sliceEnds = 0;

  constructor(post: Post, turns: Turns) {
    this.#post = post;
    this.#turns = turns;
  }

  call(name: string, ...args: readonly Argument[]): Promise<Reply> {
    this.#post({ call: name, args });
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  takeSignal(): number | Promise<number> {
    if (this.#pending === 0 && this.#turns.now() < this.#sliceEnds) return 0;
    return this.#turns.breathe().then(() => {
      this.#sliceEnds = this.#turns.now() + SLICE_MS;
      if (this.#pending === 0) return 0;
      const signal = lowest(this.#pending);
      this.#pending &= ~(1 << (signal - 1));
      return signal;
    });
  }

  receive(message: ToThread): void {
    if ('reply' in message) this.#answer?.(message.reply);
    else if ('signal' in message) this.#pending |= 1 << (message.signal - 1);
  }
}

function lowest(pending: number): number {
  return 32 - Math.clz32(pending & -pending);
}
