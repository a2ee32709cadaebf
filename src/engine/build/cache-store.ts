import type { BuildCache, CacheRecord, StoredBuild } from '../../build/types.ts';
import type { Filesystem } from '../../kernel/fs/types.ts';
import type { Digest } from '../../oci/image.ts';

/** How many past builds explain can compare with. */
const KEPT_BUILDS = 50;

/** The builder's cache: records by key, cache mounts by id, and what past builds were made of. */
export class BuildCacheStore implements BuildCache {
  #records = new Map<Digest, CacheRecord>();
  #builds: StoredBuild[] = [];
  /** `RUN --mount=type=cache` by id. */
  readonly mounts = new Map<string, Filesystem>();

  get(key: Digest): CacheRecord | undefined {
    return this.#records.get(key);
  }

  put(record: CacheRecord): void {
    this.#records.set(record.key, record);
  }

  records(): Iterable<CacheRecord> {
    return this.#records.values();
  }

  remove(key: Digest): void {
    this.#records.delete(key);
  }

  builds(): readonly StoredBuild[] {
    return this.#builds;
  }

  addBuild(build: StoredBuild): void {
    this.#builds.push(build);
    if (this.#builds.length > KEPT_BUILDS) this.#builds.shift();
  }
}
