import type { Emitter, ModuleFactory } from './globals.ts';

interface At {
  readonly id: number;
  readonly port: number;
  readonly address: string;
}

/** How a server does it. */
export interface ListenerKind {
  /** What it emits for its handler. */
  readonly event: 'request' | 'connection';
  /** The host's operations. */
  readonly listen: 'httpListen' | 'netListen';
  readonly close: 'closeServer' | 'closeListener';
}

export interface Listener extends Emitter {
  listening: boolean;
  /** Its number with the host, while it listens or drains. */
  readonly hostId: number | undefined;
  /** An address of somebody else's as a server shows it that IPv4 comes to mapped, or does not. */
  shown(address: string): { address: string; family: 'IPv4' | 'IPv6' };
  listen(...values: unknown[]): this;
  /** Takes no more connections, and is closed once what it has taken is done. */
  close(done?: (error?: Error) => void): this;
  /** The host says that it is closed. */
  drained(): void;
}

export interface Listeners {
  readonly Listener: new (
    kind: ListenerKind,
    servers: Map<number, Listener>,
    options?: unknown,
    handler?: unknown,
  ) => Listener;
}

/** What the servers of net and http share, from listen() to 'close' (Node's lib/net.js, Server). */
export const listeners: ModuleFactory = (host, builtin, world): Listeners => {
  const EventEmitter = builtin('events') as unknown as new () => Emitter;

  class NetListener extends EventEmitter implements Listener {
    listening = false;
    readonly #kind: ListenerKind;
    readonly #servers: Map<number, Listener>;
    #at: At | undefined;
    /** It was given no host: Node listens on :: then, where IPv4 comes in mapped. */
    #isDual = false;
    #draining = false;
    constructor(kind: ListenerKind, servers: Map<number, Listener>, options?: unknown, listener?: unknown) {
      super();
      this.#kind = kind;
      this.#servers = servers;
      const handler = typeof options === 'function' ? options : listener;
      if (typeof handler === 'function') this.on(kind.event, handler as () => void);
    }
    get hostId(): number | undefined {
      return this.#at?.id;
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
        const text = `options.port should be >= 0 and < 65536. Received type ${typeof options.port} (${String(options.port)}).`;
        throw Object.assign(new RangeError(text), { code: 'ERR_SOCKET_BAD_PORT' });
      }
      if (done) this.once('listening', done);
      this.#isDual = options.host === undefined || options.host === '::';
      const named = options.host === 'localhost' ? '127.0.0.1' : options.host;
      try {
        this.#at = host(this.#kind.listen, port, this.#isDual ? '0.0.0.0' : named) as unknown as At;
      } catch (error) {
        const { code, errno, message } = error as { code?: string; errno?: number; message: string };
        const address = options.host ?? '::';
        const text = `listen ${message.replace(/, listen$/, '')} ${address}:${port}`;
        const failure = Object.assign(new Error(text), { code, errno, syscall: 'listen', address, port });
        world.nextTick(() => this.emit('error', failure));
        return this;
      }
      this.#servers.set(this.#at.id, this);
      this.listening = true;
      world.nextTick(() => this.emit('listening'));
      return this;
    }
    address(): object | null {
      if (!this.#at) return null;
      const { address, port } = this.#at;
      return this.#isDual ? { address: '::', family: 'IPv6', port } : { address, family: 'IPv4', port };
    }
    shown(address: string): { address: string; family: 'IPv4' | 'IPv6' } {
      return this.#isDual ? { address: `::ffff:${address}`, family: 'IPv6' } : { address, family: 'IPv4' };
    }
    close(done?: (error?: Error) => void): this {
      const running = this.listening;
      const refusal = Object.assign(new Error('Server is not running.'), { code: 'ERR_SERVER_NOT_RUNNING' });
      if (done) this.once('close', running ? () => done() : () => done(refusal));
      if (running) {
        this.listening = false;
        this.#draining = true;
        host(this.#kind.close, this.#at!.id);
      } else if (!this.#draining) world.nextTick(() => this.emit('close'));
      return this;
    }
    drained(): void {
      this.#servers.delete(this.#at!.id);
      this.#at = undefined;
      this.#draining = false;
      this.emit('close');
    }
    ref(): this {
      return this;
    }
    unref(): this {
      return this;
    }
  }
  return { Listener: NetListener };
};
