import { ask, askText } from '../engine/ask.ts';
import type { Session } from './session.ts';

/** Milliseconds between two looks. */
const INTERVAL = 15_000;

interface Row {
  readonly Id: string;
  readonly State: string;
  readonly SizeRw?: number;
}

/**
 * Ends what goes over the limits that no engine keeps by itself: a writable layer's size (storage drivers know none), and
 * how long a container runs. Returns the way to stop.
 */
export function keepLimits(session: Session): () => void {
  const firstSeen = new Map<string, number>();
  const timer = setInterval(() => void look(session, firstSeen).catch(() => {}), INTERVAL);
  timer.unref();
  return () => clearInterval(timer);
}

export async function look(session: Session, firstSeen: Map<string, number>): Promise<void> {
  const { door } = session.engine;
  const { disk, seconds } = session.policy.limits;
  const filters = JSON.stringify({ label: [session.label], status: ['running'] });
  const rows = await ask<Row[]>(door, '/containers/json', { query: { filters, size: '1' } });
  for (const { Id, SizeRw = 0 } of rows) {
    const since = firstSeen.get(Id) ?? performance.now();
    firstSeen.set(Id, since);
    if (SizeRw <= disk && performance.now() - since < seconds * 1000) continue;
    await askText(door, `/containers/${Id}/kill`, { method: 'POST' });
  }
  for (const id of [...firstSeen.keys()]) if (!rows.some(({ Id }) => Id === id)) firstSeen.delete(id);
}
