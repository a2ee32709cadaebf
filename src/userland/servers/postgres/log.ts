import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { LogFile } from '../common/log-file.ts';

/** The server's log on standard error, with PostgreSQL's default prefix `%m [%p] `. */
export class ServerLog {
  readonly #sys: SystemCalls;
  readonly #file: LogFile;
  /** The engine's own lines are not shown while it changes databases. */
  isQuiet = false;

  constructor(sys: SystemCalls) {
    this.#sys = sys;
    this.#file = new LogFile(sys, 2);
  }

  line(level: string, message: string): void {
    const now = new Date(this.#sys.now()).toISOString();
    this.#file.write(`${now.slice(0, 10)} ${now.slice(11, 23)} UTC [${this.#sys.pid}] ${level}:  ${message}\n`);
  }

  /** A line the engine wrote: under the process's own number. */
  engine(line: string): void {
    if (this.isQuiet || /^pglitec:|postgresql\.auto\.conf"$/.test(line)) return;
    this.#file.write(`${line.replace(/^(\S+ \S+) \w+ \[\d+\]/, `$1 UTC [${this.#sys.pid}]`)}\n`);
  }

  flushed(): Promise<void> {
    return this.#file.flushed();
  }
}
