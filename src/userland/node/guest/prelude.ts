import type { Exports, GuestConfig, Host, ModuleFactory, World } from './globals.ts';

/**
 * The first thing that runs in a sandbox: timers, console, process, the module loader, and `__dispatch`, by which the host reports
 * events. Sent as text; `factories` are the builtin modules, made when first required.
 */
export function prelude(host: Host, config: GuestConfig, factories: Record<string, ModuleFactory>): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  type Callback = (...values: unknown[]) => void;

  // --- what QuickJS does otherwise than V8
  // A recursion without end is a RangeError.
  const { InternalError } = scope as { InternalError: { prototype: Error } };
  Object.setPrototypeOf(InternalError.prototype, RangeError.prototype);
  Object.defineProperty(InternalError.prototype, 'name', { value: 'RangeError', writable: true, configurable: true });
  Object.defineProperty(InternalError.prototype, 'constructor', {
    value: RangeError,
    writable: true,
    configurable: true,
  });
  // Its own leaves a negative number as it is.
  BigInt.asUintN = (bits: number, value: bigint) => BigInt(value) & ((1n << BigInt(bits)) - 1n);

  // --- events from the host
  const listeners = new Map<string, Callback>();
  const ticks: (() => void)[] = [];
  let ticksDue = false;
  const runTicks = () => {
    try {
      for (let tick = ticks.shift(); tick; tick = ticks.shift()) tick();
    } finally {
      // One threw; the others have their turn all the same.
      if (ticks.length > 0) makeTicksDue();
    }
  };
  /** Before other promise reactions queued later, and at the latest when the current one ends. */
  const makeTicksDue = () => {
    if (ticksDue) return;
    ticksDue = true;
    void Promise.resolve().then(() => {
      ticksDue = false;
      runTicks();
    });
  };
  scope.__dispatch = (event: string, ...values: unknown[]) => {
    listeners.get(event)?.(...values);
    runTicks();
  };
  const nextTick = (callback: Callback, ...values: unknown[]) => {
    ticks.push(() => callback(...values));
    makeTicksDue();
  };

  // --- timers
  const timers = new Map<number, () => void>();
  class Timeout {
    id: number;
    /** Left out: an immediate, which begins only once. */
    readonly #begin: (() => number) | undefined;
    #keepsAlive = true;
    constructor(id: number, begin?: () => number) {
      this.id = id;
      this.#begin = begin;
    }
    ref() {
      return this.#refer(true);
    }
    unref() {
      return this.#refer(false);
    }
    #refer(keepsAlive: boolean) {
      this.#keepsAlive = keepsAlive;
      host('referTimer', this.id, keepsAlive);
      return this;
    }
    hasRef() {
      return this.#keepsAlive;
    }
    refresh() {
      if (!this.#begin || !timers.has(this.id)) return this;
      clear(this);
      this.again();
      return this;
    }
    /** The same timer, from now on. */
    again() {
      this.id = this.#begin!();
      if (!this.#keepsAlive) host('referTimer', this.id, false);
    }
    close() {
      clear(this);
    }
    [Symbol.toPrimitive]() {
      return this.id;
    }
  }
  const clear = (timer: unknown) => {
    const id = timer instanceof Timeout ? timer.id : Number(timer);
    timers.delete(id);
    host('clearTimer', id);
  };
  const timer = (ms: number, late: (handle: Timeout) => void): Timeout => {
    const begin = () => {
      const id = host('timer', ms) as number;
      timers.set(id, () => {
        timers.delete(id);
        late(handle);
      });
      return id;
    };
    const handle = new Timeout(begin(), begin);
    return handle;
  };
  const setTimeout = (callback: Callback, ms = 1, ...values: unknown[]) => timer(ms, () => callback(...values));
  const setInterval = (callback: Callback, ms = 1, ...values: unknown[]) =>
    timer(ms, (handle) => {
      handle.again();
      callback(...values);
    });
  let immediates = 0;
  const setImmediate = (callback: Callback, ...values: unknown[]) => {
    const id = --immediates;
    timers.set(id, () => {
      timers.delete(id);
      callback(...values);
    });
    host('immediate', id);
    return new Timeout(id);
  };
  listeners.set('timer', (id) => timers.get(id as number)?.());

  // --- builtin modules
  const Native = Proxy;
  let adopting: object | undefined;
  const world: World = {
    callable: (original) => {
      const made = new Native(original as unknown as new (...values: unknown[]) => object, {
        apply(target, self, values) {
          adopting = self;
          Reflect.construct(target, values);
        },
      });
      Object.defineProperty(made.prototype, 'constructor', { value: made, writable: true, configurable: true });
      return made as unknown as typeof original;
    },
    adopted: () => {
      const object = adopting;
      adopting = undefined;
      return object;
    },
    on: (event, listener) => void listeners.set(event, listener as Callback),
    setTimeout,
    setImmediate,
    nextTick,
    config,
  };
  const builtins = new Map<string, Exports>();
  const builtin = (name: string): Exports => {
    const plain = name.replace(/^node:/, '');
    let module = builtins.get(plain);
    if (!module) {
      const factory = factories[plain];
      if (!factory) throw new Error(`drydock: not simulated: the Node module '${plain}'`);
      module = factory(host, builtin, world) as Exports;
      builtins.set(plain, module);
    }
    return module;
  };
  scope.__builtin = builtin;
  scope.__builtinKeys = (name: string) =>
    Object.keys(builtin(name)).filter((key) => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default');

  // --- globals
  const define = (values: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(values)) {
      Object.defineProperty(scope, name, { value, writable: true, configurable: true, enumerable: false });
    }
  };
  define({
    global: scope,
    setTimeout,
    setInterval,
    setImmediate,
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  });
  const { Buffer, TextEncoder, TextDecoder, atob, btoa } = builtin('buffer');
  define({ Buffer, TextEncoder, TextDecoder, atob, btoa });
  define({ queueMicrotask: (callback: Callback) => void Promise.resolve().then(() => callback()) });
  define({
    structuredClone: (value: unknown) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value))),
  });
  define({ performance: { now: () => (host('hrtime') as number) - started, timeOrigin: Date.now() } });
  const started = host('hrtime') as number;
  const process = builtin('process');
  define({ process, console: builtin('console') });
  const { URL, URLSearchParams } = builtin('url');
  define({ URL, URLSearchParams });

  const web = 'fetch Headers Request Response AbortController AbortSignal Event EventTarget DOMException';
  for (const name of web.split(' ')) {
    Object.defineProperty(scope, name, {
      get: () => builtin('internal/fetch')[name],
      set: (value) => define({ [name]: value }),
      configurable: true,
      enumerable: false,
    });
  }
  Object.defineProperty(scope, 'crypto', {
    get: () => builtin('internal/crypto/webcrypto'),
    configurable: true,
    enumerable: false,
  });

  // --- from here on all objects are the program's
  (builtin('internal/proxies') as unknown as { watch(): void }).watch();

  // --- errors the host makes, and those it shows
  scope.__hostError = (message: string, properties: string) =>
    Object.assign(new Error(message), JSON.parse(properties));
  scope.__described = (error: unknown): string => {
    const inspect = builtin('internal/inspect') as unknown as (value: unknown, options: object) => string;
    const show = () => inspect(error, { customInspect: false, depth: 5 });
    const stack = error instanceof Error ? error.stack : undefined;
    if (typeof stack !== 'string' || !/^\S.*\n {4}at /s.test(stack)) return show();
    // Node has put the source line before the stack by now, so that its first line is no longer named after the error's class.
    const thrown = error as Error;
    thrown.stack = `\n${stack}`;
    const shown = show();
    thrown.stack = stack;
    return shown.slice(1);
  };

  // --- uncaught errors
  scope.__uncaught = (error: unknown): boolean => {
    const emitter = process as unknown as {
      listenerCount(event: string): number;
      emit(event: string, ...values: unknown[]): boolean;
      _exiting?: boolean;
    };
    if (emitter._exiting || emitter.listenerCount('uncaughtException') === 0) return false;
    emitter.emit('uncaughtException', error, 'uncaughtException');
    return true;
  };
}
