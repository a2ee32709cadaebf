import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { StorageReport } from './protocol.ts';

interface Schema extends DBSchema {
  /** One record a computer: everything but its blobs. */
  computers: { key: string; value: { state: unknown; blobs: string[]; goals: unknown } };
  /** Layer tars and the like, immutable, by digest; shared by all computers. */
  blobs: { key: string; value: Uint8Array | Blob };
}

/** Chromium refuses values of 127 MB and more; a Blob it keeps beside the database, whatever its size. */
const LARGE = 64 * 1024 * 1024;
const STORED: StorageReport = { kind: 'stored' };

export interface StoredComputer {
  readonly state: unknown;
  readonly goals: unknown;
  blob(digest: string): Uint8Array | undefined;
}

/** Where computers outlive the page. Goes on in memory, and says so, when the browser gives no storage or no more of it. */
export class Storage {
  readonly #database: IDBPDatabase<Schema> | undefined;
  readonly #name: string;
  #stored = new Set<string>();
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
    const record = await this.#database?.get('computers', this.#name);
    if (!record) return undefined;
    const blobs = new Map<string, Uint8Array>();
    for (const digest of record.blobs) {
      const bytes = await this.#database!.get('blobs', digest);
      if (!bytes) return undefined;
      blobs.set(digest, bytes instanceof Blob ? new Uint8Array(await bytes.arrayBuffer()) : bytes);
    }
    this.#stored = new Set(blobs.keys());
    return { state: record.state, goals: record.goals, blob: (digest) => blobs.get(digest) };
  }

  /** Writes what is new, in one transaction: a page that dies meanwhile leaves the old state whole. */
  async save(state: unknown, goals: unknown, blobs: ReadonlyMap<string, () => Uint8Array>): Promise<void> {
    if (!this.#database || this.#detached) return;
    const fresh = [...blobs]
      .filter(([digest]) => !this.#stored.has(digest))
      .map(([digest, bytes]) => [digest, storable(bytes())] as const);
    try {
      const transaction = this.#database.transaction(['computers', 'blobs'], 'readwrite');
      // A put that throws aborts the transaction before anybody waits for it.
      transaction.done.catch(() => {});
      const writes: Promise<unknown>[] = fresh.map(([digest, value]) =>
        transaction.objectStore('blobs').put(value, digest),
      );
      writes.push(transaction.objectStore('computers').put({ state, goals, blobs: [...blobs.keys()] }, this.#name));
      await Promise.all([...writes, transaction.done]);
      for (const [digest] of fresh) this.#stored.add(digest);
      this.#tell(STORED);
    } catch (error) {
      const { name, message } = error as Error;
      this.#tell({ kind: 'memory', reason: name === 'QuotaExceededError' ? 'full' : 'denied', problem: message });
    }
  }

  /** Forgets this computer, and the blobs no other one needs. */
  async erase(): Promise<void> {
    this.#stored.clear();
    if (!this.#database || this.#detached) return;
    await this.#database.delete('computers', this.#name);
    const needed = new Set((await this.#database.getAll('computers')).flatMap((record) => record.blobs));
    const transaction = this.#database.transaction('blobs', 'readwrite');
    for (const digest of await transaction.store.getAllKeys())
      if (!needed.has(digest)) void transaction.store.delete(digest);
    await transaction.done;
  }

  #tell(report: StorageReport): void {
    if (report.kind === this.#report.kind && report.reason === this.#report.reason) return;
    this.#report = report;
    this.#listener(report);
  }
}

function storable(bytes: Uint8Array): Uint8Array | Blob {
  return bytes.length < LARGE ? bytes : new Blob([bytes as Uint8Array<ArrayBuffer>]);
}
