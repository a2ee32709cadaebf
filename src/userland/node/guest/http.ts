import type { Emitter, Exports, ModuleFactory } from './globals.ts';

/** node:http: servers and clients over the process's sockets; the framing is the host's. */
export const http: ModuleFactory = (host, builtin, world) => {
  const EventEmitter = builtin('events') as unknown as new () => Emitter;
  interface ReadableLike extends Emitter {
    push(chunk: unknown): void;
    resume(): unknown;
  }
  interface WritableLike extends Emitter {
    write(chunk: unknown, encoding?: unknown, done?: unknown): boolean;
    end(chunk?: unknown, encoding?: unknown, done?: unknown): unknown;
  }
  const { Readable, Writable } = builtin('stream') as unknown as {
    Readable: new (options?: object) => ReadableLike;
    Writable: new (options?: object) => WritableLike;
  };
  const { Buffer } = builtin('buffer') as unknown as {
    Buffer: { from(value: unknown, encoding?: string): Uint8Array; concat(list: Uint8Array[]): Uint8Array };
  };
  const errno = (code: string, text: string, more: object) => Object.assign(new Error(text), { code, ...more });
  const STATUS_CODES: Record<number, string> = {
    100: 'Continue',
    101: 'Switching Protocols',
    102: 'Processing',
    103: 'Early Hints',
    200: 'OK',
    201: 'Created',
    202: 'Accepted',
    203: 'Non-Authoritative Information',
    204: 'No Content',
    205: 'Reset Content',
    206: 'Partial Content',
    207: 'Multi-Status',
    208: 'Already Reported',
    226: 'IM Used',
    300: 'Multiple Choices',
    301: 'Moved Permanently',
    302: 'Found',
    303: 'See Other',
    304: 'Not Modified',
    305: 'Use Proxy',
    307: 'Temporary Redirect',
    308: 'Permanent Redirect',
    400: 'Bad Request',
    401: 'Unauthorized',
    402: 'Payment Required',
    403: 'Forbidden',
    404: 'Not Found',
    405: 'Method Not Allowed',
    406: 'Not Acceptable',
    407: 'Proxy Authentication Required',
    408: 'Request Timeout',
    409: 'Conflict',
    410: 'Gone',
    411: 'Length Required',
    412: 'Precondition Failed',
    413: 'Payload Too Large',
    414: 'URI Too Long',
    415: 'Unsupported Media Type',
    416: 'Range Not Satisfiable',
    417: 'Expectation Failed',
    418: "I'm a Teapot",
    421: 'Misdirected Request',
    422: 'Unprocessable Entity',
    423: 'Locked',
    424: 'Failed Dependency',
    425: 'Too Early',
    426: 'Upgrade Required',
    428: 'Precondition Required',
    429: 'Too Many Requests',
    431: 'Request Header Fields Too Large',
    451: 'Unavailable For Legal Reasons',
    500: 'Internal Server Error',
    501: 'Not Implemented',
    502: 'Bad Gateway',
    503: 'Service Unavailable',
    504: 'Gateway Timeout',
    505: 'HTTP Version Not Supported',
    506: 'Variant Also Negotiates',
    507: 'Insufficient Storage',
    508: 'Loop Detected',
    509: 'Bandwidth Limit Exceeded',
    510: 'Not Extended',
    511: 'Network Authentication Required',
  };
  const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

  class IncomingMessage extends Readable {
    headers: Record<string, string | string[]> = {};
    rawHeaders: string[] = [];
    complete = false;
    declare method: string;
    declare url: string;
    declare httpVersion: string;
    declare statusCode: number;
    declare statusMessage: string;
    declare socket: object;
    declare connection: object;
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
    setTimeout() {
      return this;
    }
  }

  /** Header fields under construction, in the order they were set, with the names as written. */
  class Headers extends Writable {
    fields = new Map<string, [name: string, value: string | string[]]>();
    headersSent = false;
    setHeader(name: string, value: unknown): this {
      if (this.headersSent)
        throw errno('ERR_HTTP_HEADERS_SENT', 'Cannot set headers after they are sent to the client', {});
      if (value === undefined)
        throw errno('ERR_HTTP_INVALID_HEADER_VALUE', `Invalid value "undefined" for header "${name}"`, {});
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

  class ServerResponse extends Headers {
    statusCode = 200;
    statusMessage = '';
    sendDate = true;
    finished = false;
    readonly req: IncomingMessage;
    readonly #id: number;
    readonly #keepAlive: boolean;
    #whole: unknown;
    constructor(request: IncomingMessage, id: number, keepAlive: boolean) {
      super();
      this.req = request;
      this.#id = id;
      this.#keepAlive = keepAlive;
    }
    get socket(): object {
      return this.req.socket;
    }
    get connection(): object {
      return this.req.socket;
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
    setTimeout() {
      return this;
    }
  }

  const servers = new Map<number, Server>();
  const incoming = new Map<number, IncomingMessage>();
  class Server extends EventEmitter {
    listening = false;
    #listening: { id: number; port: number; address: string } | undefined;
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
      const address =
        options.host === undefined || options.host === '::'
          ? '0.0.0.0'
          : options.host === 'localhost'
            ? '127.0.0.1'
            : options.host;
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
      const any = this.#listening.address === '0.0.0.0';
      return {
        address: any ? '::' : this.#listening.address,
        family: any ? 'IPv6' : 'IPv4',
        port: this.#listening.port,
      };
    }
    close(done?: (error?: Error) => void): this {
      if (this.#listening) {
        host('closeServer', this.#listening.id);
        servers.delete(this.#listening.id);
        this.#listening = undefined;
        this.listening = false;
        world.nextTick(() => {
          done?.();
          this.emit('close');
        });
      } else done?.(errno('ERR_SERVER_NOT_RUNNING', 'Server is not running.', {}));
      return this;
    }
    closeAllConnections(): void {}
    closeIdleConnections(): void {}
    setTimeout() {
      return this;
    }
    ref() {
      return this;
    }
    unref() {
      return this;
    }
  }
  world.on(
    'request',
    (
      serverId: number,
      id: number,
      head: {
        method: string;
        url: string;
        httpVersion: string;
        headers: [string, string][];
        keepAlive: boolean;
        address: string;
      },
    ) => {
      const request = new IncomingMessage(head.headers);
      const socket = Object.assign(new EventEmitter(), {
        remoteAddress: `::ffff:${head.address}`,
        remoteFamily: 'IPv6',
        encrypted: false,
        readable: true,
        writable: true,
        destroyed: false,
        setTimeout() {},
        setNoDelay() {},
        setKeepAlive() {},
        destroy() {},
        ref() {},
        unref() {},
      });
      Object.assign(request, {
        method: head.method,
        url: head.url,
        httpVersion: head.httpVersion,
        socket,
        connection: socket,
      });
      incoming.set(id, request);
      const server = servers.get(serverId);
      const response = new ServerResponse(request, id, head.keepAlive);
      if (request.headers.upgrade !== undefined && (server?.listenerCount('upgrade') ?? 0) > 0) {
        response.writeHead(501, { 'Content-Type': 'text/plain' });
        response.end('drydock: not simulated: HTTP upgrades (WebSocket)\n');
      } else server?.emit('request', request, response);
    },
  );
  world.on('requestData', (id: number, bytes: ArrayBuffer) => incoming.get(id)?.push(Buffer.from(bytes)));
  world.on('requestEnd', (id: number) => {
    const request = incoming.get(id);
    incoming.delete(id);
    if (!request) return;
    request.complete = true;
    request.push(null);
  });

  const outgoing = new Map<number, ClientRequest>();
  interface RequestOptions {
    hostname?: string;
    host?: string;
    port?: number | string;
    path?: string;
    method?: string;
    headers?: unknown;
    protocol?: string;
  }
  class ClientRequest extends Headers {
    readonly method: string;
    readonly path: string;
    readonly host: string;
    readonly #port: number;
    #body: Uint8Array[] = [];
    aborted = false;
    #response: IncomingMessage | undefined;
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
      outgoing.set(host('httpRequest', options, new Uint8Array(body).buffer) as number, this);
      done();
    }
    receive(head: { status: number; reason: string; headers: [string, string][] }): void {
      this.#response = Object.assign(new IncomingMessage(head.headers), {
        statusCode: head.status,
        statusMessage: head.reason,
        httpVersion: '1.1',
      });
      if (this.listenerCount('response') === 0) this.#response.resume();
      else this.emit('response', this.#response);
    }
    receiveData(bytes: ArrayBuffer | null): void {
      this.#response?.push(bytes === null ? null : Buffer.from(bytes));
    }
    fail(code: string): void {
      const texts: Record<string, string> = {
        ENOTFOUND: `getaddrinfo ENOTFOUND ${this.host}`,
        ECONNRESET: 'socket hang up',
      };
      const error = errno(code, texts[code] ?? `connect ${code} ${this.host}:${this.#port}`, {
        syscall: code === 'ENOTFOUND' ? 'getaddrinfo' : 'connect',
        hostname: this.host,
        port: this.#port,
      });
      this.emit('error', error);
    }
    abort(): void {
      this.aborted = true;
    }
    setTimeout() {
      return this;
    }
    setNoDelay() {
      return this;
    }
  }
  world.on('response', (id: number, head: { status: number; reason: string; headers: [string, string][] }) =>
    outgoing.get(id)?.receive(head),
  );
  world.on('responseData', (id: number, bytes: ArrayBuffer) => outgoing.get(id)?.receiveData(bytes));
  world.on('responseEnd', (id: number) => {
    outgoing.get(id)?.receiveData(null);
    outgoing.delete(id);
  });
  world.on('responseError', (id: number, code: string) => {
    outgoing.get(id)?.fail(code);
    outgoing.delete(id);
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
  class Agent {}
  return {
    createServer: (options?: unknown, listener?: unknown) => new Server(options, listener),
    request,
    get,
    Server,
    ServerResponse,
    IncomingMessage,
    ClientRequest,
    OutgoingMessage: Headers,
    Agent,
    globalAgent: new Agent(),
    STATUS_CODES,
    METHODS,
  };
};

/** node:https: there is no TLS here, and it says so. */
export const https: ModuleFactory = () => {
  const refuse = () => {
    throw new Error('drydock: not simulated: TLS (https)');
  };
  return { createServer: refuse, request: refuse, get: refuse, Agent: class Agent {} };
};
