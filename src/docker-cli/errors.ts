/** An error that decides the exit status of the command and is printed as it stands. */
export class StatusError extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** Wrong use of flags or arguments: what follows the message depends on the command. */
export class UsageError extends Error {}

/** The engine said no. */
export class ApiError extends Error {
  readonly status: number;
  /** Without `Error response from daemon: `. */
  readonly reason: string;
  constructor(status: number, reason: string) {
    super(`Error response from daemon: ${reason}`);
    this.status = status;
    this.reason = reason;
  }
}

/** No engine was reached; said as it stands. */
export class Unreachable extends Error {}

export const isConflict = (error: unknown): boolean => error instanceof ApiError && error.status === 409;

export const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

/** What the command prints of an error. The texts of failed system calls begin in lower case in Go programs. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message } = error;
  const isSystemError = 'code' in error && typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code);
  return isSystemError ? message.charAt(0).toLowerCase() + message.slice(1) : message;
}
