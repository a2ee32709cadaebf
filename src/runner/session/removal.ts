import { addressText } from '../engine/address.ts';
import { ask, askText, EngineError } from '../engine/ask.ts';
import { anyId } from '../engine/filters.ts';
import type { FoundEngine } from '../engine/find.ts';
import { SESSION_LABEL } from '../policy/policy.ts';
import { type Made, StateFile } from './state-file.ts';

/** How much went. */
export interface Removed {
  containers: number;
  images: number;
  networks: number;
  volumes: number;
}

/** Removes from the engine all that a session made. `made`: what carries no label. */
export async function removeSession(engine: FoundEngine, session: string, made: Made): Promise<Removed> {
  const removed = await removeLabelled(engine, `${SESSION_LABEL}=${session}`);
  for (const network of made.networks) if (await gone(engine, `/networks/${network}`)) removed.networks += 1;
  for (const volume of made.volumes) if (await gone(engine, `/volumes/${volume}`, { force: '1' })) removed.volumes += 1;
  // A name is taken away before the image: what was here before keeps its own.
  for (const name of [...made.tags, ...made.images])
    if (await gone(engine, `/images/${name}`, { force: '1' })) removed.images += 1;
  if (made.builderRecords.length > 0) {
    const filters = JSON.stringify({ id: [anyId(made.builderRecords)] });
    await askText(engine.door, '/build/prune', { method: 'POST', query: { all: '1', filters } }).catch(() => {});
  }
  return removed;
}

/** Removes what carries a label: `drydock.session` alone for every session's. */
export async function removeLabelled(engine: FoundEngine, label: string): Promise<Removed> {
  const { door } = engine;
  const filters = JSON.stringify({ label: [label] });
  const removed: Removed = { containers: 0, images: 0, networks: 0, volumes: 0 };
  const containers = await ask<{ Id: string }[]>(door, '/containers/json', { query: { all: '1', filters } });
  for (const { Id } of containers)
    if (await gone(engine, `/containers/${Id}`, { force: '1', v: '1' })) removed.containers += 1;
  const images = await ask<{ Id: string; RepoTags: string[] | null }[]>(door, '/images/json', {
    query: { all: '1', filters },
  });
  // An image with several names goes by its names first.
  for (const { Id, RepoTags } of images) {
    for (const tag of RepoTags ?? []) await gone(engine, `/images/${tag}`, { force: '1' });
    if ((await gone(engine, `/images/${Id}`, { force: '1' })) || RepoTags?.length) removed.images += 1;
  }
  const networks = await ask<{ Id: string }[]>(door, '/networks', { query: { filters } });
  for (const { Id } of networks) if (await gone(engine, `/networks/${Id}`)) removed.networks += 1;
  const { Volumes } = await ask<{ Volumes: { Name: string }[] | null }>(door, '/volumes', { query: { filters } });
  for (const { Name } of Volumes ?? [])
    if (await gone(engine, `/volumes/${Name}`, { force: '1' })) removed.volumes += 1;
  return removed;
}

/** False when it was gone already, or is in use by somebody else and stays. */
async function gone(engine: FoundEngine, path: string, query: Record<string, string> = {}): Promise<boolean> {
  try {
    await askText(engine.door, path, { method: 'DELETE', query });
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

/** Removes what runners left behind that did not come to their end. Those of other engines are kept for their time. */
export async function sweep(engine: FoundEngine, folder: string): Promise<{ sessions: number; removed: Removed }> {
  const total: Removed = { containers: 0, images: 0, networks: 0, volumes: 0 };
  let sessions = 0;
  for (const file of StateFile.all(folder)) {
    if (file.isLive || file.engine !== addressText(engine.address)) continue;
    add(total, await removeSession(engine, file.session, file.made));
    file.remove();
    sessions += 1;
  }
  return { sessions, removed: total };
}

export function add(total: Removed, more: Removed): void {
  for (const kind of Object.keys(total) as (keyof Removed)[]) total[kind] += more[kind];
}
