import type { Emitter, ModuleFactory } from '../globals.ts';
import type { IdleTimer, IdleTimers } from '../idle-timer.ts';

/** What a program may know of the connection under its messages, and do to it. */
export interface HttpSocket extends Emitter {
  readonly idle: IdleTimer;
  setTimeout(ms: number, heard?: () => void): this;
  destroy(error?: Error): this;
  end(): this;
}

export interface HttpSockets {
  readonly HttpSocket: new (peer: object, destroy: (error?: Error) => void) => HttpSocket;
}

export const httpSockets: ModuleFactory = (_host, builtin): HttpSockets => {
  const EventEmitter = builtin('events') as unknown as new () => Emitter;
  const { idleTimer } = builtin('internal/idle-timer') as unknown as IdleTimers;

  class Socket extends EventEmitter implements HttpSocket {
    readonly idle: IdleTimer;
    encrypted = false;
    readable = true;
    writable = true;
    destroyed = false;
    readonly #destroy: (error?: Error) => void;
    constructor(peer: object, destroy: (error?: Error) => void) {
      super();
      Object.assign(this, peer);
      this.#destroy = destroy;
      this.idle = idleTimer(() => this.emit('timeout'));
    }
    setTimeout(ms: number, heard?: () => void): this {
      if (heard) this.once('timeout', heard);
      this.idle.set(ms);
      return this;
    }
    destroy(error?: Error): this {
      if (this.destroyed) return this;
      this.destroyed = true;
      this.idle.stop();
      this.#destroy(error);
      return this;
    }
    end(): this {
      return this.destroy();
    }
    setNoDelay(): this {
      return this;
    }
    setKeepAlive(): this {
      return this;
    }
    ref(): this {
      return this;
    }
    unref(): this {
      return this;
    }
  }
  return { HttpSocket: Socket };
};
