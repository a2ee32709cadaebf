import { ask, askText } from '../engine/ask.ts';
import type { Session } from '../session/session.ts';

/** Milliseconds between two looks, and how many times as long as a look takes is waited at the least. */
const INTERVAL = 400;
const SHARE = 4;

/**
 * Tells of containers whose writable layer changed. Engines make no event of a write: the changes of each running container
 * are asked for again and again, the less often the longer that takes.
 */
export async function watchLayers(
  session: Session,
  closed: Promise<void>,
  changed: (id: string) => void,
): Promise<void> {
  let over = false;
  let wake = () => {};
  void closed.then(() => {
    over = true;
    wake();
  });
  const seen = new Map<string, string>();
  while (!over) {
    const started = performance.now();
    await look(session, seen, changed).catch(() => {
      // A container that went while it was looked at; the next look does without.
    });
    const wait = Math.max(INTERVAL, (performance.now() - started) * SHARE);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, wait);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (over) wake();
    });
  }
}

async function look(session: Session, seen: Map<string, string>, changed: (id: string) => void): Promise<void> {
  const { door } = session.engine;
  const filters = JSON.stringify({ label: [session.label], status: ['running', 'paused'] });
  for (const { Id } of await ask<{ Id: string }[]>(door, '/containers/json', { query: { filters } })) {
    const changes = await session.looks.look(() => askText(door, `/containers/${Id}/changes`));
    if (seen.get(Id) === changes) continue;
    seen.set(Id, changes);
    changed(Id);
  }
}
