import type { ModuleFactory } from './globals.ts';

/** node:dns */
export const dns: ModuleFactory = (host, _require, world) => {
  const waiting = new Map<number, (addresses: string[]) => void>();
  world.on('lookup', (id: number, addresses: string[]) => waiting.get(id)?.(addresses));
  const lookup = (name: string, given: unknown, done?: unknown) => {
    const callback = (typeof given === 'function' ? given : done) as (
      error: Error | null,
      address?: string,
      family?: number,
    ) => void;
    const id = host('lookup', name) as number;
    waiting.set(id, ([address]) => {
      waiting.delete(id);
      if (address === undefined)
        callback(
          Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
            code: 'ENOTFOUND',
            errno: -3008,
            syscall: 'getaddrinfo',
            hostname: name,
          }),
        );
      else callback(null, address, 4);
    });
  };
  const promised = (name: string) =>
    new Promise((resolve, reject) =>
      lookup(name, (error: Error | null, address?: string) =>
        error ? reject(error) : resolve({ address, family: 4 }),
      ),
    );
  return { lookup, promises: { lookup: promised } };
};
