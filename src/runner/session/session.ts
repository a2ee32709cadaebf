import type { FoundEngine } from '../engine/find.ts';
import { type Policy, SESSION_LABEL } from '../policy/policy.ts';
import { Endings } from './endings.ts';
import { HeldFolders } from './held-folders.ts';
import { Looks } from './looks.ts';
import { Room } from './room.ts';
import type { StateFile } from './state-file.ts';

/**
 * One student at one engine. What can carry the session's label is known by it; the rest (pulled and loaded images, tags,
 * anonymous volumes) is written down here and in a file that outlives the runner.
 */
export class Session {
  readonly engine: FoundEngine;
  readonly policy: Policy;
  readonly #file: StateFile;
  /** Ids of images that came by pull, load or import and were not here before. */
  readonly images: Set<string>;
  /** References the session made or moved. */
  readonly tags: Set<string>;
  /** References of images that were here before, once used. They are shown, and never removed. */
  readonly borrowed = new Set<string>();
  readonly networks: Set<string>;
  readonly volumes: Set<string>;
  readonly builderRecords: Set<string>;
  /** Ids of containers and execs known to be ours: ids never come again. */
  readonly known = new Set<string>();
  readonly looks = new Looks();
  readonly endings = new Endings();
  readonly room: Room;
  /** Images and volumes that had the label when they were last seen: an event of their end tells no labels. */
  readonly seen = { images: new Set<string>(), volumes: new Set<string>() };
  /** A container has had the workspace mounted: it may change there. */
  mountsWorkspace = false;
  /** Resolves when it is over: streams end then. */
  readonly over: Promise<void>;
  readonly held = new HeldFolders();
  #mounting: Promise<unknown> = Promise.resolve();
  finish: () => void = () => {};

  constructor(engine: FoundEngine, policy: Policy, file: StateFile) {
    this.engine = engine;
    this.policy = policy;
    this.#file = file;
    this.room = new Room(this);
    this.over = new Promise((resolve) => {
      this.finish = resolve;
    });
    const { images, tags, networks, volumes, builderRecords } = file.made;
    this.images = new Set(images);
    this.tags = new Set(tags);
    this.networks = new Set(networks);
    this.volumes = new Set(volumes);
    this.builderRecords = new Set(builderRecords);
  }

  get id(): string {
    return this.policy.session;
  }

  /** As a value of `label` in the engine's filters. */
  get label(): string {
    return `${SESSION_LABEL}=${this.id}`;
  }

  owns(labels: Readonly<Record<string, string>> | null | undefined): boolean {
    return labels?.[SESSION_LABEL] === this.id;
  }

  /**
   * One after another: what looks at the workspace before an engine mounts from it, and what changes it. Between the look and the mount
   * nothing there may become a link.
   */
  exclusively<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#mounting.then(act, act);
    this.#mounting = turn.catch(() => {});
    return turn;
  }

  /** Notes what carries no label, on disk before anybody hears of it: a runner that is killed must leave nothing behind. */
  note(kind: 'images' | 'tags' | 'networks' | 'volumes' | 'builderRecords', name: string): void {
    if (this[kind].has(name)) return;
    this[kind].add(name);
    this.#save();
  }

  forget(kind: 'images' | 'tags' | 'networks' | 'volumes', name: string): void {
    if (this[kind].delete(name)) this.#save();
  }

  #save(): void {
    const { images, tags, networks, volumes, builderRecords } = this;
    this.#file.write({
      images: [...images],
      tags: [...tags],
      networks: [...networks],
      volumes: [...volumes],
      builderRecords: [...builderRecords],
    });
  }
}
