/**
 * What the simulated machine needs from the JavaScript host it runs on. A browser worker, Node and a test each
 * bring their own; nothing else in the engine-side rooms may reach for a host facility.
 */
export interface Platform {
  /** Wall clock, milliseconds since the epoch (fractions allowed). */
  now(): number;
  /** Runs `callback` once after `ms` milliseconds; the returned function cancels it. */
  timer(ms: number, callback: () => void): () => void;
  /** Resolves after the host has served its own events once (a macrotask turn): how a busy machine stays interruptible. */
  breathe(): Promise<void>;
  /** Resolves a little later: leaves a processor to who draws what has just been done. Left out: nobody draws beside. */
  rest?(): Promise<void>;
  /** `count` unpredictable bytes. */
  random(count: number): Uint8Array;
  /** A fresh incremental SHA-256. */
  sha256(): Sha256;
  /** Makes ready what starts asynchronously: hashes are there once it has resolved. Left out: nothing has to be. */
  prepare?(): Promise<void>;
  /**
   * Starts a language runtime in a thread of its own, which computes beside the machine and is ended at will. Left out where
   * the host has none. Messages are structured clones.
   */
  thread?(runtime: 'python', receive: (message: unknown) => void): Promise<Thread>;
}

/** A thread of the host. */
export interface Thread {
  post(message: unknown): void;
  /** Ends it at once, whatever it does. */
  end(): void;
  /** Whether a SharedArrayBuffer may be posted, which the thread may sleep on. */
  readonly sharesMemory: boolean;
}

export interface Sha256 {
  update(bytes: Uint8Array): Sha256;
  /** 64 lower-case hex digits; the hasher is used up. */
  hex(): string;
}
