import type { ModuleFactory } from './globals.ts';

/** node:events */
export const events: ModuleFactory = (_host, _require, world) => {
  type Listener = ((...values: unknown[]) => unknown) & { listener?: Listener };

  const listenersOf = (emitter: EventEmitter, event: string | symbol): Listener[] => {
    emitter._events ??= new Map();
    let list = emitter._events.get(event);
    if (!list) {
      list = [];
      emitter._events.set(event, list);
    }
    return list;
  };

  class EventEmitter {
    static defaultMaxListeners = 10;
    static EventEmitter = EventEmitter;
    declare _events: Map<string | symbol, Listener[]> | undefined;

    on(event: string | symbol, listener: Listener): this {
      if (typeof listener !== 'function') {
        const error = new TypeError(
          `The "listener" argument must be of type function. Received ${listener === null ? 'null' : typeof listener}`,
        );
        throw Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
      }
      if (event !== 'newListener') this.emit('newListener', event, listener);
      listenersOf(this, event).push(listener);
      return this;
    }
    addListener(event: string | symbol, listener: Listener): this {
      return this.on(event, listener);
    }
    prependListener(event: string | symbol, listener: Listener): this {
      listenersOf(this, event).unshift(listener);
      return this;
    }
    once(event: string | symbol, listener: Listener): this {
      const wrapped: Listener = (...values) => {
        this.removeListener(event, wrapped);
        return listener.apply(this, values);
      };
      wrapped.listener = listener;
      return this.on(event, wrapped);
    }
    removeListener(event: string | symbol, listener: Listener): this {
      const list = listenersOf(this, event);
      const at = list.findLastIndex((each) => each === listener || each.listener === listener);
      if (at >= 0) list.splice(at, 1);
      if (at >= 0) this.emit('removeListener', event, listener);
      return this;
    }
    off(event: string | symbol, listener: Listener): this {
      return this.removeListener(event, listener);
    }
    removeAllListeners(event?: string | symbol): this {
      if (event === undefined) this._events?.clear();
      else this._events?.delete(event);
      return this;
    }
    emit(event: string | symbol, ...values: unknown[]): boolean {
      const list = this._events?.get(event);
      if (!list || list.length === 0) {
        if (event !== 'error') return false;
        if (values[0] instanceof Error) throw values[0];
        throw Object.assign(new Error(`Unhandled error. (${String(values[0])})`), { code: 'ERR_UNHANDLED_ERROR' });
      }
      for (const listener of [...list]) listener.apply(this, values);
      return true;
    }
    listenerCount(event: string | symbol): number {
      return this._events?.get(event)?.length ?? 0;
    }
    listeners(event: string | symbol): Listener[] {
      return (this._events?.get(event) ?? []).map((each) => each.listener ?? each);
    }
    rawListeners(event: string | symbol): Listener[] {
      return [...(this._events?.get(event) ?? [])];
    }
    eventNames(): (string | symbol)[] {
      return [...(this._events ?? new Map()).entries()].filter(([, list]) => list.length > 0).map(([event]) => event);
    }
    setMaxListeners(): this {
      return this;
    }
    getMaxListeners(): number {
      return EventEmitter.defaultMaxListeners;
    }
  }

  const once = (emitter: EventEmitter, event: string) =>
    new Promise((resolve, reject) => {
      const failed: Listener = (error) => reject(error as Error);
      emitter.once(event, (...values) => {
        emitter.removeListener('error', failed);
        resolve(values);
      });
      if (event !== 'error') emitter.once('error', failed);
    });

  // Old-style inheritance calls the class without `new`: a function that can be applied to any object.
  function Callable(this: unknown) {
    return new.target ? world.adopted() : undefined;
  }
  Object.setPrototypeOf(Callable, EventEmitter);
  Callable.prototype = EventEmitter.prototype;
  Object.defineProperty(EventEmitter.prototype, 'constructor', { value: Callable, configurable: true, writable: true });
  return Object.assign(Callable, { EventEmitter: Callable, once, defaultMaxListeners: 10 });
};
