import type { ModuleFactory } from './globals.ts';

export interface ProxiesModule {
  /** What a program's proxy stands before; null for what was revoked, undefined for what is no proxy. */
  detailsOf(value: object): { target: object; handler: object } | null | undefined;
  /** From now on proxies are known. Those made before, which are ours, are not. */
  watch(): void;
}

/** Which objects are proxies, which the language itself tells nobody: inspect shows what is behind one and wakes no trap. */
export const proxies: ModuleFactory = (): ProxiesModule => {
  const known = new WeakMap<object, { target: object; handler: object } | null>();
  const watch = (): void => {
    const Native = Proxy;
    const revocable = (target: object, handler: object) => {
      const made = Native.revocable(target, handler);
      known.set(made.proxy, { target, handler });
      const revoke = () => {
        known.set(made.proxy, null);
        made.revoke();
      };
      return { proxy: made.proxy, revoke };
    };
    const value: unknown = new Native(Native, {
      construct(_native, [target, handler]: [object, object]) {
        const made = new Native(target, handler);
        known.set(made, { target, handler });
        return made;
      },
      get: (native, key) => (key === 'revocable' ? revocable : Reflect.get(native, key)),
    });
    Object.defineProperty(globalThis, 'Proxy', { value, writable: true, configurable: true, enumerable: false });
  };
  return { detailsOf: (value) => known.get(value), watch };
};
