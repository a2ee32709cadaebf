import type { ExitStatus } from '../../kernel/system-calls.ts';
import type { EngineContext } from '../context.ts';
import type { Container, RunningContainer } from './container.ts';
import { emitVolumeEvents, logEvent } from './events.ts';
import { exitCodeOf } from './launch.ts';
import { shouldRestart } from './restart.ts';

/** Notes the end of a run and gives back what it held. */
export function recordExit(
  context: EngineContext,
  container: Container,
  status: ExitStatus,
): { restarting: boolean; ran: number } {
  const ran = context.platform.now() - (container.running?.startedAt ?? 0);
  container.exitCode = exitCodeOf(status);
  container.outOfMemory = (container.running?.memory?.outOfMemory ?? 0) > 0;
  if (container.outOfMemory) logEvent(context, container, 'oom');
  container.finishedAt = context.platform.now();
  container.health?.stop();
  container.running = undefined;
  container.paused = false;
  const restarting = shouldRestart(container);
  container.status = restarting ? 'restarting' : 'exited';
  cleanUp(container);
  emitVolumeEvents(context, container, 'unmount');
  logEvent(context, container, 'die', {
    execDuration: String(Math.floor(ran / 1000)),
    exitCode: String(container.exitCode),
  });
  container.stdio.close();
  return { restarting, ran };
}

/** Addresses, ports and names are free again. */
export function cleanUp(container: Container): void {
  container.sandbox?.release();
  container.sandbox = undefined;
}

/** Answers those who wait for one of `conditions`. */
export function settle(container: Container, conditions: readonly string[], error?: string): void {
  for (const waiter of [...container.waiters]) {
    if (!conditions.includes(waiter.condition)) continue;
    container.waiters.delete(waiter);
    waiter.resolve({ StatusCode: container.exitCode, ...(error ? { Error: { Message: error } } : {}) });
  }
}

/** Waits until a run is over, at most `ms`. */
export function exited(
  context: EngineContext,
  container: Container,
  run: RunningContainer,
  ms: number | undefined,
): Promise<boolean> {
  if (container.running !== run) return Promise.resolve(true);
  return new Promise((resolve) => {
    let cancel: (() => void) | undefined;
    const waiter = {
      condition: 'next-exit' as const,
      resolve: () => {
        cancel?.();
        resolve(true);
      },
    };
    container.waiters.add(waiter);
    if (ms === undefined) return;
    cancel = context.platform.timer(ms, () => {
      container.waiters.delete(waiter);
      resolve(false);
    });
  });
}
