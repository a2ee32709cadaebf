import type { Emitter, ModuleFactory } from './globals.ts';

/** node:stream: the part servers and scripts use; flowing and paused reading, back pressure by callbacks, pipes. */
export const stream: ModuleFactory = (_host, builtin, world) => {
  const EventEmitter = builtin('events') as unknown as new () => Emitter;
  const { Buffer } = builtin('buffer') as unknown as {
    Buffer: {
      from(value: unknown, encoding?: string): Uint8Array;
      concat(list: Uint8Array[]): Uint8Array & { toString(encoding?: string): string };
    };
  };
  type Done = (error?: Error | null, value?: unknown) => void;
  interface Options {
    objectMode?: boolean;
    highWaterMark?: number;
    allowHalfOpen?: boolean;
    decodeStrings?: boolean;
    encoding?: string;
    read?: (size: number) => void;
    write?: (chunk: unknown, encoding: string, done: Done) => void;
    final?: (done: Done) => void;
    transform?: (chunk: unknown, encoding: string, done: Done) => void;
    flush?: (done: Done) => void;
    destroy?: (error: Error | null, done: Done) => void;
  }

  class Stream extends EventEmitter {
    destroyed = false;
    closed = false;
    errored: Error | null = null;
    options: Options;
    constructor(options: Options = {}) {
      super();
      this.options = options;
    }
    /** How much may wait before whoever makes it is asked to pause: bytes, or objects. */
    get mark(): number {
      return this.options.highWaterMark ?? (this.options.objectMode ? 16 : 65536);
    }
    sizeOf(chunk: unknown): number {
      return this.options.objectMode ? 1 : (chunk as { length: number }).length;
    }
    _destroy(error: Error | null, done: Done): void {
      if (this.options.destroy) this.options.destroy.call(this, error, done);
      else done(error);
    }
    /** Ends it at once, whatever there was to come; a stream whose work is done destroys itself. */
    destroy(error?: Error | null): this {
      if (this.destroyed) return this;
      this.destroyed = true;
      this.errored = error ?? null;
      this._destroy(error ?? null, (failure) => {
        world.nextTick(() => {
          if (failure) this.emit('error', failure);
          this.closed = true;
          this.emitClose(failure ?? undefined);
        });
      });
      return this;
    }
    emitClose(_failure?: Error): void {
      this.emit('close');
    }
  }

  class Readable extends Stream {
    readable = true;
    readableEnded = false;
    readableFlowing: boolean | null = null;
    /** What is not read yet. */
    readableLength = 0;
    #queue: unknown[] = [];
    #finished = false;
    #asked = false;
    #encoding: string | undefined;

    static from(items: Iterable<unknown> | AsyncIterable<unknown>): Readable {
      const made = new Readable({ objectMode: true, read() {} });
      const fill = async () => {
        for await (const item of items) made.push(item);
        made.push(null);
      };
      fill().catch((error: Error) => made.destroy(error));
      return made;
    }
    _read(size: number): void {
      this.options.read?.call(this, size);
    }
    push(chunk: unknown): boolean {
      if (this.destroyed) return false;
      this.#asked = false;
      if (chunk === null) this.#finished = true;
      else this.#enqueue(typeof chunk === 'string' && !this.options.objectMode ? Buffer.from(chunk) : chunk);
      this.#flow();
      return this.readableLength < this.mark;
    }
    #enqueue(chunk: unknown): void {
      this.#queue.push(chunk);
      this.readableLength += this.sizeOf(chunk);
    }
    #dequeue(): unknown {
      const chunk = this.#queue.shift();
      if (chunk !== undefined) this.readableLength -= this.sizeOf(chunk);
      return chunk;
    }
    get readableHighWaterMark(): number {
      return this.mark;
    }
    get readableObjectMode(): boolean {
      return this.options.objectMode === true;
    }
    #shape(chunk: unknown): unknown {
      return this.#encoding && !this.options.objectMode
        ? (chunk as { toString(encoding: string): string }).toString(this.#encoding)
        : chunk;
    }
    #flow(): void {
      if (!this.readableFlowing) {
        if (this.listenerCount('readable') > 0) world.nextTick(() => this.emit('readable'));
        return;
      }
      world.nextTick(() => {
        while (this.readableFlowing && !this.destroyed && this.#queue.length > 0)
          this.emit('data', this.#shape(this.#dequeue()));
        if (this.#queue.length > 0 || !this.readableFlowing || this.destroyed) return;
        if (this.#finished) this.#end();
        else if (!this.#asked) {
          this.#asked = true;
          this._read(65536);
        }
      });
    }
    #end(): void {
      if (this.readableEnded || this.destroyed) return;
      this.readableEnded = true;
      this.readable = false;
      this.emit('end');
      this.readDone();
    }
    /** All has been read: a stream of one direction is done. */
    readDone(): void {
      this.destroy();
    }
    read(): unknown {
      const chunk = this.#dequeue();
      if (chunk === undefined) {
        if (this.#finished) world.nextTick(() => this.#end());
        else this._read(65536);
        return null;
      }
      return this.#shape(chunk);
    }
    override on(event: string, listener: (...values: unknown[]) => void): this {
      super.on(event, listener);
      if (event === 'data' && this.readableFlowing !== false) this.resume();
      if (event === 'readable') {
        this.#asked = true;
        this._read(65536);
      }
      return this;
    }
    resume(): this {
      this.readableFlowing = true;
      this.#flow();
      return this;
    }
    pause(): this {
      this.readableFlowing = false;
      return this;
    }
    isPaused(): boolean {
      return this.readableFlowing === false;
    }
    setEncoding(encoding: string): this {
      this.#encoding = encoding;
      return this;
    }
    pipe<T extends Writable>(target: T, options: { end?: boolean } = {}): T {
      this.on('data', (chunk) => {
        if (target.write(chunk) === false) this.pause();
      });
      target.on('drain', () => this.resume());
      if (options.end !== false) this.on('end', () => target.end());
      target.emit('pipe', this);
      return target;
    }
    unpipe(): this {
      return this.pause();
    }
    /** By hand: QuickJS does not wait for a generator that is left early, and nothing more is wanted of the stream then. */
    [Symbol.asyncIterator](): AsyncIterableIterator<unknown> {
      const chunks: unknown[] = [];
      const waiting: { resolve: (result: IteratorResult<unknown>) => void; reject: (error: Error) => void }[] = [];
      let end: 'ended' | Error | undefined;
      const settle = () => {
        while (waiting.length > 0 && (chunks.length > 0 || end !== undefined)) {
          const { resolve, reject } = waiting.shift()!;
          if (chunks.length > 0) resolve({ value: chunks.shift(), done: false });
          else if (end === 'ended') resolve({ value: undefined, done: true });
          else {
            reject(end!);
            end = 'ended';
          }
        }
      };
      const ends = (how: 'ended' | Error) => {
        end ??= how;
        settle();
      };
      this.on('data', (chunk) => {
        chunks.push(chunk);
        settle();
      });
      this.on('end', () => ends('ended'));
      this.on('error', (error) => ends(error as Error));
      this.on('close', () => ends(prematureClose()));
      const iterator: AsyncIterableIterator<unknown> = {
        next: () =>
          new Promise((resolve, reject) => {
            waiting.push({ resolve, reject });
            settle();
          }),
        return: async () => {
          ends('ended');
          this.destroy();
          return { value: undefined, done: true };
        },
        [Symbol.asyncIterator]: () => iterator,
      };
      return iterator;
    }
  }

  class Writable extends Stream {
    writable = true;
    writableEnded = false;
    writableFinished = false;
    /** What is not written yet. */
    writableLength = 0;
    writableNeedDrain = false;
    #queue: [chunk: unknown, encoding: string, done: Done | undefined][] = [];
    #busy = false;
    /** Told before those who listen for it. */
    #onFinish: Done[] = [];

    _write(chunk: unknown, encoding: string, done: Done): void {
      if (this.options.write) this.options.write.call(this, chunk, encoding, done);
      else done();
    }
    _final(done: Done): void {
      if (this.options.final) this.options.final.call(this, done);
      else done();
    }
    write(chunk: unknown, encoding?: string | Done, callback?: Done): boolean {
      const done = typeof encoding === 'function' ? encoding : callback;
      const name = typeof encoding === 'string' ? encoding : 'utf8';
      if (this.destroyed) {
        const error = Object.assign(new Error('Cannot call write after a stream was destroyed'), {
          code: 'ERR_STREAM_DESTROYED',
        });
        world.nextTick(() => done?.(error));
        return false;
      }
      if (this.writableEnded) {
        const error = Object.assign(new Error('write after end'), { code: 'ERR_STREAM_WRITE_AFTER_END' });
        world.nextTick(() => {
          done?.(error);
          this.emit('error', error);
        });
        return false;
      }
      const shaped = typeof chunk === 'string' && !this.options.objectMode ? Buffer.from(chunk, name) : chunk;
      this.#queue.push([shaped, name, done]);
      this.writableLength += this.sizeOf(shaped);
      const isRoom = this.writableLength < this.mark;
      if (!isRoom) this.writableNeedDrain = true;
      this.#work();
      return isRoom;
    }
    get writableHighWaterMark(): number {
      return this.mark;
    }
    get writableObjectMode(): boolean {
      return this.options.objectMode === true;
    }
    #work(): void {
      if (this.#busy || this.destroyed) return;
      const next = this.#queue.shift();
      if (!next) {
        if (this.writableEnded && !this.writableFinished) this.#finish();
        return;
      }
      this.#busy = true;
      const [chunk, encoding, done] = next;
      this._write(chunk, encoding, (error) => {
        this.#busy = false;
        this.writableLength -= this.sizeOf(chunk);
        done?.(error);
        if (error) {
          this.destroy(error);
          return;
        }
        if (this.writableNeedDrain && this.writableLength === 0 && !this.writableEnded) {
          this.writableNeedDrain = false;
          world.nextTick(() => this.emit('drain'));
        }
        this.#work();
      });
    }
    #finish(): void {
      this.#busy = true;
      this._final((error) => {
        if (error) {
          this.destroy(error);
          return;
        }
        this.writableFinished = true;
        world.nextTick(() => {
          for (const done of this.#onFinish.splice(0)) done();
          this.emit('finish');
          this.writeDone();
        });
      });
    }
    /** All has been written: a stream of one direction is done. */
    writeDone(): void {
      this.destroy();
    }
    end(chunk?: unknown, encoding?: string | Done, callback?: Done): this {
      const done = [chunk, encoding, callback].find((each) => typeof each === 'function') as Done | undefined;
      if (chunk !== undefined && chunk !== null && typeof chunk !== 'function')
        this.write(chunk, typeof encoding === 'string' ? encoding : undefined);
      if (done) this.#onFinish.push(done);
      if (this.writableEnded) return this;
      this.writableEnded = true;
      this.writable = false;
      this.#work();
      return this;
    }
    cork(): void {}
    uncork(): void {}
  }

  /** Both directions; the writable half is borrowed from Writable. */
  class Duplex extends Readable {
    readonly #out: Writable;
    writable = true;
    constructor(options: Options = {}) {
      super(options);
      this.#out = new Writable({
        ...options,
        write: (chunk, encoding, done) => this._write(chunk, encoding, done),
        final: (done) => this._final(done),
        destroy: (error, done) => done(error),
      });
      for (const event of ['finish', 'drain']) this.#out.on(event, (...values) => void this.emit(event, ...values));
      this.#out.on('error', (error) => void this.destroy(error as Error));
      this.#out.on('finish', () => this.#bothDone());
    }
    #bothDone(): void {
      if (this.readableEnded && this.writableFinished) this.destroy();
    }
    override readDone(): void {
      if (this.options.allowHalfOpen === false) this.end();
      this.#bothDone();
    }
    get writableEnded(): boolean {
      return this.#out.writableEnded;
    }
    get writableFinished(): boolean {
      return this.#out.writableFinished;
    }
    get writableLength(): number {
      return this.#out.writableLength;
    }
    get writableNeedDrain(): boolean {
      return this.#out.writableNeedDrain;
    }
    get writableHighWaterMark(): number {
      return this.mark;
    }
    _write(chunk: unknown, encoding: string, done: Done): void {
      if (this.options.write) this.options.write.call(this, chunk, encoding, done);
      else done();
    }
    _final(done: Done): void {
      if (this.options.final) this.options.final.call(this, done);
      else done();
    }
    write(chunk: unknown, encoding?: string | Done, callback?: Done): boolean {
      return this.#out.write(chunk, encoding, callback);
    }
    end(chunk?: unknown, encoding?: string | Done, callback?: Done): this {
      this.#out.end(chunk, encoding, callback);
      return this;
    }
    cork(): void {}
    uncork(): void {}
  }

  class Transform extends Duplex {
    _transform(chunk: unknown, encoding: string, done: Done): void {
      if (this.options.transform) this.options.transform.call(this, chunk, encoding, done);
      else done(null, chunk);
    }
    _flush(done: Done): void {
      if (this.options.flush) this.options.flush.call(this, done);
      else done();
    }
    override _write(chunk: unknown, encoding: string, done: Done): void {
      this._transform(chunk, encoding, (error, value) => {
        if (value !== undefined && value !== null) this.push(value);
        done(error);
      });
    }
    override _final(done: Done): void {
      this._flush((error, value) => {
        if (value !== undefined && value !== null) this.push(value);
        this.push(null);
        done(error);
      });
    }
  }
  class PassThrough extends Transform {}

  const prematureClose = () => Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
  const finished = (target: Emitter, done: Done) => {
    let told = false;
    const tell = (error?: Error) => {
      if (!told) done(error);
      told = true;
    };
    for (const event of ['end', 'finish']) target.once(event, () => tell());
    target.once('error', (error) => tell(error as Error));
    target.once('close', () => tell(prematureClose()));
  };
  const pipeline = (...parts: unknown[]) => {
    const done = typeof parts.at(-1) === 'function' ? (parts.pop() as Done) : undefined;
    const streams = parts as Duplex[];
    const failed = (error: unknown) => {
      for (const each of streams) each.destroy();
      done?.(error as Error);
    };
    for (const each of streams) each.on('error', failed);
    streams.reduce((from, to) => from.pipe(to as unknown as Writable) as unknown as Duplex);
    streams.at(-1)!.on('finish', () => done?.());
    return streams.at(-1);
  };
  const promises = {
    pipeline: (...parts: unknown[]) =>
      new Promise<void>(
        (resolve, reject) => void pipeline(...parts, (error?: Error) => (error ? reject(error) : resolve())),
      ),
    finished: (target: Emitter) =>
      new Promise<void>((resolve, reject) => finished(target, (error) => (error ? reject(error) : resolve()))),
  };
  const callable = world.callable(Stream);
  return Object.assign(callable, {
    Stream: callable,
    Readable: world.callable(Readable),
    Writable: world.callable(Writable),
    Duplex: world.callable(Duplex),
    Transform: world.callable(Transform),
    PassThrough: world.callable(PassThrough),
    finished,
    pipeline,
    promises,
  });
};
