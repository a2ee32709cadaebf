import { isErrno } from '../../../kernel/errno.ts';
import { ProcessEnd } from '../../../kernel/process/process-end.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';

function passEnd(error: unknown): void {
  if (!(error instanceof ProcessEnd)) throw error;
}

/** A log other things need not wait for: lines are written in order, and are lost when nobody can take them. */
export class LogFile {
  readonly #sys: SystemCalls;
  readonly fd: number;
  #pending: Promise<void> | undefined;

  constructor(sys: SystemCalls, fd: number) {
    this.#sys = sys;
    this.fd = fd;
  }

  write(text: string): void {
    // The server may have ended while its last line waited.
    if (this.#pending) this.#pending = this.#pending.then(() => this.#now(text)).catch(passEnd);
    else this.#pending = this.#now(text);
    const mine = this.#pending;
    void mine?.then(() => {
      if (this.#pending === mine) this.#pending = undefined;
    });
  }

  /** Once everything has been written. */
  async flushed(): Promise<void> {
    await this.#pending;
  }

  #now(text: string): Promise<void> | undefined {
    try {
      return this.#sys.write(this.fd, text)?.catch(() => {});
    } catch (error) {
      if (!isErrno(error)) throw error;
      return undefined;
    }
  }
}
