import type { Emitter, ModuleFactory } from './globals.ts';
import type { IdleTimer, IdleTimers } from './idle-timer.ts';
import type { Listeners } from './listener.ts';

/** node:net */
export const net: ModuleFactory = (host, builtin, world) => {
  const { Listener } = builtin('internal/listener') as unknown as Listeners;
  const { Duplex } = builtin('stream') as unknown as {
    Duplex: new (
      options?: object,
    ) => Emitter & { push(chunk: unknown): void; destroy(error?: Error): void; emitClose(failure?: Error): void };
  };
  const { Buffer } = builtin('buffer') as unknown as { Buffer: { from(value: unknown): Uint8Array } };
  const { idleTimer } = builtin('internal/idle-timer') as unknown as IdleTimers;
  const sockets = new Map<number, Socket>();
  const servers = new Map<number, Server>();

  interface Addresses {
    remoteAddress: string;
    remotePort: number;
    localAddress: string;
    localPort: number;
  }

  class Socket extends Duplex {
    id = 0;
    connecting = false;
    remoteFamily: 'IPv4' | 'IPv6' = 'IPv4';
    declare remoteAddress: string | undefined;
    declare remotePort: number | undefined;
    server: Server | undefined;
    readonly #idle: IdleTimer;
    constructor(options: { allowHalfOpen?: boolean } = {}) {
      super({
        allowHalfOpen: options.allowHalfOpen === true,
        read() {},
        write: (chunk: Uint8Array, _encoding: string, done: () => void) => {
          this.#idle.active();
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
          this.#idle.stop();
          host('socketClose', this.id);
          sockets.delete(this.id);
          this.server?.open.delete(this);
          done(error);
        },
      });
      this.#idle = idleTimer(() => this.emit('timeout'));
    }
    override emitClose(failure?: Error): void {
      this.emit('close', failure !== undefined);
    }
    connect(port: number | { port: number; host?: string }, address?: unknown, done?: unknown): this {
      const options =
        typeof port === 'object' ? port : { port, host: typeof address === 'string' ? address : 'localhost' };
      const listener = [address, done].find((value) => typeof value === 'function') as (() => void) | undefined;
      if (listener) this.once('connect', listener);
      this.connecting = true;
      this.remoteAddress = options.host ?? 'localhost';
      this.remotePort = Number(options.port);
      this.id = host('netConnect', this.remoteAddress, this.remotePort) as number;
      sockets.set(this.id, this);
      return this;
    }
    opened(addresses: Addresses): void {
      this.connecting = false;
      Object.assign(this, addresses);
      this.#idle.active();
    }
    received(bytes: ArrayBuffer): void {
      this.#idle.active();
      this.push(bytes.byteLength === 0 ? null : Buffer.from(bytes));
    }
    failed(code: string): void {
      const { remoteAddress, remotePort } = this;
      let text = `read ${code}`;
      if (code === 'ENOTFOUND') text = `getaddrinfo ENOTFOUND ${remoteAddress}`;
      else if (this.connecting) text = `connect ${code} ${remoteAddress}:${remotePort}`;
      const syscall = this.connecting ? 'connect' : 'read';
      this.destroy(Object.assign(new Error(text), { code, syscall, port: remotePort }));
    }
    setTimeout(ms: number, heard?: () => void): this {
      if (heard) this.once('timeout', heard);
      this.#idle.set(ms);
      return this;
    }
    setNoDelay() {
      return this;
    }
    setKeepAlive() {
      return this;
    }
    ref() {
      return this;
    }
    unref() {
      return this;
    }
  }
  world.on('socketOpen', (id: number, addresses: Addresses) => {
    const socket = sockets.get(id);
    if (!socket) return;
    socket.opened(addresses);
    socket.emit('connect');
    socket.emit('ready');
  });
  world.on('socketData', (id: number, bytes: ArrayBuffer) => sockets.get(id)?.received(bytes));
  world.on('socketError', (id: number, code: string) => sockets.get(id)?.failed(code));

  class Server extends Listener {
    /** Connections that it has taken. */
    readonly open = new Set<Socket>();
    constructor(options?: unknown, listener?: unknown) {
      super({ event: 'connection', listen: 'netListen', close: 'closeListener' }, servers, options, listener);
    }
    getConnections(done: (error: Error | null, count: number) => void): this {
      world.nextTick(() => done(null, this.open.size));
      return this;
    }
  }
  world.on('netServerClosed', (id: number) => servers.get(id)?.drained());
  world.on('connection', (id: number, socketId: number, addresses: Addresses) => {
    const server = servers.get(id);
    if (!server) return;
    const socket = new Socket();
    const remote = server.shown(addresses.remoteAddress);
    Object.assign(socket, { id: socketId, server, remoteFamily: remote.family });
    const localAddress = server.shown(addresses.localAddress).address;
    socket.opened({ ...addresses, remoteAddress: remote.address, localAddress });
    sockets.set(socketId, socket);
    server.open.add(socket);
    server.emit('connection', socket);
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
