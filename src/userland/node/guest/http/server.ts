import type { Exports, ModuleFactory } from '../globals.ts';
import type { Listeners } from '../listener.ts';
import type { Incoming, Messages } from './messages.ts';
import type { HttpSocket, HttpSockets } from './socket.ts';

/** Servers; the framing is the host's. */
export const httpServer: ModuleFactory = (host, builtin, world) => {
  const { Listener } = builtin('internal/listener') as unknown as Listeners;
  const { Buffer } = builtin('buffer') as unknown as {
    Buffer: { from(value: unknown, encoding?: string): Uint8Array };
  };
  const { IncomingMessage, OutgoingMessage, connectionReset } = builtin(
    'internal/http/messages',
  ) as unknown as Messages;
  const { HttpSocket } = builtin('internal/http/socket') as unknown as HttpSockets;
  const { STATUS_CODES } = builtin('internal/http/status-codes') as { STATUS_CODES: Record<number, string> };

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

  class Server extends Listener {
    timeout = 0;
    constructor(options?: unknown, listener?: unknown) {
      super({ event: 'request', listen: 'httpListen', close: 'closeServer' }, servers, options, listener);
    }
    closeAllConnections(): void {
      if (this.hostId !== undefined) host('closeConnections', this.hostId, true);
    }
    closeIdleConnections(): void {
      if (this.hostId !== undefined) host('closeConnections', this.hostId, false);
    }
    setTimeout(ms: number, heard?: () => void): this {
      this.timeout = ms;
      if (heard) this.on('timeout', heard);
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
        const { address, family } = this.shown(head.address);
        const socket: HttpSocket = new HttpSocket({ remoteAddress: address, remoteFamily: family }, () =>
          response.destroy(),
        );
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
