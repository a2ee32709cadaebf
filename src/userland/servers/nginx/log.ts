import { isErrno } from '../../../kernel/errno.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { numbered } from '../common/errno-numbers.ts';
import { LogFile } from '../common/log-file.ts';
import { ConfigError } from './config/parse.ts';

export type Level = 'debug' | 'info' | 'notice' | 'warn' | 'error' | 'crit' | 'alert' | 'emerg';
const LEVELS: readonly Level[] = ['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'];

/** Log files by path: opened once by the master, and used by its workers. */
export class LogFiles {
  readonly #sys: SystemCalls;
  readonly #fds: Map<string, number>;
  readonly #files = new Map<string, LogFile>();

  constructor(sys: SystemCalls, fds = new Map<string, number>()) {
    this.#sys = sys;
    this.#fds = fds;
  }

  /** The same files for a child that inherited their descriptors. */
  inheritedBy(child: SystemCalls): LogFiles {
    return new LogFiles(child, this.#fds);
  }

  open(path: string): LogFile {
    const known = this.#files.get(path);
    if (known) return known;
    const file = new LogFile(this.#sys, this.#fds.get(path) ?? this.#open(path));
    this.#fds.set(path, file.fd);
    this.#files.set(path, file);
    return file;
  }

  #open(path: string): number {
    if (path === 'stderr') return 2;
    try {
      const fd = this.#sys.open(path, { write: true, append: true, create: true }, 0o644);
      this.#sys.setCloseOnExec(fd, true);
      return fd;
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new ConfigError(`open() "${path}" failed (${numbered(error)})`);
    }
  }

  async flushed(): Promise<void> {
    for (const file of this.#files.values()) await file.flushed();
  }
}

/** An error log of one process. */
export class ErrorLog {
  readonly #sys: SystemCalls;
  readonly #file: LogFile;
  readonly #least: number;

  constructor(sys: SystemCalls, file: LogFile, level: string) {
    this.#sys = sys;
    this.#file = file;
    this.#least = Math.max(0, LEVELS.indexOf(level as Level));
  }

  write(level: Level, message: string): void {
    if (LEVELS.indexOf(level) < this.#least) return;
    this.#file.write(`${logTime(this.#sys.now())} [${level}] ${this.#sys.pid}#${this.#sys.pid}: ${message}\n`);
  }
}

/** `2025/11/21 03:00:00` */
export function logTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
}
