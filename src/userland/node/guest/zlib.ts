import type { ModuleFactory } from './globals.ts';

/** node:zlib: gzip and deflate by the host; a stream gives its bytes when it is flushed or ends. Brotli says it is not simulated. */
export const zlib: ModuleFactory = (host, builtin, world) => {
  const { Buffer } = builtin('buffer') as unknown as {
    Buffer: { from(value: unknown, encoding?: string): Uint8Array; concat(list: Uint8Array[]): Uint8Array };
  };
  interface Pushing {
    push(chunk: unknown): void;
  }
  const { Transform } = builtin('stream') as unknown as { Transform: new (options: object) => Pushing };
  type Done = (error: Error | null, result?: Uint8Array) => void;
  const bytesOf = (data: unknown): Uint8Array =>
    typeof data === 'string'
      ? Buffer.from(data)
      : Buffer.from(ArrayBuffer.isView(data) ? data : new Uint8Array(data as ArrayBuffer));
  const run = (kind: string, data: unknown): Uint8Array =>
    Buffer.from(host('compress', kind, new Uint8Array(bytesOf(data)).buffer) as unknown as ArrayBuffer);

  const made: Record<string, unknown> = {};
  for (const name of ['Gzip', 'Gunzip', 'Deflate', 'Inflate', 'DeflateRaw', 'InflateRaw', 'Unzip']) {
    const plain = name[0]!.toLowerCase() + name.slice(1);
    made[`${plain}Sync`] = (data: unknown) => run(plain, data);
    made[plain] = (data: unknown, options: unknown, done?: Done) => {
      const heard = (typeof options === 'function' ? options : done) as Done;
      let result: Uint8Array | undefined;
      let failure: Error | null = null;
      try {
        result = run(plain, data);
      } catch (error) {
        failure = error as Error;
      }
      world.setImmediate(() => heard(failure, result));
    };
    class Stream extends Transform {
      constructor() {
        const parts: Uint8Array[] = [];
        super({
          transform(chunk: Uint8Array, _encoding: string, done: () => void) {
            parts.push(bytesOf(chunk));
            done();
          },
          flush(this: Pushing, done: (error?: unknown) => void) {
            try {
              this.push(run(plain, Buffer.concat(parts)));
              done();
            } catch (error) {
              done(error);
            }
          },
        });
      }
      flush(_kind?: unknown, done?: () => void) {
        const heard = typeof _kind === 'function' ? _kind : done;
        if (typeof heard === 'function') world.setImmediate(heard as () => void);
      }
      close() {}
    }
    Object.defineProperty(Stream, 'name', { value: name });
    made[name] = Stream;
    made[`create${name}`] = () => new Stream();
  }
  const refuse = (name: string) => () => {
    throw new Error(`drydock: not simulated: zlib.${name}`);
  };
  for (const name of ['brotliCompress', 'brotliDecompress', 'brotliCompressSync', 'brotliDecompressSync'])
    made[name] = refuse(name);
  for (const name of ['createBrotliCompress', 'createBrotliDecompress']) made[name] = refuse(name);
  made.crc32 = (data: unknown, start = 0) => {
    let crc = ~start;
    for (const byte of bytesOf(data)) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
  };
  made.constants = {
    Z_NO_FLUSH: 0,
    Z_PARTIAL_FLUSH: 1,
    Z_SYNC_FLUSH: 2,
    Z_FULL_FLUSH: 3,
    Z_FINISH: 4,
    Z_BEST_SPEED: 1,
    Z_BEST_COMPRESSION: 9,
    Z_DEFAULT_COMPRESSION: -1,
    Z_DEFAULT_CHUNK: 16384,
    BROTLI_OPERATION_FLUSH: 1,
    BROTLI_OPERATION_FINISH: 2,
    BROTLI_PARAM_QUALITY: 1,
  };
  return made;
};
