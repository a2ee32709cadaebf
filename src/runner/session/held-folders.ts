import { ask } from '../engine/ask.ts';
import { Refused } from '../policy/policy.ts';
import type { Session } from './session.ts';
import { checkFolder, covers, ownContainers } from './workspace-folder.ts';

/**
 * Folders below the workspace that containers with a restart policy have mounted. The engine mounts them again by itself, when nobody
 * looks: so while there is such a container nothing on the way to its folders can become a link, neither by the student's hand nor by
 * another container's.
 */
export class HeldFolders {
  readonly #byContainer = new Map<string, readonly string[]>();

  hold(container: string, folders: readonly string[]): void {
    if (folders.length > 0) this.#byContainer.set(container, folders);
  }

  release(container: string): void {
    this.#byContainer.delete(container);
  }

  /** Refuses a link in the workspace that an engine would follow. */
  checkLink(path: string): void {
    for (const [container, folders] of this.#byContainer)
      if (folders.some((folder) => folder === path || folder.startsWith(`${path}/`)))
        throw new Refused(`a link at ${path}: ${container.slice(0, 12)} has it mounted, and restarts by itself`);
  }

  /** Refuses to start a container that could make such a link. `writable`: what it has mounted, below the workspace. */
  checkWriter(container: string, writable: readonly string[]): void {
    for (const [other, folders] of this.#byContainer)
      for (const folder of folders)
        if (other !== container && writable.some((above) => above === '' || covers(above, folder)))
          throw new Refused(
            `the workspace for writing: ${other.slice(0, 12)} has ${folder} mounted, and restarts by itself. Remove it first, or mount read-only`,
          );
  }
}

/** Before a container with a restart policy may keep its folders. */
export async function checkHold(session: Session, container: string, folders: readonly string[]): Promise<void> {
  for (const folder of folders) await checkFolder(session, folder, container);
  const real = session.policy.workspace?.real;
  for (const { Id, Mounts } of await ownContainers(session)) {
    const writes = Mounts.some(
      ({ Type, RW, Source }) => Type === 'bind' && RW && folders.some((folder) => covers(Source, `${real}/${folder}`)),
    );
    if (!writes) continue;
    if (Id === container)
      throw new Refused(
        `a restart policy with the bind mounts of ${folders.join(', ')} and of what is above, for writing: by the restart they may be links`,
      );
    const { HostConfig } = await ask<Inspect>(session.engine.door, `/containers/${Id}/json`);
    if (!['', 'no', undefined].includes(HostConfig.RestartPolicy?.Name))
      throw new Refused(
        `a restart policy with the bind mount of ${folders.join(', ')}: ${Id.slice(0, 12)} restarts by itself too, and may write above it`,
      );
  }
}

interface Inspect {
  readonly HostConfig: { readonly RestartPolicy?: { readonly Name?: string } };
}
