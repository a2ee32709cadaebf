import { lstatSync } from 'node:fs';
import { ask } from '../engine/ask.ts';
import { Refused } from '../policy/policy.ts';
import type { Session } from './session.ts';

/**
 * Refuses a folder below the workspace that the engine would follow out of it. Engines follow symbolic links in the source
 * of a bind mount, and a container that may write to the workspace could put one there between our look and the engine's:
 * so below the workspace nothing is mounted while such a container runs. `container` is the one about to be started.
 */
export async function checkFolder(session: Session, folder: string, container: string | undefined): Promise<void> {
  const { workspace } = session.policy;
  if (!workspace) throw new Refused('bind mounts on this engine');
  if (folder === '') return;
  let path = workspace.real;
  for (const part of folder.split('/')) {
    path = `${path}/${part}`;
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) break;
    if (!stat.isDirectory() && !stat.isFile()) throw new Refused(`the bind mount of ${folder}: ${part} is a link`);
  }
  const writer = (await ownContainers(session)).find(
    ({ Id, State, Mounts }) =>
      Id !== container &&
      !AT_REST.includes(State) &&
      Mounts.some((mount) => mount.Type === 'bind' && mount.RW && covers(mount.Source, path)),
  );
  if (writer)
    throw new Refused(
      `the bind mount of ${folder}: ${writer.Id.slice(0, 12)} runs and may write above it. Stop it first, or mount the whole workspace`,
    );
}

/** Of the session, in whatever state: Podman knows no state `restarting` to filter by. */
export function ownContainers(session: Session): Promise<Row[]> {
  const filters = JSON.stringify({ label: [session.label] });
  return ask<Row[]>(session.engine.door, '/containers/json', { query: { all: '1', filters } });
}

interface Row {
  readonly Id: string;
  readonly State: string;
  readonly Mounts: readonly { readonly Type: string; readonly Source: string; readonly RW: boolean }[];
}

/** States in which a container has no process that could write, in Docker's words and Podman's. */
const AT_REST = ['created', 'exited', 'dead', 'configured', 'stopped'];

/** Whether whoever has `above` could turn something on the way to `path` into a link. */
export function covers(above: string, path: string): boolean {
  return path.startsWith(`${above}/`);
}
