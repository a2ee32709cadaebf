import { wasiErrno } from '../errno.ts';
import type { Memory } from './memory.ts';
import type { Argument, Reply } from './protocol.ts';

/** A C function of the program, as the process answers it: its result, now or after a wait. */
export type Import = (...values: never[]) => number | Promise<number>;
export type Imports = Record<string, Import>;
/** What Emscripten itself would have answered, over its own file system in memory. */
export type Original = (name: string, ...values: unknown[]) => number;

/** What the imports are made of. */
export interface Access {
  readonly memory: Memory;
  readonly original: Original;
  /** Makes OSError's type open to change. */
  unlock(): void;
  /** Lends C a copy of a string. */
  temporary<T>(text: string, use: (address: number) => T): T;
  /** A call of the process, then what to make of its answer; failures are answered as they come (negative errno). */
  call(name: string, args: readonly Argument[], use?: (reply: Reply) => number): number | Promise<number>;
}

/** Descriptors of Emscripten's own files, which hold the standard library, are kept apart from the process's. */
export const OWN_DESCRIPTORS = 1 << 20;

export const ENOSYS = wasiErrno('ENOSYS');
export const EINVAL = wasiErrno('EINVAL');
