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

export const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
