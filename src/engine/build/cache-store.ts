import type { BuildCache, CacheRecord, GitSources, ResolvedImage, StoredBuild } from '../../build/types.ts';
import type { DirectoryNode, OverlayFilesystem } from '../../kernel/fs/types.ts';
import type { Digest, Image } from '../../oci/image.ts';
import { gitRemote } from '../git/hosts.ts';
import { sharingWith } from './known-context.ts';

/** How many past builds explain can compare with. */
const KEPT_BUILDS = 50;

/** The ignore file is asked for of the context, but by itself: a record of its own, under the same description. */
type SentPart = 'dockerfile' | 'ignore file' | 'context';

/** A `source.local` record. */
export interface LocalSource {
  readonly part: SentPart;
  readonly description: string;
  readonly size: number;
  /** Somebody has asked for its size: BuildKit measures once, whatever is sent afterwards. */
  readonly isMeasured?: boolean;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly usageCount: number;
}

/** What a cache mount holds, and who began it. */
export interface CacheMount extends Omit<LocalSource, 'size' | 'part'> {
  readonly filesystem: OverlayFilesystem;
  /** It began empty, and not as a copy of a tree. */
  readonly beganEmpty: boolean;
}

/** The builder's cache: records by key, cache mounts by id, and what past builds were made of. */
export class BuildCacheStore implements BuildCache {
  #records = new Map<Digest, CacheRecord>();
  #builds: StoredBuild[] = [];
  readonly #usedImages = new Set<Digest>();
  /** `RUN --mount=type=cache` by id. */
  readonly mounts = new Map<string, CacheMount>();
  /** Those a step has now. */
  readonly mountsInUse = new Set<string>();

  /** Base images the builder fetched for itself, by reference: the daemon's image store does not know them. */
  readonly bases = new Map<string, ResolvedImage>();

  /** Images that were deleted while steps of the cache are built on them: their layers are still here. */
  readonly held = new Set<Image>();

  /** Repositories, and what builds have fetched of them. */
  readonly git: GitSources = { remote: gitRemote, checkouts: new Map(), fetched: new Map() };

  /** What builds were sent: BuildKit keeps the Dockerfile and the context too, one record each. */
  readonly sources = new Map<SentPart, LocalSource>();

  /** Notes that a build was sent `size` bytes as `description`. */
  received(part: SentPart, size: number, now: number): void {
    const known = this.sources.get(part);
    this.sources.set(part, {
      part,
      description: part === 'dockerfile' ? 'local source for dockerfile' : 'local source for context',
      ...(known?.isMeasured ? { size: known.size, isMeasured: true } : { size }),
      createdAt: known?.createdAt ?? now,
      lastUsedAt: now,
      usageCount: (known?.usageCount ?? 0) + 1,
    });
  }

  measuredSources(): LocalSource[] {
    for (const [part, source] of this.sources) this.sources.set(part, { ...source, isMeasured: true });
    return [...this.sources.values()];
  }

  #lastContext: DirectoryNode | undefined;

  /** The context as it was sent, made of what the last one has in common with it. */
  contextLike(sent: DirectoryNode): DirectoryNode {
    this.#lastContext = sharingWith(this.#lastContext, sent);
    return this.#lastContext;
  }

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

  useImage(key: Digest): boolean {
    const known = this.#usedImages.has(key);
    this.#usedImages.add(key);
    return known;
  }

  forgetImages(): void {
    this.bases.clear();
    this.held.clear();
    this.#usedImages.clear();
  }

  builds(): readonly StoredBuild[] {
    return this.#builds;
  }

  addBuild(build: StoredBuild): void {
    this.#builds.push(build);
    if (this.#builds.length > KEPT_BUILDS) this.#builds.shift();
  }
}
