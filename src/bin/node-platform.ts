import { createHash, randomBytes } from 'node:crypto';
import type { Platform, Sha256 } from '../kernel/platform.ts';

/** The simulated machine's platform on Node. */
export function nodePlatform(): Platform {
  return {
    now: () => performance.timeOrigin + performance.now(),
    timer(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    random: (count) => new Uint8Array(randomBytes(count)),
    sha256,
    thread: async (_runtime, receive) => (await import('./python-threads.ts')).startPythonThread(receive),
  };
}

function sha256(): Sha256 {
  const hash = createHash('sha256');
  const hasher: Sha256 = {
    update(bytes) {
      hash.update(bytes);
      return hasher;
    },
    hex: () => hash.digest('hex'),
  };
  return hasher;
}
