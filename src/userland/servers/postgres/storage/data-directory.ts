import { BaseFilesystem } from '@electric-sql/pglite/basefs';
import { type Errno, isErrno } from '../../../../kernel/errno.ts';
import type { FileKind } from '../../../../kernel/fs/types.ts';
import type { SystemCalls } from '../../../../kernel/system-calls.ts';

/** Error numbers as WASI counts them, which is what the engine was compiled against. */
const NUMBERS: Partial<Record<Errno, number>> = {
  EACCES: 2,
  EBADF: 8,
  EEXIST: 20,
  EFBIG: 22,
  EINVAL: 28,
  EISDIR: 31,
  EMFILE: 33,
  ENOENT: 44,
  ENOSPC: 51,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  EPERM: 63,
  EROFS: 69,
};
const TYPES: Partial<Record<FileKind, number>> = { file: 0o100000, directory: 0o040000 };

type FsStats = ReturnType<BaseFilesystem['lstat']>;

/** The engine's data directory: a directory of the simulated machine. Each of its writes is a write(2) of the server process. */
export class DataDirectory extends BaseFilesystem {
  readonly #sys: SystemCalls;
  readonly #root: string;
  /** Descriptors of the engine are those of the process plus one: it takes 0 for none. */
  readonly #open = new Set<number>();

  constructor(sys: SystemCalls, root: string) {
    super();
    this.#sys = sys;
    this.#root = root;
  }

  chmod(path: string, mode: number): void {
    attempt(() => this.#sys.chmod(this.#at(path), mode & 0o7777));
  }

  open(path: string): number {
    const fd = attempt(() => this.#sys.open(this.#at(path), { read: true, write: true, closeOnExec: true }));
    this.#open.add(fd);
    return fd + 1;
  }

  close(handle: number): void {
    if (this.#open.delete(handle - 1)) attempt(() => this.#sys.close(handle - 1));
  }

  /** Closes what the engine left open. */
  closeAll(): void {
    for (const fd of this.#open) this.#sys.close(fd);
    this.#open.clear();
  }

  fstat(handle: number): FsStats {
    return attempt(() => stats(this.#sys.fstat(handle - 1)));
  }

  lstat(path: string): FsStats {
    return attempt(() => stats(this.#sys.lstat(this.#at(path))));
  }

  mkdir(path: string, options?: { mode?: number }): void {
    attempt(() => this.#sys.mkdir(this.#at(path), (options?.mode ?? 0o700) & 0o7777));
  }

  readdir(path: string): string[] {
    return ['.', '..', ...attempt(() => this.#sys.readdir(this.#at(path))).map(({ name }) => name)];
  }

  read(handle: number, buffer: Uint8Array, offset: number, length: number, position: number): number {
    const bytes = attempt(() => this.#sys.pread(handle - 1, length, position));
    buffer.set(bytes, offset);
    return bytes.length;
  }

  write(handle: number, buffer: Uint8Array, offset: number, length: number, position: number): number {
    // What arrives is the engine's whole memory, as a buffer.
    const bytes = new Uint8Array(ArrayBuffer.isView(buffer) ? buffer.buffer : buffer, offset, length).slice();
    attempt(() => this.#sys.pwrite(handle - 1, bytes, position));
    return length;
  }

  rename(from: string, to: string): void {
    attempt(() => this.#sys.rename(this.#at(from), this.#at(to)));
  }

  rmdir(path: string): void {
    attempt(() => this.#sys.rmdir(this.#at(path)));
  }

  truncate(path: string, length: number): void {
    attempt(() => this.#sys.truncate(this.#at(path), length));
  }

  unlink(path: string): void {
    attempt(() => this.#sys.unlink(this.#at(path)));
  }

  utimes(path: string, atime: number, mtime: number): void {
    attempt(() => this.#sys.utimes(this.#at(path), { atime, mtime }));
  }

  writeFile(path: string, data: string | Uint8Array, options?: { mode?: number }): void {
    attempt(() => this.#sys.writeFile(this.#at(path), data, { mode: (options?.mode ?? 0o600) & 0o777 }));
  }

  #at(path: string): string {
    return this.#root + path;
  }
}

function stats(stat: ReturnType<SystemCalls['lstat']>): FsStats {
  return {
    dev: 0,
    ino: stat.ino,
    mode: (TYPES[stat.kind] ?? 0o100000) | stat.mode,
    nlink: 1,
    uid: 0,
    gid: 0,
    rdev: 0,
    size: stat.size,
    blksize: 4096,
    blocks: Math.ceil(stat.size / 512),
    atime: stat.mtime,
    mtime: stat.mtime,
    ctime: stat.mtime,
  };
}

/** Kernel errors become what the engine's file layer understands. */
function attempt<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw Object.assign(new Error(error.message), { code: NUMBERS[error.code] ?? 29 });
  }
}
