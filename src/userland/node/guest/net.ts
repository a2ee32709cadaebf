import type { Emitter, ModuleFactory } from './globals.ts';

/** node:net */
export const net: ModuleFactory = (host, builtin, world) => {
  const EventEmitter = builtin('events') as unknown as new () => Emitter;
  const { Duplex } = builtin('stream') as unknown as {
    Duplex: new (options?: object) => Emitter & { push(chunk: unknown): void };
  };
  const { Buffer } = builtin('buffer') as unknown as { Buffer: { from(value: unknown): Uint8Array } };
  const sockets = new Map<number, Socket>();
  const servers = new Map<number, Server>();

  class Socket extends Duplex {
    id = 0;
    connecting = false;
    remoteAddress: string | undefined;
    remotePort: number | undefined;
    constructor() {
      super({
        read() {},
        write: (chunk: Uint8Array, _encoding: string, done: () => void) => {
          const send = () => host('socketWrite', this.id, new Uint8Array(chunk).buffer);
          if (this.connecting) this.once('connect', send);
          else send();
          done();
        },
        final: (done: () => void) => {
          const end = () => host('socketEnd', this.id);
          if (this.connecting) this.once('connect', end);
          else end();
          done();
        },
        destroy: (error: Error | null, done: (error?: Error | null) => void) => {
          host('socketClose', this.id);
          sockets.delete(this.id);
          done(error);
        },
      });
    }
    connect(port: number | { port: number; host?: string }, address?: unknown, done?: unknown): this {
      const options =
        typeof port === 'object' ? port : { port, host: typeof address === 'string' ? address : 'localhost' };
      const listener = [address, done].find((value) => typeof value === 'function') as (() => void) | undefined;
      if (listener) this.once('connect', listener);
      this.connecting = true;
      this.remoteAddress = options.host ?? 'localhost';
      this.remotePort = options.port;
      this.id = host('netConnect', this.remoteAddress, options.port) as number;
      sockets.set(this.id, this);
      return this;
    }
    setNoDelay() {
      return this;
    }
    setKeepAlive() {
      return this;
    }
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
  world.on('socketOpen', (id: number) => {
    const socket = sockets.get(id);
    if (!socket) return;
    socket.connecting = false;
    socket.emit('connect');
    socket.emit('ready');
  });
  world.on('socketData', (id: number, bytes: ArrayBuffer) =>
    sockets.get(id)?.push(bytes.byteLength === 0 ? null : Buffer.from(bytes)),
  );
  world.on('socketError', (id: number, code: string) => {
    const socket = sockets.get(id);
    sockets.delete(id);
    if (!socket) return;
    const subject =
      code === 'ENOTFOUND'
        ? `getaddrinfo ENOTFOUND ${socket.remoteAddress}`
        : `connect ${code} ${socket.remoteAddress}:${socket.remotePort}`;
    socket.emit('error', Object.assign(new Error(subject), { code, syscall: 'connect', port: socket.remotePort }));
    socket.emit('close', true);
  });

  class Server extends EventEmitter {
    listening = false;
    #at: { id: number; port: number; address: string } | undefined;
    constructor(options?: unknown, listener?: unknown) {
      super();
      const handler = typeof options === 'function' ? options : listener;
      if (typeof handler === 'function') this.on('connection', handler as () => void);
    }
    listen(...values: unknown[]): this {
      const done = values.find((value) => typeof value === 'function') as (() => void) | undefined;
      const options = (
        typeof values[0] === 'object' && values[0] !== null
          ? values[0]
          : { port: values[0], host: typeof values[1] === 'string' ? values[1] : undefined }
      ) as { port?: unknown; host?: string };
      if (done) this.once('listening', done);
      try {
        this.#at = host('netListen', Number(options.port ?? 0), options.host ?? '0.0.0.0') as {
          id: number;
          port: number;
          address: string;
        };
      } catch (error) {
        world.nextTick(() => this.emit('error', error));
        return this;
      }
      servers.set(this.#at.id, this);
      this.listening = true;
      world.nextTick(() => this.emit('listening'));
      return this;
    }
    address() {
      return this.#at ? { address: this.#at.address, family: 'IPv4', port: this.#at.port } : null;
    }
    close(done?: () => void): this {
      if (this.#at) {
        host('closeServer', this.#at.id);
        servers.delete(this.#at.id);
      }
      this.#at = undefined;
      this.listening = false;
      world.nextTick(() => {
        done?.();
        this.emit('close');
      });
      return this;
    }
  }
  world.on('connection', (server: number, id: number, peer: { address: string; port: number }) => {
    const socket = new Socket();
    Object.assign(socket, { id, remoteAddress: peer.address, remotePort: peer.port });
    sockets.set(id, socket);
    servers.get(server)?.emit('connection', socket);
  });
  const connect = (...values: unknown[]) => new Socket().connect(...(values as Parameters<Socket['connect']>));
  const isIPv4 = (text: string) =>
    /^(\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split('.').every((part) => Number(part) < 256);
  const isIP = (text: string) => (isIPv4(text) ? 4 : /^[0-9a-f:]+$/i.test(text) && text.includes(':') ? 6 : 0);
  return {
    createServer: (options?: unknown, listener?: unknown) => new Server(options, listener),
    connect,
    createConnection: connect,
    Socket,
    Server,
    isIP,
    isIPv4,
    isIPv6: (text: string) => isIP(text) === 6,
  };
};
