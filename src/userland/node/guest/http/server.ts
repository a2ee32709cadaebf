import type { Emitter, Exports, ModuleFactory } from '../globals.ts';
import type { Incoming, Messages } from './messages.ts';
import type { HttpSocket, HttpSockets } from './socket.ts';

/** Servers; the framing is the host's. */
export const httpServer: ModuleFactory = (host, builtin, world) => {
  const EventEmitter = builtin('events') as unknown as new () => Emitter;
  const { Buffer } = builtin('buffer') as unknown as {
    Buffer: { from(value: unknown, encoding?: string): Uint8Array };
  };
  const { IncomingMessage, OutgoingMessage, connectionReset } = builtin(
    'internal/http/messages',
  ) as unknown as Messages;
  const { HttpSocket } = builtin('internal/http/socket') as unknown as HttpSockets;
  const { STATUS_CODES } = builtin('internal/http/status-codes') as { STATUS_CODES: Record<number, string> };
  const errno = (code: string, text: string, more: object = {}) => Object.assign(new Error(text), { code, ...more });

  /** Requests whose connection the host holds for an answer. */
  const pending = new Map<number, ServerResponse>();

  class ServerResponse extends OutgoingMessage {
    statusCode = 200;
    statusMessage = '';
    sendDate = true;
    finished = false;
    readonly req: Incoming;
    readonly #id: number;
    readonly #keepAlive: boolean;
    #whole: unknown;
    constructor(request: Incoming, id: number, keepAlive: boolean) {
      super();
      this.req = request;
      this.#id = id;
      this.#keepAlive = keepAlive;
      // What of the request nobody wanted is thrown away.
      this.once('finish', () => request.resume());
      pending.set(id, this);
    }
    get socket(): HttpSocket {
      return this.req.socket;
    }
    get connection(): HttpSocket {
      return this.socket;
    }
    writeHead(status: number, reason?: unknown, headers?: unknown): this {
      this.statusCode = status;
      if (typeof reason === 'string') this.statusMessage = reason;
      this.setMany(typeof reason === 'string' ? headers : reason);
      return this;
    }
    flushHeaders(): void {
      this.#begin();
    }
    /** Nothing to do: the host has told a client that asked to go on. */
    writeContinue(): void {}
    #head(): [number, string, [string, string][]] {
      const fields = this.list();
      if (this.sendDate && !this.hasHeader('date')) fields.push(['Date', new Date().toUTCString()]);
      if (!this.hasHeader('connection')) {
        fields.push(['Connection', this.#keepAlive ? 'keep-alive' : 'close']);
        if (this.#keepAlive) fields.push(['Keep-Alive', 'timeout=5']);
      }
      return [this.statusCode, this.statusMessage || (STATUS_CODES[this.statusCode] ?? 'unknown'), fields];
    }
    #begin(): void {
      if (this.headersSent) return;
      this.headersSent = true;
      host('respond', this.#id, ...this.#head());
    }
    /** Called by the stream for each chunk. */
    _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
      this.req.active();
      if (this.#whole === chunk) {
        this.headersSent = true;
        host('respondWhole', this.#id, ...this.#head(), new Uint8Array(chunk).buffer);
      } else {
        this.#begin();
        host('respondData', this.#id, new Uint8Array(chunk).buffer);
      }
      done();
    }
    _final(done: () => void): void {
      if (!this.headersSent) {
        this.headersSent = true;
        host('respondWhole', this.#id, ...this.#head(), new ArrayBuffer(0));
      } else if (this.#whole === undefined) host('respondEnd', this.#id);
      this.finished = true;
      done();
    }
    override end(chunk?: unknown, encoding?: unknown, callback?: unknown): unknown {
      if (!this.headersSent && chunk !== undefined && chunk !== null && typeof chunk !== 'function') {
        const bytes =
          typeof chunk === 'string' ? Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8') : chunk;
        this.#whole = bytes;
        return super.end(bytes, undefined, typeof encoding === 'function' ? encoding : callback);
      }
      return super.end(chunk, encoding, callback);
    }
    /** The answer is whole, or there will be none: then the connection is cut. */
    override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
      pending.delete(this.#id);
      this.req.stopTimer();
      if (!this.writableFinished) {
        host('respondCut', this.#id);
        world.nextTick(() => this.req.destroy(connectionReset('aborted')));
      }
      done(this.listenerCount('error') > 0 ? error : null);
    }
    setTimeout(ms: number, heard?: () => void): this {
      this.socket.setTimeout(ms, heard);
      return this;
    }
  }

  interface RequestHead {
    method: string;
    url: string;
    httpVersion: string;
    headers: [string, string][];
    keepAlive: boolean;
    address: string;
  }
  const servers = new Map<number, Server>();
  const incoming = new Map<number, Incoming>();

  class Server extends EventEmitter {
    listening = false;
    timeout = 0;
    #listening: { id: number; port: number; address: string } | undefined;
    /** It was given no host: Node listens on :: then, where IPv4 comes in mapped. */
    #isDual = false;
    #draining = false;
    constructor(options?: unknown, listener?: unknown) {
      super();
      const handler = typeof options === 'function' ? options : listener;
      if (typeof handler === 'function') this.on('request', handler as () => void);
    }
    listen(...values: unknown[]): this {
      const done = values.find((value) => typeof value === 'function') as (() => void) | undefined;
      const options = (
        typeof values[0] === 'object' && values[0] !== null
          ? values[0]
          : { port: values[0], host: typeof values[1] === 'string' ? values[1] : undefined }
      ) as { port?: unknown; host?: string };
      const port = Number(options.port ?? 0);
      if (!Number.isInteger(port) || port < 0 || port > 65535) {
        throw Object.assign(
          new RangeError(
            `options.port should be >= 0 and < 65536. Received type ${typeof options.port} (${String(options.port)}).`,
          ),
          { code: 'ERR_SOCKET_BAD_PORT' },
        );
      }
      if (done) this.once('listening', done);
      this.#isDual = options.host === undefined || options.host === '::';
      const named = options.host === 'localhost' ? '127.0.0.1' : options.host;
      const address = this.#isDual ? '0.0.0.0' : named;
      try {
        this.#listening = host('httpListen', port, address) as { id: number; port: number; address: string };
      } catch (error) {
        const code = (error as { code?: string }).code ?? 'EINVAL';
        const shown = options.host ?? '::';
        const text = `listen ${code}: ${code === 'EADDRINUSE' ? 'address already in use' : code === 'EACCES' ? 'permission denied' : 'cannot listen'} ${shown}:${port}`;
        world.nextTick(() => this.emit('error', errno(code, text, { syscall: 'listen', address: shown, port })));
        return this;
      }
      servers.set(this.#listening.id, this);
      this.listening = true;
      world.nextTick(() => this.emit('listening'));
      return this;
    }
    address(): object | null {
      if (!this.#listening) return null;
      const { address, port } = this.#listening;
      return this.#isDual ? { address: '::', family: 'IPv6', port } : { address, family: 'IPv4', port };
    }
    /** Takes no more connections, and is closed once what has been asked is answered. */
    close(done?: (error?: Error) => void): this {
      const running = this.listening;
      const refusal = errno('ERR_SERVER_NOT_RUNNING', 'Server is not running.');
      if (done) this.once('close', running ? () => done() : () => done(refusal));
      if (running) {
        this.listening = false;
        this.#draining = true;
        host('closeServer', this.#listening!.id);
      } else if (!this.#draining) world.nextTick(() => this.emit('close'));
      return this;
    }
    drained(): void {
      servers.delete(this.#listening!.id);
      this.#listening = undefined;
      this.#draining = false;
      this.emit('close');
    }
    closeAllConnections(): void {
      if (this.#listening) host('closeConnections', this.#listening.id, true);
    }
    closeIdleConnections(): void {
      if (this.#listening) host('closeConnections', this.#listening.id, false);
    }
    setTimeout(ms: number, heard?: () => void): this {
      this.timeout = ms;
      if (heard) this.on('timeout', heard);
      return this;
    }
    ref(): this {
      return this;
    }
    unref(): this {
      return this;
    }
    take(id: number, head: RequestHead): void {
      const request = new IncomingMessage(head.headers);
      const { method, url, httpVersion } = head;
      Object.assign(request, { method, url, httpVersion });
      incoming.set(id, request);
      const response = new ServerResponse(request, id, head.keepAlive);
      request.giveUp = () => void response.destroy();
      request.makeSocket = () => {
        const peer = this.#isDual
          ? { remoteAddress: `::ffff:${head.address}`, remoteFamily: 'IPv6' }
          : { remoteAddress: head.address, remoteFamily: 'IPv4' };
        const socket: HttpSocket = new HttpSocket(peer, () => response.destroy());
        socket.on('timeout', () => {
          const heard = [request.emit('timeout'), response.emit('timeout'), this.emit('timeout', socket)];
          if (!heard.includes(true) && socket.listenerCount('timeout') === 1) socket.destroy();
        });
        return socket;
      };
      if (this.timeout > 0) request.socket.setTimeout(this.timeout);
      if (request.headers.upgrade !== undefined && this.listenerCount('upgrade') > 0) {
        response.writeHead(501, { 'Content-Type': 'text/plain' });
        response.end('drydock: not simulated: HTTP upgrades (WebSocket)\n');
      } else this.emit('request', request, response);
    }
  }
  world.on('request', (server: number, id: number, head: RequestHead) => servers.get(server)?.take(id, head));
  world.on('requestData', (id: number, bytes: ArrayBuffer) => {
    const request = incoming.get(id);
    request?.active();
    request?.push(Buffer.from(bytes));
  });
  world.on('requestEnd', (id: number) => {
    const request = incoming.get(id);
    incoming.delete(id);
    if (!request) return;
    request.complete = true;
    request.push(null);
  });
  // The client went away before it had its answer.
  world.on('requestGone', (id: number) => pending.get(id)?.destroy());
  world.on('httpServerClosed', (id: number) => servers.get(id)?.drained());

  return { Server, ServerResponse } as Exports;
};
