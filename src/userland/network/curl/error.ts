/** A failed transfer: its number is curl's exit status (libcurl-errors(3)). */
export class CurlError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
