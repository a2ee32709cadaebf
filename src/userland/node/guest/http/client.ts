import type { Exports, ModuleFactory } from '../globals.ts';
import type { Incoming, Messages } from './messages.ts';
import type { HttpSocket, HttpSockets } from './socket.ts';

/** Requests: whole when they are sent, their answers as they come. */
export const httpClient: ModuleFactory = (host, builtin, world) => {
  const { Buffer } = builtin('buffer') as unknown as {
    Buffer: { from(value: unknown): Uint8Array; concat(list: Uint8Array[]): Uint8Array };
  };
  const { IncomingMessage, OutgoingMessage, connectionReset } = builtin(
    'internal/http/messages',
  ) as unknown as Messages;
  const { HttpSocket } = builtin('internal/http/socket') as unknown as HttpSockets;

  interface Signal {
    readonly aborted: boolean;
    readonly reason: unknown;
    addEventListener(type: 'abort', heard: () => void): void;
  }
  interface RequestOptions {
    hostname?: string;
    host?: string;
    port?: number | string;
    path?: string;
    method?: string;
    headers?: unknown;
    protocol?: string;
    timeout?: number;
    signal?: Signal;
  }
  interface ResponseHead {
    status: number;
    reason: string;
    headers: [string, string][];
  }
  const outgoing = new Map<number, ClientRequest>();

  class ClientRequest extends OutgoingMessage {
    readonly method: string;
    readonly path: string;
    readonly host: string;
    #socket: HttpSocket | undefined;
    readonly #port: number;
    #body: Uint8Array[] = [];
    #id: number | undefined;
    #response: Incoming | undefined;
    aborted = false;
    constructor(options: RequestOptions) {
      super();
      if (options.protocol === 'https:') throw new Error('drydock: not simulated: TLS (https requests)');
      this.method = (options.method ?? 'GET').toUpperCase();
      this.path = options.path ?? '/';
      this.host = options.hostname ?? options.host ?? 'localhost';
      this.#port = Number(options.port || 80);
      this.setMany(options.headers);
      if (this.hasHeader('upgrade')) throw new Error('drydock: not simulated: HTTP upgrades (WebSocket)');
      if (!this.hasHeader('host')) this.setHeader('Host', this.#port === 80 ? this.host : `${this.host}:${this.#port}`);
      if (!this.hasHeader('connection')) this.setHeader('Connection', 'close');
      if (options.timeout) this.setTimeout(options.timeout);
      if (options.signal) this.#obey(options.signal);
    }
    /** Who waits for its socket is given it; few do. */
    override on(event: string, listener: (...values: unknown[]) => void): this {
      if (event === 'socket') world.nextTick(() => listener(this.socket));
      return super.on(event, listener);
    }
    get socket(): HttpSocket {
      if (!this.#socket) {
        this.#socket = new HttpSocket({}, (error) => void this.destroy(error));
        this.#socket.on('timeout', () => this.emit('timeout'));
      }
      return this.#socket;
    }
    get connection(): HttpSocket {
      return this.socket;
    }
    #obey(signal: Signal): void {
      const abort = () => {
        const error = new Error('The operation was aborted');
        this.destroy(Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR', cause: signal.reason }));
      };
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort);
    }
    _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
      this.#body.push(chunk);
      done();
    }
    _final(done: () => void): void {
      const body = Buffer.concat(this.#body);
      if (body.length > 0 || this.method === 'POST' || this.method === 'PUT') {
        if (!this.hasHeader('content-length')) this.setHeader('Content-Length', body.length);
      }
      this.headersSent = true;
      const options = { host: this.host, port: this.#port, method: this.method, path: this.path, headers: this.list() };
      this.#id = host('httpRequest', options, new Uint8Array(body).buffer) as number;
      outgoing.set(this.#id, this);
      this.#socket?.idle.active();
      done();
    }
    /** Sent is not done: there is an answer to come. */
    writeDone(): void {}
    receive(head: ResponseHead): void {
      this.#socket?.idle.active();
      const response = Object.assign(new IncomingMessage(head.headers), {
        statusCode: head.status,
        statusMessage: head.reason,
        httpVersion: '1.1',
        makeSocket: () => this.socket,
        giveUp: () => void this.destroy(),
      });
      this.#response = response;
      if (this.listenerCount('response') === 0) response.resume();
      else this.emit('response', response);
    }
    receiveData(bytes: ArrayBuffer): void {
      this.#socket?.idle.active();
      this.#response?.push(Buffer.from(bytes));
    }
    receiveEnd(): void {
      const response = this.#response;
      this.#id = undefined;
      if (!response) return;
      response.complete = true;
      response.on('end', () => this.destroy());
      response.push(null);
    }
    fail(code: string): void {
      this.#id = undefined;
      if (this.#response || code === 'ECONNRESET') {
        this.destroy();
        return;
      }
      const text =
        code === 'ENOTFOUND' ? `getaddrinfo ENOTFOUND ${this.host}` : `connect ${code} ${this.host}:${this.#port}`;
      const syscall = code === 'ENOTFOUND' ? 'getaddrinfo' : 'connect';
      this.destroy(Object.assign(new Error(text), { code, syscall, hostname: this.host, port: this.#port }));
    }
    override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
      this.#socket?.idle.stop();
      if (this.#id !== undefined) {
        host('httpGiveUp', this.#id);
        outgoing.delete(this.#id);
      }
      const response = this.#response;
      if (response && !response.complete) response.destroy(connectionReset('aborted'));
      done(response ? error : (error ?? connectionReset('socket hang up')));
    }
    abort(): void {
      if (this.aborted) return;
      this.aborted = true;
      world.nextTick(() => this.emit('abort'));
      this.destroy();
    }
    setTimeout(ms: number, heard?: () => void): this {
      if (heard) this.once('timeout', heard);
      this.socket.idle.set(ms);
      return this;
    }
    setNoDelay(): this {
      return this;
    }
    setSocketKeepAlive(): this {
      return this;
    }
  }
  world.on('response', (id: number, head: ResponseHead) => outgoing.get(id)?.receive(head));
  world.on('responseData', (id: number, bytes: ArrayBuffer) => outgoing.get(id)?.receiveData(bytes));
  world.on('responseEnd', (id: number) => {
    const request = outgoing.get(id);
    outgoing.delete(id);
    request?.receiveEnd();
  });
  world.on('responseError', (id: number, code: string) => {
    const request = outgoing.get(id);
    outgoing.delete(id);
    request?.fail(code);
  });

  const optionsOf = (target: unknown): RequestOptions => {
    if (typeof target === 'object' && target !== null && !('href' in target)) return target as RequestOptions;
    const { URL } = builtin('url') as unknown as {
      URL: new (text: string) => { protocol: string; hostname: string; port: string; pathname: string; search: string };
    };
    const url = new URL(String(target));
    return { protocol: url.protocol, hostname: url.hostname, port: url.port, path: url.pathname + url.search };
  };
  const request = (target: unknown, options?: unknown, listener?: unknown): ClientRequest => {
    const more = typeof options === 'object' && options !== null ? (options as RequestOptions) : {};
    const made = new ClientRequest({ ...optionsOf(target), ...more });
    const heard = typeof options === 'function' ? options : listener;
    if (typeof heard === 'function') made.once('response', heard as () => void);
    return made;
  };
  const get = (target: unknown, options?: unknown, listener?: unknown): ClientRequest => {
    const made = request(target, options, listener);
    made.end();
    return made;
  };
  return { ClientRequest, request, get } as Exports;
};
