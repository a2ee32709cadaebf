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
  /** Five channels about one operation, told of as it goes. */
  const tracingChannel = (name: string) => {
    const events = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;
    const each = Object.fromEntries(events.map((event) => [event, channel(`tracing:${name}:${event}`)])) as Record<
      (typeof events)[number],
      Channel
    >;
    const traceSync = (
      run: (...values: unknown[]) => unknown,
      context: object = {},
      self?: unknown,
      ...values: unknown[]
    ) => {
      each.start.publish(context);
      try {
        const result = run.apply(self, values);
        Object.assign(context, { result });
        return result;
      } catch (error) {
        Object.assign(context, { error });
        each.error.publish(context);
        throw error;
      } finally {
        each.end.publish(context);
      }
    };
    const settled = (context: object, outcome: object) => {
      Object.assign(context, outcome);
      if ('error' in outcome) each.error.publish(context);
      each.asyncStart.publish(context);
      each.asyncEnd.publish(context);
    };
    return {
      ...each,
      get hasSubscribers() {
        return events.some((event) => each[event].hasSubscribers);
      },
      traceSync,
      tracePromise: (
        run: (...values: unknown[]) => unknown,
        context: object = {},
        self?: unknown,
        ...values: unknown[]
      ) =>
        Promise.resolve(traceSync(run, context, self, ...values)).then(
          (result) => {
            settled(context, { result });
            return result;
          },
          (error) => {
            settled(context, { error });
            throw error;
          },
        ),
    };
  };
  return {
    Channel,
    channel,
    hasSubscribers: (name: string) => channels.get(name)?.hasSubscribers ?? false,
    subscribe: (name: string, subscriber: Subscriber) => channel(name).subscribe(subscriber),
    unsubscribe: (name: string, subscriber: Subscriber) => channel(name).unsubscribe(subscriber),
    tracingChannel,
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
