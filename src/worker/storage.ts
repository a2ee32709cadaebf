import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { ComputerState } from '../host/state.ts';
import type { StoredTimeline } from '../host/timeline.ts';
import type { StorageReport } from './protocol.ts';

interface Schema extends DBSchema {
  /** One record a computer, and one for each moment of its timeline (`name@moment`): everything but its blobs. */
  computers: { key: string; value: ComputerRecord };
  /** Layer tars and the like, immutable, by digest; shared by all computers. */
  blobs: { key: string; value: Uint8Array | Blob };
}

interface ComputerRecord {
  state: unknown;
  blobs: string[];
  goals?: unknown;
  timeline?: StoredTimeline;
}

/** Chromium refuses values of 127 MB and more; a Blob it keeps beside the database, whatever its size. */
const LARGE = 64 * 1024 * 1024;
/** A moment that adds more bytes than this can be gone back to in this page only. */
const LARGEST_MOMENT = 16 * 1024 * 1024;
/** Moments that are forgotten by the timeline and not yet by the store. */
const MOST_FORGOTTEN = 20;
const STORED: StorageReport = { kind: 'stored' };

export interface StoredComputer {
  readonly state: unknown;
  readonly goals: unknown;
  /** With moments whose checkpoints can be loaded. */
  readonly timeline: StoredTimeline | undefined;
  blob(digest: string): Uint8Array | undefined;
}

/** A computer, how far its lesson is, and what was done on it. */
export interface ComputerAtRest extends ComputerState {
  readonly goals: unknown;
  readonly timeline: StoredTimeline;
  /** Moment → the computer as it was; of those that are stored already they may be left out. */
  readonly checkpoints: ReadonlyMap<number, ComputerState>;
}

/** Where computers outlive the page. Goes on in memory, and says so, when the browser gives no storage or no more of it. */
export class Storage {
  readonly #database: IDBPDatabase<Schema> | undefined;
  readonly #name: string;
  /** Blobs that records of this computer name: others may be swept away by any page. */
  #stored = new Set<string>();
  /** Moment → what was stored of it; nothing for what an earlier page stored. */
  readonly #moments = new Map<number, ComputerState | undefined>();
  #report: StorageReport;
  #listener: (report: StorageReport) => void = () => {};
  #detached = false;

  private constructor(database: IDBPDatabase<Schema> | undefined, name: string, report: StorageReport) {
    this.#database = database;
    this.#name = name;
    this.#report = report;
  }

  static async open(name: string): Promise<Storage> {
    try {
      const database = await openDB<Schema>('drydock', 1, {
        upgrade(upgrading) {
          upgrading.createObjectStore('computers');
          upgrading.createObjectStore('blobs');
        },
      });
      return new Storage(database, name, STORED);
    } catch (error) {
      return new Storage(undefined, name, { kind: 'memory', reason: 'denied', problem: (error as Error).message });
    }
  }

  report(): StorageReport {
    return this.#report;
  }

  onChanged(listener: (report: StorageReport) => void): void {
    this.#listener = listener;
  }

  /** Nothing is written from now on: another page has this computer. */
  detach(reason: 'elsewhere' | 'taken'): void {
    this.#detached = true;
    this.#tell({ kind: 'memory', reason });
  }

  async load(): Promise<StoredComputer | undefined> {
    const found = await this.#read(this.#name);
    if (!found) return undefined;
    const { record, blobs } = found;
    this.#stored = new Set(blobs.keys());
    for (const key of await this.#database!.getAllKeys('computers', momentsOf(this.#name)))
      this.#moments.set(Number(key.slice(key.lastIndexOf('@') + 1)), undefined);
    const moments = record.timeline?.moments.filter(({ id }) => this.#moments.has(id) || id === record.timeline!.at);
    const timeline = moments && { ...record.timeline!, moments };
    return { state: record.state, goals: record.goals, timeline, blob: (digest) => blobs.get(digest) };
  }

  /** The computer as it was at a moment, when that is stored. */
  async loadMoment(moment: number): Promise<ComputerState | undefined> {
    const found = await this.#read(momentKey(this.#name, moment));
    if (!found) return undefined;
    const blobs = new Map([...found.blobs].map(([digest, bytes]) => [digest, () => bytes]));
    return { state: found.record.state as ComputerState['state'], blobs };
  }

  async #read(key: string): Promise<{ record: ComputerRecord; blobs: Map<string, Uint8Array> } | undefined> {
    const record = await this.#database?.get('computers', key);
    if (!record) return undefined;
    const blobs = new Map<string, Uint8Array>();
    for (const digest of record.blobs) {
      const bytes = await this.#database!.get('blobs', digest);
      if (!bytes) return undefined;
      blobs.set(digest, bytes instanceof Blob ? new Uint8Array(await bytes.arrayBuffer()) : bytes);
    }
    return { record, blobs };
  }

  /** Writes what is new, in one transaction: a page that dies meanwhile leaves the old state whole. */
  async save({ state, blobs, goals, timeline, checkpoints }: ComputerAtRest): Promise<void> {
    if (!this.#database || this.#detached) return;
    const fresh = new Map<string, Uint8Array>();
    for (const [digest, bytes] of blobs) if (!this.#stored.has(digest)) fresh.set(digest, bytes());
    const moments = this.#newMoments(checkpoints, fresh);
    const forgotten = [...this.#moments.keys()].filter((id) => !timeline.moments.some((moment) => moment.id === id));
    const sweeps = forgotten.length > MOST_FORGOTTEN;
    try {
      const transaction = this.#database.transaction(['computers', 'blobs'], 'readwrite');
      // A put that throws aborts the transaction before anybody waits for it.
      transaction.done.catch(() => {});
      const computers = transaction.objectStore('computers');
      const store = transaction.objectStore('blobs');
      const writes: Promise<unknown>[] = [...fresh].map(([digest, bytes]) => store.put(storable(bytes), digest));
      writes.push(computers.put({ state, goals, timeline, blobs: [...blobs.keys()] }, this.#name));
      for (const [id, then] of moments)
        writes.push(computers.put({ state: then.state, blobs: [...then.blobs.keys()] }, momentKey(this.#name, id)));
      if (sweeps) {
        for (const id of forgotten) writes.push(computers.delete(momentKey(this.#name, id)));
        writes.push(sweep(await computers.getAll(), store));
      }
      await Promise.all([...writes, transaction.done]);
      for (const [id, then] of moments) this.#moments.set(id, then);
      if (sweeps) for (const id of forgotten) this.#moments.delete(id);
      const named = [...this.#moments.values()].flatMap((then) => [...(then?.blobs.keys() ?? [])]);
      this.#stored = new Set([...blobs.keys(), ...named]);
      this.#tell(STORED);
    } catch (error) {
      const { name, message } = error as Error;
      this.#tell({ kind: 'memory', reason: name === 'QuotaExceededError' ? 'full' : 'denied', problem: message });
    }
  }

  /** Moments that are not stored as they are now; their blobs are added to `fresh`. */
  #newMoments(
    checkpoints: ReadonlyMap<number, ComputerState>,
    fresh: Map<string, Uint8Array>,
  ): [number, ComputerState][] {
    const moments: [number, ComputerState][] = [];
    for (const [id, then] of checkpoints) {
      if (this.#moments.get(id) === then) continue;
      const lacking = [...then.blobs].filter(([digest]) => !this.#stored.has(digest) && !fresh.has(digest));
      const made = lacking.map(([digest, bytes]) => [digest, bytes()] as const);
      if (made.reduce((sum, [, bytes]) => sum + bytes.length, 0) > LARGEST_MOMENT) continue;
      for (const [digest, bytes] of made) fresh.set(digest, bytes);
      moments.push([id, then]);
    }
    return moments;
  }

  /** Forgets this computer and its timeline, and the blobs no other one needs. */
  async erase(): Promise<void> {
    this.#stored.clear();
    this.#moments.clear();
    if (!this.#database || this.#detached) return;
    const transaction = this.#database.transaction(['computers', 'blobs'], 'readwrite');
    const computers = transaction.objectStore('computers');
    void computers.delete(this.#name);
    void computers.delete(momentsOf(this.#name));
    await sweep(await computers.getAll(), transaction.objectStore('blobs'));
    await transaction.done;
  }

  #tell(report: StorageReport): void {
    if (report.kind === this.#report.kind && report.reason === this.#report.reason) return;
    this.#report = report;
    this.#listener(report);
  }
}

/** Deletes the blobs that no record names. */
async function sweep(
  records: readonly ComputerRecord[],
  blobs: { getAllKeys(): Promise<string[]>; delete(digest: string): Promise<void> },
): Promise<void> {
  const needed = new Set(records.flatMap((record) => record.blobs));
  for (const digest of await blobs.getAllKeys()) if (!needed.has(digest)) void blobs.delete(digest);
}

function momentKey(name: string, moment: number): string {
  return `${name}@${moment}`;
}

function momentsOf(name: string): IDBKeyRange {
  return IDBKeyRange.bound(`${name}@`, `${name}@~`);
}

function storable(bytes: Uint8Array): Uint8Array | Blob {
  return bytes.length < LARGE ? bytes : new Blob([bytes as Uint8Array<ArrayBuffer>]);
}
