import type { Emitter, ModuleFactory } from '../globals.ts';
import type { FileValues } from './values.ts';

interface StreamOptions {
  encoding?: string;
  fd?: number;
  flags?: string;
  mode?: number;
  start?: number;
  /** The last byte, itself included. */
  end?: number;
  autoClose?: boolean;
  highWaterMark?: number;
}
type Done = (error?: Error | null) => void;

/** fs.createReadStream and fs.createWriteStream: the file is opened at once, and closed when the stream is done. */
export const fileStreams: ModuleFactory = (_host, builtin, world) => {
  interface Base extends Emitter {
    destroyed: boolean;
    push(chunk: unknown): void;
    destroy(error?: Error): void;
    setEncoding(name: string): void;
  }
  const { Readable, Writable } = builtin('stream') as unknown as Record<
    'Readable' | 'Writable',
    new (
      options: object,
    ) => Base
  >;
  const { pathText } = builtin('internal/fs/values') as unknown as FileValues;
  const { sync } = builtin('internal/fs/descriptors') as unknown as {
    sync: {
      openSync(path: string, flags: string, mode?: number): number;
      closeSync(fd: number): void;
      readSync(fd: number, buffer: Uint8Array, offset: number, length: number, position: number | null): number;
      writeSync(fd: number, data: Uint8Array, offset: number, length: number, position: number | null): number;
    };
  };
  const { Buffer } = builtin('buffer') as unknown as { Buffer: { alloc(size: number): Uint8Array } };
  const optionsOf = (given: unknown): StreamOptions =>
    (typeof given === 'string' ? { encoding: given } : (given ?? {})) as StreamOptions;

  interface FileStream extends Base {
    fd: number | null;
    pending: boolean;
    readonly flags: string;
  }
  /** Opens later, as Node does: whoever made the stream can still listen. One that is given a descriptor has nothing to open. */
  const begin = (stream: FileStream, path: unknown, mode: number | undefined) => {
    stream.pending = stream.fd === null;
    if (!stream.pending) return;
    world.setImmediate(() => {
      if (stream.destroyed) return;
      try {
        stream.fd = sync.openSync(pathText(path), stream.flags, mode);
      } catch (error) {
        stream.destroy(error as Error);
        return;
      }
      stream.pending = false;
      stream.emit('open', stream.fd);
      stream.emit('ready');
    });
  };
  const close = (fd: number | null, options: StreamOptions, error: Error | null, done: Done) => {
    try {
      if (fd !== null && options.autoClose !== false) sync.closeSync(fd);
      done(error);
    } catch (failure) {
      done(error ?? (failure as Error));
    }
  };

  class ReadStream extends Readable {
    readonly path: unknown;
    readonly flags: string;
    fd: number | null;
    pending = true;
    bytesRead = 0;
    #position: number | null;
    #left: number;
    readonly #chunk: number;
    constructor(path: unknown, given?: unknown) {
      const options = optionsOf(given);
      super({
        highWaterMark: options.highWaterMark ?? 65536,
        destroy: (error: Error | null, done: Done) => close(this.fd, options, error, done),
      });
      this.path = path;
      this.fd = options.fd ?? null;
      this.flags = options.flags ?? 'r';
      this.#position = options.start ?? null;
      this.#left = (options.end ?? Number.POSITIVE_INFINITY) - (options.start ?? 0) + 1;
      this.#chunk = options.highWaterMark ?? 65536;
      if (options.encoding) this.setEncoding(options.encoding);
      begin(this, path, options.mode);
    }
    _read(): void {
      if (this.fd === null) this.once('ready', () => this.#readSoon());
      else this.#readSoon();
    }
    #readSoon(): void {
      world.setImmediate(() => {
        if (this.destroyed) return;
        try {
          this.#readNow();
        } catch (error) {
          this.destroy(error as Error);
        }
      });
    }
    #readNow(): void {
      const buffer = Buffer.alloc(Math.max(0, Math.min(this.#chunk, this.#left)));
      const count = buffer.length === 0 ? 0 : sync.readSync(this.fd!, buffer, 0, buffer.length, this.#position);
      this.bytesRead += count;
      this.#left -= count;
      if (this.#position !== null) this.#position += count;
      this.push(count === 0 ? null : buffer.subarray(0, count));
    }
    close(done?: () => void): void {
      if (done) this.once('close', done);
      this.destroy();
    }
  }

  class WriteStream extends Writable {
    readonly path: unknown;
    readonly flags: string;
    fd: number | null;
    pending = true;
    bytesWritten = 0;
    #position: number | null;
    constructor(path: unknown, given?: unknown) {
      const options = optionsOf(given);
      super({
        highWaterMark: options.highWaterMark ?? 65536,
        destroy: (error: Error | null, done: Done) => close(this.fd, options, error, done),
      });
      this.path = path;
      this.fd = options.fd ?? null;
      this.flags = options.flags ?? 'w';
      this.#position = options.start ?? null;
      begin(this, path, options.mode);
    }
    _write(chunk: Uint8Array, _encoding: string, done: Done): void {
      if (this.fd === null) {
        this.once('ready', () => this._write(chunk, _encoding, done));
        return;
      }
      try {
        const count = sync.writeSync(this.fd, chunk, 0, chunk.length, this.#position);
        this.bytesWritten += count;
        if (this.#position !== null) this.#position += count;
      } catch (error) {
        done(error as Error);
        return;
      }
      world.setImmediate(() => done());
    }
    _final(done: Done): void {
      if (this.fd === null) this.once('ready', () => done());
      else done();
    }
    close(done?: () => void): void {
      if (done) this.once('close', done);
      (this as unknown as { end(): void }).end();
    }
  }
  return {
    ReadStream,
    WriteStream,
    createReadStream: (path: unknown, options?: unknown) => new ReadStream(path, options),
    createWriteStream: (path: unknown, options?: unknown) => new WriteStream(path, options),
  };
};
