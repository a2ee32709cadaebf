import type { EngineContext } from '../context.ts';
import type { Container } from './container.ts';

/** Restart delays double from the first to the last and begin anew after a run this long (moby: restartmanager). */
const FIRST_DELAY = 100;
const LAST_DELAY = 60_000;
const LONG_RUN = 10_000;

/** Whether the container's policy starts it again after the exit just recorded. */
export function shouldRestart(container: Container): boolean {
  if (container.manuallyStopped) return false;
  const { Name, MaximumRetryCount } = container.hostConfig.RestartPolicy;
  if (Name === 'always' || Name === 'unless-stopped') return true;
  if (Name !== 'on-failure' || container.exitCode === 0) return false;
  return MaximumRetryCount === 0 || container.restartCount < MaximumRetryCount;
}

/** Starts the container again after its delay; `ran` is how long the last run took. */
export function scheduleRestart(context: EngineContext, container: Container, ran: number, start: () => void): void {
  const previous = ran >= LONG_RUN ? undefined : delays.get(container);
  const delay = previous === undefined ? FIRST_DELAY : Math.min(previous * 2, LAST_DELAY);
  delays.set(container, delay);
  const cancelTimer = context.platform.timer(delay, () => {
    container.cancelRestart = undefined;
    container.restartCount++;
    try {
      start();
    } catch {
      // The reason stands in the container's state, where moby leaves it too.
      container.status = 'exited';
    }
  });
  container.cancelRestart = () => {
    cancelTimer();
    container.cancelRestart = undefined;
  };
}

const delays = new WeakMap<Container, number>();
