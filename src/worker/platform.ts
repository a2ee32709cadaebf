/// <reference path="./hash-wasm.d.ts" />
import type { IHasher } from 'hash-wasm';
import { createSHA256 } from 'hash-wasm/dist/sha256.umd.min.js';
import type { Platform, Sha256 } from '../kernel/platform.ts';

/** The simulated machine's platform in a browser's worker. Hashers are made ahead, because WebAssembly starts asynchronously. */
export async function workerPlatform(): Promise<Platform> {
  const idle: IHasher[] = await Promise.all(Array.from({ length: 4 }, () => createSHA256()));
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
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    sha256: () => sha256(idle),
    thread: async (_runtime, receive) => (await import('./python-threads.ts')).startPythonThread(receive),
  };
}

/** A hash in progress; its WebAssembly instance is given back when it is done. */
function sha256(idle: IHasher[]): Sha256 {
  const instance = idle.pop();
  if (!instance) throw new Error('too many SHA-256 computations at once');
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
