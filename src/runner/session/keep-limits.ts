import { askText, EngineError } from '../engine/ask.ts';
import type { ContainerRow, Usage } from './disk-usage.ts';
import { layerWords } from './room.ts';
import type { Session } from './session.ts';

/** Milliseconds between two looks, at least; and how many times as long as one took. */
const [INTERVAL, REST] = [3000, 10];

/**
 * Ends what goes over the limits that no engine keeps by itself: a writable layer's size (storage drivers know none), what all of a
 * session holds, and how long a container runs. Returns the way to stop.
 */
export function keepLimits(session: Session): () => void {
  const firstSeen = new Map<string, number>();
  let timer: NodeJS.Timeout;
  let stopped = false;
  const next = (delay: number) => {
    if (stopped) return;
    timer = setTimeout(async () => {
      const began = performance.now();
      await look(session, firstSeen).catch(() => {});
      next(Math.max(INTERVAL, (performance.now() - began) * REST));
    }, delay);
    timer.unref();
  };
  next(INTERVAL);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** A paused container has not ended, and one that restarts by itself neither. */
const RUNNING = ['running', 'paused', 'restarting'];

async function look(session: Session, firstSeen: Map<string, number>): Promise<void> {
  const { before, usage, containers } = await session.room.look();
  const { disk, seconds } = session.policy.limits;
  const running = containers.filter(({ State }) => RUNNING.includes(State));
  for (const container of running) {
    const { Id } = container;
    const since = firstSeen.get(Id) ?? performance.now();
    firstSeen.set(Id, since);
    const layer = usage.layers.get(Id) ?? 0;
    if (layer > disk) await end(session, container, layerWords(layer, disk));
    else if (performance.now() - since >= seconds * 1000)
      await end(
        session,
        container,
        `it has run for ${seconds < 3600 ? `${seconds} seconds` : `${seconds / 3600} hours`} (--hours)`,
      );
    else if (session.room.isOver && grew(session, container, before, usage))
      await end(session, container, `${session.room.words}, and it went on writing`);
  }
  for (const id of [...firstSeen.keys()]) if (!running.some(({ Id }) => Id === id)) firstSeen.delete(id);
}

/** Whether something has grown that a container writes to. */
function grew(session: Session, { Id, Mounts }: ContainerRow, before: Usage, usage: Usage): boolean {
  const more = (sizes: 'layers' | 'volumes', name: string) =>
    (usage[sizes].get(name) ?? 0) > (before[sizes].get(name) ?? 0);
  if (more('layers', Id)) return true;
  const real = session.policy.workspace?.real;
  return Mounts.some(({ Type, Name, Source, RW }) => {
    if (!RW) return false;
    if (Type === 'volume') return more('volumes', Name ?? '');
    return real !== undefined && `${Source}/`.startsWith(`${real}/`) && usage.workspace > before.workspace;
  });
}

async function end(session: Session, { Id, State }: ContainerRow, reason: string): Promise<void> {
  session.endings.note(Id, `drydock runner: ended ${Id.slice(0, 12)}: ${reason}`);
  const post = (what: string, query: Record<string, string> = {}) =>
    askText(session.engine.door, `/containers/${Id}/${what}`, { method: 'POST', query }).catch((error: unknown) => {
      // Who has ended meanwhile is not to be ended.
      if (!(error instanceof EngineError)) throw error;
    });
  // One that waits for its restart has no process to be killed.
  if (State === 'restarting') await post('stop', { t: '0' });
  else await post('kill');
}
