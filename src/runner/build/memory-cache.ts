import type { BuildCache, CacheRecord, StoredBuild } from '../../build/types.ts';

/** How many past builds an explanation can compare with. */
const KEPT = 50;

/** What is remembered of a session's builds: keys and records, no results. */
export class MemoryCache implements BuildCache {
  readonly #records = new Map<CacheRecord['key'], CacheRecord>();
  readonly #builds: StoredBuild[] = [];

  get(key: CacheRecord['key']): CacheRecord | undefined {
    return this.#records.get(key);
  }

  put(record: CacheRecord): void {
    this.#records.set(record.key, record);
  }

  records(): Iterable<CacheRecord> {
    return this.#records.values();
  }

  useImage(): boolean {
    return false;
  }

  remove(key: CacheRecord['key']): void {
    this.#records.delete(key);
  }

  builds(): readonly StoredBuild[] {
    return this.#builds;
  }

  addBuild(build: StoredBuild): void {
    this.#builds.push(build);
    if (this.#builds.length > KEPT) this.#builds.shift();
  }
}
