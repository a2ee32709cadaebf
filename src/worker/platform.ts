/// <reference path="./hash-wasm.d.ts" />
import type { IHasher } from 'hash-wasm';
import type { Platform, Sha256 } from '../kernel/platform.ts';

/** The simulated machine's platform in a browser's worker. */
export function workerPlatform(): Platform {
  const idle: IHasher[] = [];
  const turns = new MessageChannel();
  const waiting: (() => void)[] = [];
  turns.port1.onmessage = () => waiting.shift()?.();
  return {
    now: () => performance.timeOrigin + performance.now(),
    timer(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    // A message turn, not setTimeout: timers are clamped to 4 ms when nested, a busy shell loop breathes far more often.
    breathe: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        turns.port2.postMessage(undefined);
      }),
    rest: () => new Promise((resolve) => setTimeout(resolve, REST)),
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    sha256: () => sha256(idle),
    prepare: async () => {
      if (idle.length > 0) return;
      const { createSHA256 } = await import('hash-wasm/dist/sha256.umd.min.js');
      idle.push(...(await Promise.all(Array.from({ length: HASHERS }, () => createSHA256()))));
    },
    thread: async (_runtime, receive) => (await import('./python-threads.ts')).startPythonThread(receive),
  };
}

/** Milliseconds: a page on two processors then draws each frame of a build of many short steps. */
const REST = 4;

/** How many hashes may be in progress at once. */
const HASHERS = 4;

/** A hash in progress; its WebAssembly instance is given back when it is done. */
function sha256(idle: IHasher[]): Sha256 {
  const instance = idle.pop();
  if (!instance) throw new Error('no SHA-256 is ready: not prepared, or too many at once');
  instance.init();
  const hasher: Sha256 = {
    update(bytes) {
      instance.update(bytes);
      return hasher;
    },
    hex() {
      const digest = instance.digest('hex');
      idle.push(instance);
      return digest;
    },
  };
  return hasher;
}
