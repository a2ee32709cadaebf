import type { FileKind, Stat } from './fs/types.ts';
import type { SystemCalls } from './system-calls.ts';

/** Sync when it can be, a promise when it must wait: keeps a shell loop of builtins off the microtask queue. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * A program built into the simulation. An executable file names it: its bytes are an ELF magic followed by
 * `drydock:NAME\n` (see `executable.ts`), so deleting the file deletes the command and copying it copies the command.
 */
export interface Program {
  /** The name executables refer to: `busybox`, `coreutils/ls`, `dash`, `node` … */
  readonly name: string;
  /**
   * Runs in the process whose calls these are and answers its exit status. Multi-call programs look at `argv[0]`.
   * May throw KernelError (printed as `argv0: message`, status 1); must let ProcessEnd through.
   */
  main(sys: SystemCalls): MaybePromise<number>;
}

/** Finds programs by name; a program's code may be loaded on first use. */
export interface ProgramTable {
  find(name: string): MaybePromise<Program> | undefined;
}

export type { FileKind, Stat, SystemCalls };
