import type { ModuleFactory } from '../globals.ts';
import type { Encoding, FileValues } from './values.ts';

type Times = number | Date;

/** fs by descriptor, synchronous: those of the process itself, as its sockets and standard streams are. */
export const fileDescriptors: ModuleFactory = (host, builtin) => {
  const { pathText, bytesOf, openFlags, Stats } = builtin('internal/fs/values') as unknown as FileValues;
  const modeOf = (mode: unknown) => (typeof mode === 'string' ? Number.parseInt(mode, 8) : mode);
  const positionOf = (position: unknown) => (typeof position === 'number' && position >= 0 ? position : null);

  interface Slice {
    buffer?: Uint8Array;
    offset?: number;
    length?: number;
    position?: number | null;
  }
  /** (buffer, offset, length, position), (buffer, { … }) and ({ buffer, … }) say the same. */
  const slice = (buffer: unknown, offset: unknown, length: unknown, position: unknown) => {
    const given: Slice = ArrayBuffer.isView(buffer)
      ? { ...(typeof offset === 'object' && offset !== null ? offset : {}), buffer: buffer as Uint8Array }
      : ((buffer ?? {}) as Slice);
    const target = given.buffer ?? new Uint8Array(16384);
    const from = typeof offset === 'number' ? offset : (given.offset ?? 0);
    const count = typeof length === 'number' ? length : (given.length ?? target.byteLength - from);
    return { target, from, count, at: positionOf(typeof position === 'number' ? position : given.position) };
  };

  const sync = {
    openSync: (path: unknown, flags?: unknown, mode?: unknown) =>
      host('openFile', pathText(path), openFlags(flags), modeOf(mode ?? 0o666)) as number,
    closeSync: (fd: number) => void host('closeFile', fd),
    readSync: (fd: number, buffer: unknown, offset?: unknown, length?: unknown, position?: unknown): number => {
      const { target, from, count, at } = slice(buffer, offset, length, position);
      const bytes = new Uint8Array(host('readFd', fd, count, at) as unknown as ArrayBuffer);
      new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(bytes, from);
      return bytes.length;
    },
    writeSync: (fd: number, data: unknown, offset?: unknown, length?: unknown, position?: unknown): number => {
      if (typeof data === 'string') {
        const bytes = bytesOf(data, length);
        host('writeFd', fd, bytes, positionOf(offset));
        return bytes.byteLength;
      }
      const { target, from, count, at } = slice(data, offset, length, position);
      host('writeFd', fd, bytesOf(target.subarray(from, from + count)), at);
      return count;
    },
    readvSync: (fd: number, buffers: Uint8Array[], position?: unknown): number => {
      let sum = 0;
      for (const buffer of buffers) {
        const at = positionOf(position);
        const count = sync.readSync(fd, buffer, 0, buffer.byteLength, at === null ? null : at + sum);
        sum += count;
        if (count < buffer.byteLength) break;
      }
      return sum;
    },
    writevSync: (fd: number, buffers: Uint8Array[], position?: unknown): number => {
      let sum = 0;
      const at = positionOf(position);
      for (const buffer of buffers)
        sum += sync.writeSync(fd, buffer, 0, buffer.byteLength, at === null ? null : at + sum);
      return sum;
    },
    fstatSync: (fd: number) => new Stats(host('fstat', fd) as object),
    ftruncateSync: (fd: number, length = 0) => void host('ftruncate', fd, length),
    /** What is written is on the disk of this computer at once. */
    fsyncSync: (fd: number) => void host('fstat', fd),
    fdatasyncSync: (fd: number) => void host('fstat', fd),
    fchmodSync: (fd: number, mode: number | string) => void host('chmod', `/proc/self/fd/${fd}`, modeOf(mode)),
    fchownSync: (fd: number, uid: number, gid: number) => void host('chown', `/proc/self/fd/${fd}`, uid, gid),
    futimesSync: (fd: number, atime: Times, mtime: Times) => {
      const ms = (time: Times) => (typeof time === 'number' ? time * 1000 : time.getTime());
      host('utimes', `/proc/self/fd/${fd}`, ms(atime), ms(mtime));
    },
  };
  /** What a callback or a promise of these gives besides the count: `(error, bytes, buffer)`. */
  const second: Record<string, string> = { read: 'buffer', write: 'buffer', readv: 'buffers', writev: 'buffers' };
  const bufferOf = (buffer: unknown) => (ArrayBuffer.isView(buffer) || typeof buffer === 'string' ? buffer : undefined);

  /** fs.promises.open gives one of these. */
  class FileHandle {
    readonly fd: number;
    constructor(fd: number) {
      this.fd = fd;
    }
    async read(buffer?: unknown, offset?: unknown, length?: unknown, position?: unknown) {
      const { target, from, count, at } = slice(buffer, offset, length, position);
      return { bytesRead: sync.readSync(this.fd, target, from, count, at), buffer: target };
    }
    async write(data: unknown, offset?: unknown, length?: unknown, position?: unknown) {
      return { bytesWritten: sync.writeSync(this.fd, data, offset, length, position), buffer: data };
    }
    async readFile(options?: Encoding) {
      return this.#paths.readFileSync(this.fd, options);
    }
    async writeFile(data: unknown, options?: Encoding) {
      this.#paths.writeFileSync(this.fd, data, options);
    }
    async appendFile(data: unknown, options?: Encoding) {
      this.#paths.writeFileSync(this.fd, data, options);
    }
    async stat() {
      return sync.fstatSync(this.fd);
    }
    async truncate(length = 0) {
      sync.ftruncateSync(this.fd, length);
    }
    async sync() {
      sync.fsyncSync(this.fd);
    }
    async datasync() {
      sync.fsyncSync(this.fd);
    }
    async chmod(mode: number | string) {
      sync.fchmodSync(this.fd, mode);
    }
    async close() {
      sync.closeSync(this.fd);
    }
    createReadStream(options?: object) {
      return this.#streams.createReadStream(undefined, { ...options, fd: this.fd });
    }
    createWriteStream(options?: object) {
      return this.#streams.createWriteStream(undefined, { ...options, fd: this.fd });
    }
    readLines(options?: object) {
      const { createInterface } = builtin('readline') as { createInterface(options: object): object };
      return createInterface({ input: this.createReadStream(options), crlfDelay: Number.POSITIVE_INFINITY });
    }
    get #paths() {
      return builtin('internal/fs/paths') as unknown as {
        readFileSync(fd: number, options?: Encoding): unknown;
        writeFileSync(fd: number, data: unknown, options?: Encoding): void;
      };
    }
    get #streams() {
      return builtin('internal/fs/streams') as unknown as Record<
        'createReadStream' | 'createWriteStream',
        (path: undefined, options: object) => object
      >;
    }
  }
  return { sync, second, bufferOf, FileHandle };
};
