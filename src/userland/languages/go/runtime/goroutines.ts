import type { Runtime } from './guest.ts';

/** Goroutines: who runs, who waits, and for whom. */
export function goroutinesPart(G: Runtime): void {
  let running = 1;
  let expected = 0;
  const stuck = () => {
    if (running === 0 && expected === 0)
      G.die('fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.main()\n');
  };
  /** Waits until somebody calls what `register` is given. */
  const park = <T>(register: (wake: (value: T) => void) => void): Promise<T> =>
    new Promise((resolve) => {
      register((value) => {
        running++;
        resolve(value);
      });
      running--;
      stuck();
    });
  G.park = park;
  G.outside = (start) => {
    expected++;
    return park((wake) =>
      start((value) => {
        expected--;
        wake(value);
      }),
    );
  };
  G.expect = () => {
    expected++;
    return () => {
      expected--;
    };
  };
  G.go = (run) => {
    running++;
    Promise.resolve()
      .then(run)
      .then(() => {
        running--;
        stuck();
      }, G.crash);
  };

  let breathed = Date.now();
  /** Lets time pass: a loop that asks again and again would let nothing else happen. */
  const breathe = () => {
    if (Date.now() - breathed < 10) return undefined;
    return G.outside<void>((done) => {
      G.setTimeout(() => {
        breathed = Date.now();
        done();
      }, 0);
    });
  };

  Object.assign(G, {
    breathe,
    async run(main: () => Promise<void>) {
      try {
        await main();
      } catch (thrown) {
        G.crash(thrown);
      }
      G.process.exit(0);
    },
  });
  Object.assign(G.natives, {
    'runtime.NumGoroutine': () => running,
    'runtime.Gosched': () => breathe(),
    'time.wait': (ns: bigint | number) =>
      G.outside<void>((done) => {
        G.setTimeout(done, Math.max(0, Number(ns) / 1e6));
      }),
    'sync.Mutex.Lock': (lock: Lock) =>
      lock.isLocked ? park<void>((wake) => waitersOf(lock).push(() => wake())) : void (lock.isLocked = true),
    'sync.Mutex.TryLock': (lock: Lock) => !lock.isLocked && (lock.isLocked = true),
    'sync.Mutex.Unlock'(lock: Lock) {
      if (!lock.isLocked) G.die('fatal error: sync: unlock of unlocked mutex\n');
      const waiter = waitersOf(lock).shift();
      if (waiter) waiter();
      else lock.isLocked = false;
    },
    'sync.parkOn': (of: object) => park<void>((wake) => waitersOf(of).push(() => wake())),
    'sync.wakeAll': (of: object) => {
      for (const wake of waitersOf(of).splice(0)) wake();
    },
    'sync.wakeOne': (of: object) => waitersOf(of).shift()?.(),
  });
  interface Lock {
    isLocked: boolean;
  }
  const waiting = new WeakMap<object, (() => void)[]>();
  const waitersOf = (of: object) => {
    const known = waiting.get(of) ?? [];
    waiting.set(of, known);
    return known;
  };
}
