import type { ModuleFactory } from './globals.ts';

/** node:async_hooks: resources, as packages bind callbacks with; there is no context that follows promises, and it says so. */
export const asyncHooks: ModuleFactory = () => {
  class AsyncResource {
    readonly type: string;
    constructor(type: string) {
      this.type = type;
    }
    runInAsyncScope<T>(run: (...values: unknown[]) => T, self?: unknown, ...values: unknown[]): T {
      return run.apply(self, values);
    }
    bind<T extends (...values: unknown[]) => unknown>(run: T): T {
      return run;
    }
    static bind<T>(run: T): T {
      return run;
    }
    emitDestroy() {
      return this;
    }
    asyncId() {
      return 0;
    }
    triggerAsyncId() {
      return 0;
    }
  }
  const refuse = (what: string): never => {
    throw new Error(`drydock: not simulated: async_hooks.${what}`);
  };
  class AsyncLocalStorage {
    run(): never {
      return refuse('AsyncLocalStorage');
    }
    enterWith(): never {
      return refuse('AsyncLocalStorage');
    }
    getStore(): undefined {
      return undefined;
    }
    exit<T>(run: (...values: unknown[]) => T, ...values: unknown[]): T {
      return run(...values);
    }
    disable(): void {}
  }
  return {
    AsyncResource,
    AsyncLocalStorage,
    executionAsyncId: () => 1,
    triggerAsyncId: () => 0,
    executionAsyncResource: () => ({}),
    createHook: () => refuse('createHook'),
  };
};

/** node:diagnostics_channel */
export const diagnosticsChannel: ModuleFactory = () => {
  type Subscriber = (message: unknown, name: string) => void;
  class Channel {
    readonly name: string;
    readonly #subscribers = new Set<Subscriber>();
    constructor(name: string) {
      this.name = name;
    }
    get hasSubscribers() {
      return this.#subscribers.size > 0;
    }
    subscribe(subscriber: Subscriber) {
      this.#subscribers.add(subscriber);
    }
    unsubscribe(subscriber: Subscriber) {
      return this.#subscribers.delete(subscriber);
    }
    publish(message: unknown) {
      for (const subscriber of this.#subscribers) subscriber(message, this.name);
    }
  }
  const channels = new Map<string, Channel>();
  const channel = (name: string) => {
    const known = channels.get(name) ?? new Channel(name);
    channels.set(name, known);
    return known;
  };
  return {
    Channel,
    channel,
    hasSubscribers: (name: string) => channels.get(name)?.hasSubscribers ?? false,
    subscribe: (name: string, subscriber: Subscriber) => channel(name).subscribe(subscriber),
    unsubscribe: (name: string, subscriber: Subscriber) => channel(name).unsubscribe(subscriber),
    tracingChannel: (name: string) =>
      Object.fromEntries(
        ['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((event) => [
          event,
          channel(`tracing:${name}:${event}`),
        ]),
      ),
  };
};

/** node:perf_hooks */
export const perfHooks: ModuleFactory = () => ({
  performance: (globalThis as unknown as { performance: unknown }).performance,
  PerformanceObserver: class {
    constructor() {
      throw new Error('drydock: not simulated: perf_hooks.PerformanceObserver');
    }
  },
  constants: {},
});
