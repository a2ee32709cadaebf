/**
 * Who handles which promise, which QuickJS keeps to itself: a promise counts as handled once `then` is called on it or it is
 * awaited (that reads its constructor). `__async` watches the promise of an async function (host/rewrite.ts).
 */
export function promises(): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  const Native = Promise;
  const then = Native.prototype.then;
  const handled = new WeakSet<object>();
  const rejected = new Map<object, unknown>();
  let watching = false;

  const handle = (promise: object) => {
    handled.add(promise);
    rejected.delete(promise);
  };
  const watch = <T>(promise: T): T => {
    if (!(promise instanceof Native)) return promise;
    watching = true;
    try {
      void then.call(promise, undefined, (reason: unknown) => {
        if (!handled.has(promise)) rejected.set(promise, reason);
      });
    } finally {
      watching = false;
    }
    return promise;
  };
  const define = (target: object, name: string, value: unknown) =>
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });

  define(Native.prototype, 'then', function (this: Promise<unknown>, done?: never, failed?: never) {
    handle(this);
    return watch(then.call(this, done, failed));
  });
  Object.defineProperty(Native.prototype, 'constructor', {
    get(this: object) {
      if (!watching && this instanceof Native) handle(this);
      return Native;
    },
    set(value: unknown) {
      define(this as object, 'constructor', value);
    },
    configurable: true,
    enumerable: false,
  });

  const statics: Record<string, unknown> = {};
  for (const name of ['resolve', 'reject', 'all', 'allSettled', 'any', 'race', 'try']) {
    const original = (Native as unknown as Record<string, ((...values: unknown[]) => unknown) | undefined>)[name];
    if (!original) continue;
    const made = {
      [name](this: unknown, ...values: unknown[]) {
        const promise = original.apply(this === watched ? Native : this, values);
        return promise === values[0] ? promise : watch(promise);
      },
    };
    statics[name] = made[name];
  }
  const watched: unknown = new Proxy(Native, {
    construct(target, values, by) {
      const promise = Reflect.construct(target, values, by === watched ? target : by) as object;
      // `then` makes one of the same class, and watching is a `then`.
      return watching ? promise : watch(promise);
    },
    get: (target, key, by) =>
      (typeof key === 'string' && statics[key]) || Reflect.get(target, key, by === watched ? target : by),
  });
  define(scope, 'Promise', watched);
  // Its name is how stacks are rid of it.
  scope.__async = function __async(holder: Record<string, () => Promise<unknown>>) {
    return watch(Object.values(holder)[0]!());
  };

  const AsyncFunction = (async () => {}).constructor as { prototype: object };
  scope.__isAsync = (written: { name: string }, name?: string) => {
    Object.setPrototypeOf(written, AsyncFunction.prototype);
    if (name !== undefined && written.name === '') Object.defineProperty(written, 'name', { value: name });
    return written;
  };

  /** What is rejected and nobody has handled, once all reactions have run; throws what nobody listens for. */
  define(scope, '__rejections', () => {
    const process = scope.process as {
      listenerCount(event: string): number;
      emit(event: string, ...values: unknown[]): boolean;
    };
    for (const [promise, reason] of rejected) {
      rejected.delete(promise);
      handled.add(promise);
      if (process.listenerCount('unhandledRejection') > 0) {
        process.emit('unhandledRejection', reason, promise);
        continue;
      }
      let error = reason;
      if (!(reason instanceof Error)) {
        const shown = typeof reason === 'object' && reason !== null ? '#<Object>' : String(reason);
        error = new Error(
          `This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "${shown}".`,
        );
        define(error as object, 'name', 'UnhandledPromiseRejection');
        define(error as object, 'code', 'ERR_UNHANDLED_REJECTION');
        define(error as object, 'stack', '');
      }
      if (process.listenerCount('uncaughtException') > 0)
        process.emit('uncaughtException', error, 'unhandledRejection');
      else throw error;
    }
  });
}
