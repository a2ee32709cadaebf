/** Ends the shell (or the subshell) with a status: `exit`, `set -e`. */
export class ShellExit extends Error {
  readonly status: number;
  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}

/** An error that ends a non-interactive shell (POSIX 2.8.1) and takes an interactive one back to its prompt. */
export class ShellFailure extends Error {
  readonly status: number;
  /** The builtin that failed, for the message's prefix. */
  readonly command: string | undefined;
  /** Printed after the message as it is. */
  readonly after: string;
  constructor(message: string, status = 2, command?: string, after = '') {
    super(message);
    this.status = status;
    this.command = command;
    this.after = after;
  }
}

/** Ctrl-C in an interactive shell: back to the prompt. */
export class Interrupt extends Error {
  constructor() {
    super('interrupt');
  }
}

export const BREAK = 1;
export const CONTINUE = 2;
export const RETURN = 3;

/** What `break`, `continue` and `return` have under way; checked after each command. */
export interface Unwinding {
  readonly kind: typeof BREAK | typeof CONTINUE | typeof RETURN;
  levels: number;
}
