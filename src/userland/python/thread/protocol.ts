/** What crosses between a Python thread and the process whose program it runs. */

export type Argument = string | number | null | Uint8Array | readonly Argument[];

/** thread → process: a system call, or the end of the program. */
export type FromThread =
  | { readonly call: string; readonly args: readonly Argument[] }
  | { readonly exit: number; readonly interrupted: boolean }
  | { readonly failed: string };

/** A call's answer: its value (negative: an errno of errno.ts, negated) and bytes when it has some. */
export interface Reply {
  readonly value: number;
  readonly data?: Uint8Array;
}

/** process → thread. Replies come this way only when nothing is shared. */
export type ToThread = { readonly start: Start } | { readonly reply: Reply } | { readonly signal: number };

export interface Start {
  readonly argv: readonly string[];
  readonly env: readonly (readonly [string, string])[];
  /** Where the standard library is found: `/usr/local/lib/python313.zip`. */
  readonly library: string;
  /** Where replies are written while the thread sleeps on it; without one, stacks are suspended. */
  readonly shared: SharedArrayBuffer | undefined;
}

/** The shared buffer: a header of 32-bit words, then the bytes of a reply. */
export const STATE = 0;
export const VALUE = 1;
export const LENGTH = 2;
/** Bit n-1: signal n has arrived. */
export const SIGNALS = 3;
export const HEADER_BYTES = 16;
/** The most bytes one reply carries. */
export const REPLY_BYTES = 1 << 20;
