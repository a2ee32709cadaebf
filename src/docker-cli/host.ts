import type { EngineDoor } from '../engine/api/door.ts';

/** What the docker command needs of the computer it is typed on: a process's worth of input, output and files. */
export interface CliHost {
  /** Without `docker` itself. */
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly door: EngineDoor;
  readonly stdin: CliInput;
  readonly stdout: CliOutput;
  readonly stderr: CliOutput;
  readonly files: CliFiles;
  cwd(): string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`. */
  sleep(ms: number): Promise<void>;
  /** SIGINT, SIGTERM, SIGWINCH of this process; returns the way to stop listening. */
  onSignal(listener: (signal: 'SIGINT' | 'SIGTERM' | 'SIGWINCH') => void): () => void;
  /** Whether `path` may be run (for `docker compose`-like plugins) — not used by core commands. */
  random(count: number): Uint8Array;
}

export interface CliInput {
  readonly isTerminal: boolean;
  /** Empty at the end. */
  read(): Promise<Uint8Array>;
  /** Raw mode on the terminal behind stdin. */
  setRaw(on: boolean): void;
}

export interface CliOutput {
  readonly isTerminal: boolean;
  size(): { columns: number; rows: number };
  write(data: Uint8Array | string): Promise<void>;
}

export interface FileInfo {
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: number;
  readonly target?: string;
}

/** Files of the computer the command is typed on. Failures have a `code` (ENOENT …) and the strerror text as message. */
export interface CliFiles {
  lstat(path: string): FileInfo;
  stat(path: string): FileInfo;
  read(path: string): Uint8Array;
  list(path: string): string[];
  write(path: string, data: Uint8Array, mode?: number): void;
  mkdir(path: string, mode?: number): void;
  symlink(target: string, path: string): void;
  remove(path: string): void;
  chmod(path: string, mode: number): void;
  chown(path: string, uid: number, gid: number): void;
  utimes(path: string, mtime: number): void;
}
