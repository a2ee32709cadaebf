import type { Exports, ModuleFactory } from './globals.ts';

/** node:timers */
export const timers: ModuleFactory = () => {
  const { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate } =
    globalThis as unknown as Exports;
  return { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate };
};

/** node:timers/promises */
export const timersPromises: ModuleFactory = (_host, _require, world) => ({
  setTimeout: (ms: number, value?: unknown) => new Promise((resolve) => world.setTimeout(() => resolve(value), ms)),
  setImmediate: (value?: unknown) => new Promise((resolve) => world.setImmediate(() => resolve(value))),
});
