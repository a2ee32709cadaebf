import type { Emitter, Exports, ModuleFactory } from '../globals.ts';
import type { HttpSocket } from './socket.ts';

type Done = (error?: Error | null) => void;

export interface ReadableLike extends Emitter {
  destroyed: boolean;
  readonly readableEnded: boolean;
  push(chunk: unknown): void;
  resume(): unknown;
  destroy(error?: Error | null): this;
  _destroy(error: Error | null, done: Done): void;
}

export interface WritableLike extends Emitter {
  destroyed: boolean;
  closed: boolean;
  readonly writableEnded: boolean;
  readonly writableFinished: boolean;
  write(chunk: unknown, encoding?: unknown, done?: unknown): boolean;
  end(chunk?: unknown, encoding?: unknown, done?: unknown): unknown;
  destroy(error?: Error | null): this;
  _destroy(error: Error | null, done: Done): void;
}

/** A message as it comes in, on either side. */
export interface Incoming extends ReadableLike {
  headers: Record<string, string | string[]>;
  rawHeaders: string[];
  complete: boolean;
  aborted: boolean;
  /** Made when somebody asks for it: few do. */
  makeSocket: () => HttpSocket;
  readonly socket: HttpSocket;
  /** Something was said: a time limit counts anew. */
  active(): void;
  stopTimer(): void;
  /** What ends the exchange when the message is thrown away before its end. */
  giveUp: () => void;
}

export interface Outgoing extends WritableLike {
  headersSent: boolean;
  setHeader(name: string, value: unknown): this;
  getHeader(name: string): string | string[] | undefined;
  hasHeader(name: string): boolean;
  setMany(headers: unknown): void;
  list(): [string, string][];
}

/** What both sides of http exchange. */
export interface Messages {
  readonly IncomingMessage: new (fields?: [string, string][]) => Incoming;
  readonly OutgoingMessage: new () => Outgoing;
  /** The peer went away in the middle. */
  readonly connectionReset: (message: string) => Error;
}

export const messages: ModuleFactory = (_host, builtin): Messages => {
  const { Readable, Writable } = builtin('stream') as unknown as {
    Readable: new (options?: object) => ReadableLike;
    Writable: new (options?: object) => WritableLike;
  };
  const failure = (code: string, text: string) => Object.assign(new Error(text), { code });

  class IncomingMessage extends Readable implements Incoming {
    headers: Record<string, string | string[]> = {};
    rawHeaders: string[] = [];
    complete = false;
    aborted = false;
    giveUp: () => void = () => {};
    #socket: HttpSocket | undefined;
    declare makeSocket: () => HttpSocket;
    declare method: string;
    declare url: string;
    declare httpVersion: string;
    declare statusCode: number;
    declare statusMessage: string;
    constructor(fields: [string, string][] = []) {
      super({ read() {} });
      for (const [name, value] of fields) {
        const key = name.toLowerCase();
        this.rawHeaders.push(name, value);
        const before = this.headers[key];
        if (key === 'set-cookie') this.headers[key] = [...((before as string[] | undefined) ?? []), value];
        else this.headers[key] = before === undefined ? value : `${String(before)}, ${value}`;
      }
    }
    get socket(): HttpSocket {
      this.#socket ??= this.makeSocket();
      return this.#socket;
    }
    get connection(): HttpSocket {
      return this.socket;
    }
    active(): void {
      this.#socket?.idle.active();
    }
    stopTimer(): void {
      this.#socket?.idle.stop();
    }
    override _destroy(error: Error | null, done: Done): void {
      if (!this.readableEnded || !this.complete) {
        this.aborted = true;
        this.emit('aborted');
        this.giveUp();
      }
      // Nobody has to listen for the end of a request.
      done(this.listenerCount('error') > 0 ? error : null);
    }
    setTimeout(ms: number, heard?: () => void): this {
      this.socket.setTimeout(ms, heard);
      return this;
    }
  }

  /** Header fields under construction, in the order they were set, with the names as written. */
  class OutgoingMessage extends Writable {
    fields = new Map<string, [name: string, value: string | string[]]>();
    headersSent = false;
    setHeader(name: string, value: unknown): this {
      if (this.headersSent)
        throw failure('ERR_HTTP_HEADERS_SENT', 'Cannot set headers after they are sent to the client');
      if (value === undefined)
        throw failure('ERR_HTTP_INVALID_HEADER_VALUE', `Invalid value "undefined" for header "${name}"`);
      this.fields.set(name.toLowerCase(), [name, Array.isArray(value) ? value.map(String) : String(value)]);
      return this;
    }
    appendHeader(name: string, value: unknown): this {
      const before = this.getHeader(name);
      return this.setHeader(name, before === undefined ? value : [before, value].flat());
    }
    getHeader(name: string): string | string[] | undefined {
      return this.fields.get(name.toLowerCase())?.[1];
    }
    getHeaders(): Record<string, string | string[]> {
      return Object.fromEntries([...this.fields].map(([key, [, value]]) => [key, value]));
    }
    getHeaderNames(): string[] {
      return [...this.fields.keys()];
    }
    hasHeader(name: string): boolean {
      return this.fields.has(name.toLowerCase());
    }
    removeHeader(name: string): void {
      this.fields.delete(name.toLowerCase());
    }
    setMany(headers: unknown): void {
      if (Array.isArray(headers))
        for (let at = 0; at < headers.length; at += 2) this.setHeader(String(headers[at]), headers[at + 1]);
      else for (const [name, value] of Object.entries((headers ?? {}) as Exports)) this.setHeader(name, value);
    }
    list(): [string, string][] {
      return [...this.fields.values()].flatMap(([name, value]) =>
        Array.isArray(value)
          ? value.map((each): [string, string] => [name, each])
          : [[name, value] as [string, string]],
      );
    }
  }

  return {
    IncomingMessage,
    OutgoingMessage,
    connectionReset: (message) => failure('ECONNRESET', message),
  };
};
