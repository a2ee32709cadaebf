import type { EngineContext } from '../context.ts';
import type { Container } from './container.ts';

/** At the longest: what a real machine does while daemon and client answer can take several times as long here. */
const HEAD_START_MS = 250;
/** Host turns in a row without a busy process before the container counts as waiting for something. */
const QUIET_TURNS = 2;

/**
 * Lets a container's processes run until they have ended, wait for something, or have had their head start. On a real
 * machine they have a processor of their own when the daemon answers; here they share the one thread with the client.
 */
export async function headStart(context: EngineContext, container: Container): Promise<void> {
  const { kernel, platform } = context;
  const run = container.running;
  const until = platform.now() + HEAD_START_MS;
  for (let quiet = 0; run && quiet < QUIET_TURNS && platform.now() < until; ) {
    await platform.breathe();
    if (container.running !== run) return;
    const busy = kernel
      .processes()
      .some((process) => process.namespaces.pid === run.namespaces.pid && process.state === 'running');
    quiet = busy ? 0 : quiet + 1;
  }
}
