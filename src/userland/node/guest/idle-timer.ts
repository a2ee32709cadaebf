import type { ModuleFactory } from './globals.ts';

export interface IdleTimer {
  /** From now on; 0 is never. */
  set(ms: number): void;
  /** Something happened: it counts anew. */
  active(): void;
  stop(): void;
}

export interface IdleTimers {
  readonly idleTimer: (late: () => void) => IdleTimer;
}

/** Tells when nothing has happened on a connection for some time. It keeps no program alive. */
export const idleTimers: ModuleFactory = (_host, _builtin, world): IdleTimers => ({
  idleTimer: (late) => {
    let ms = 0;
    let timer: { unref(): unknown } | undefined;
    const active = () => {
      if (timer) (globalThis as unknown as { clearTimeout(timer: unknown): void }).clearTimeout(timer);
      timer = ms > 0 ? (world.setTimeout(late, ms) as { unref(): unknown }) : undefined;
      timer?.unref();
    };
    const set = (value: number) => {
      ms = Number(value);
      active();
    };
    return { set, active, stop: () => set(0) };
  },
});
