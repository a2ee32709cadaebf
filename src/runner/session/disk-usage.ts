import { lstatSync, readdirSync } from 'node:fs';
import { ask, find } from '../engine/ask.ts';
import { SafeFolder } from './safe-folder.ts';
import type { Session } from './session.ts';
import { SessionImages } from './session-images.ts';

/** Bytes that a session holds. */
export interface Usage {
  /** Writable layers, by the container's id. */
  readonly layers: ReadonlyMap<string, number>;
  readonly volumes: ReadonlyMap<string, number>;
  readonly workspace: number;
  readonly images: number;
  readonly cache: number;
}

export interface ContainerRow {
  readonly Id: string;
  readonly State: string;
  readonly SizeRw?: number;
  readonly Mounts: readonly {
    readonly Type: string;
    readonly Name?: string;
    readonly Source: string;
    readonly RW: boolean;
  }[];
}

interface DiskUsage {
  readonly Volumes?: readonly {
    readonly Name: string;
    readonly UsageData?: { readonly Size: number } | null;
  }[];
  readonly BuildCache?: readonly { readonly ID: string; readonly Size: number; readonly Shared: boolean }[];
}

export function total({ layers, volumes, workspace, images, cache }: Usage): number {
  const sum = (sizes: Iterable<number>) => [...sizes].reduce((whole, size) => whole + size, 0);
  return sum(layers.values()) + sum(volumes.values()) + workspace + images + cache;
}

/** An engine that is asked for sizes reads whole disks: it is let rest so many times as long as it took. */
const REST = 10;

/** Adds up what a session holds, as far as its engine tells. */
export class DiskMeter {
  readonly #session: Session;
  readonly #images: SessionImages;
  #volumes: ReadonlyMap<string, number> = new Map();
  #volumesNext = 0;

  constructor(session: Session) {
    this.#session = session;
    this.#images = new SessionImages(session);
  }

  /** `anew`: an engine that was asked for the sizes of volumes a moment ago is asked again. */
  async measure(anew: boolean): Promise<{ usage: Usage; containers: readonly ContainerRow[] }> {
    const { engine, policy, label } = this.#session;
    const filters = JSON.stringify({ label: [label] });
    const containers = await ask<ContainerRow[]>(engine.door, '/containers/json', {
      query: { all: '1', size: '1', filters },
    });
    const usage = {
      layers: new Map(containers.map(({ Id, SizeRw = 0 }) => [Id, SizeRw])),
      volumes: await this.#volumeSizes(anew),
      workspace: policy.workspace ? await folderSize(policy.workspace.real) : 0,
      images: await this.#images.size(),
      cache: await this.#cacheSize(),
    };
    return { usage, containers };
  }

  async #volumeSizes(anew: boolean): Promise<ReadonlyMap<string, number>> {
    const began = performance.now();
    if (!anew && began < this.#volumesNext) return this.#volumes;
    const own = await this.#volumeNames();
    const { Volumes } = own.size > 0 ? await this.#df('volume') : {};
    this.#volumesNext = performance.now() + (performance.now() - began) * REST;
    const sizes = (Volumes ?? []).filter(({ Name }) => own.has(Name));
    this.#volumes = new Map(sizes.map(({ Name, UsageData }) => [Name, Math.max(0, UsageData?.Size ?? 0)]));
    return this.#volumes;
  }

  /** Podman tells no labels along with sizes. */
  async #volumeNames(): Promise<ReadonlySet<string>> {
    const { engine, label, volumes } = this.#session;
    const { Volumes } = await ask<{ Volumes: { Name: string }[] | null }>(engine.door, '/volumes', {
      query: { filters: JSON.stringify({ label: [label] }) },
    });
    return new Set([...volumes, ...(Volumes ?? []).map(({ Name }) => Name)]);
  }

  /** What an image shares with the cache is counted as the image's. */
  async #cacheSize(): Promise<number> {
    const { builderRecords } = this.#session;
    if (builderRecords.size === 0) return 0;
    const { BuildCache } = await this.#df('build-cache');
    const own = (BuildCache ?? []).filter(({ ID, Shared }) => builderRecords.has(ID) && !Shared);
    return own.reduce((whole, { Size }) => whole + Size, 0);
  }

  async #df(type: string): Promise<DiskUsage> {
    const { door, api } = this.#session.engine;
    return (await find<DiskUsage>(door, `/v${api}/system/df`, { query: { type } })) ?? {};
  }
}

/** Bytes of the smallest thing on a disk: empty files take room too. */
const LEAST = 4096;
/** Folders between which others get their turn. */
const AT_ONCE = 50;

/** Follows no link: containers write there. */
async function folderSize(root: string): Promise<number> {
  let size = 0;
  let folders = 0;
  const walk = async (folder: SafeFolder): Promise<void> => {
    try {
      if (++folders % AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
      for (const name of readdirSync(folder.self)) {
        const stat = lstatSync(folder.child(name), { throwIfNoEntry: false });
        if (!stat) continue;
        size += Math.max(LEAST, (stat.blocks ?? 0) * 512);
        const inner = stat.isDirectory() ? entered(folder, name) : undefined;
        if (inner) await walk(inner);
      }
    } finally {
      folder.close();
    }
  };
  await walk(SafeFolder.open(root));
  return size;
}

/** Undefined when it is something else by now, or not ours to read. */
function entered(folder: SafeFolder, name: string): SafeFolder | undefined {
  try {
    return folder.enter(name);
  } catch {
    return undefined;
  }
}
