import { emptyInput } from '../../build/solve/cache-key.ts';
import type { CacheRecord } from '../../build/types.ts';
import { digestOf } from '../../oci/digest.ts';
import { BUILD_PRUNE_FILTERS } from '../api/build-prune.ts';
import type { EngineContext } from '../context.ts';
import { treeSize } from '../files/tree.ts';
import { Filters } from '../http/filters.ts';
import type { Query } from '../http/query.ts';
import { base36Id } from '../ids.ts';
import { pruneUntil } from '../prune-until.ts';
import { rfc3339Nano } from '../time.ts';
import type { CacheMount, LocalSource } from './cache-store.ts';

/** The build cache as `docker system df -v` lists it. */
export function cacheUsage(context: EngineContext) {
  const shared = layersInImages(context);
  const records = [...context.buildCache.records()].map((record) => ({
    ID: base36Id(record.key),
    ...parentsOf(record),
    Type: 'regular',
    Description: record.description,
    InUse: false,
    Shared: record.layer !== undefined && shared.has(record.layer.diffId),
    Size: record.layer?.size ?? 0,
    CreatedAt: rfc3339Nano(record.createdAt),
    LastUsedAt: rfc3339Nano(record.lastUsedAt),
    UsageCount: record.usageCount,
  }));
  const sources = context.buildCache
    .measuredSources()
    .map((source) => mutableRow(context, 'source.local', source, source.size));
  const mounts = [...context.buildCache.mounts.values()].map((mount) =>
    mutableRow(context, 'exec.cachemount', mount, mountSize(context, mount)),
  );
  return [...sources, ...mounts, ...baseRows(context), ...records];
}

function parentsOf({ inputs }: CacheRecord): { Parents?: string[] } {
  const [parent] = inputs.parents;
  return parent && parent !== emptyInput.key ? { Parents: [base36Id(parent)] } : {};
}

/** A base image counts as a record for as long as something is kept that was built on it. */
function baseRows(context: EngineContext) {
  const bases = new Map<string, CacheRecord>();
  for (const record of context.buildCache.records()) {
    const [base] = record.inputs.parents;
    if (base && base !== emptyInput.key && !context.buildCache.get(base)) bases.set(base, record);
  }
  return [...bases].map(([key, { createdAt, lastUsedAt, usageCount }]) => ({
    ID: base36Id(key),
    Type: 'regular',
    Description: 'from local ',
    InUse: false,
    Shared: true,
    Size: 0,
    CreatedAt: rfc3339Nano(createdAt),
    LastUsedAt: rfc3339Nano(lastUsedAt),
    UsageCount: usageCount,
  }));
}

type MutableEntry = Omit<LocalSource, 'size' | 'part'> & Partial<Pick<LocalSource, 'part'>>;

/** What has no content of its own to be named after. */
function mutableRow(context: EngineContext, type: string, entry: MutableEntry, size: number) {
  const { description, createdAt, lastUsedAt, usageCount } = entry;
  return {
    ID: mutableId(context, entry),
    Type: type,
    Description: description,
    InUse: false,
    Shared: false,
    Size: size,
    CreatedAt: rfc3339Nano(createdAt),
    LastUsedAt: rfc3339Nano(lastUsedAt),
    UsageCount: usageCount,
  };
}

function mutableId({ platform }: EngineContext, { part, description, createdAt }: MutableEntry): string {
  return base36Id(digestOf(new TextEncoder().encode(`${part ?? ''}${description}${createdAt}`), platform));
}

function mountSize({ kernel }: EngineContext, { filesystem }: CacheMount): number {
  return treeSize(kernel.createMountNamespace(filesystem).files(), '/');
}

/** `POST /build/prune`: what no image shares, or all of it. */
export function pruneCache(context: EngineContext, query: Query) {
  const filters = new Filters(query, BUILD_PRUNE_FILTERS);
  const until = pruneUntil(filters, context.platform.now());
  const { buildCache } = context;
  const shared = layersInImages(context);
  const all = query.flag('all');
  const keep = query.number('keep-storage') ?? query.number('reserved-space') ?? query.number('max-used-space') ?? 0;
  const types = filters.get('type');
  const wanted = (type: string, lastUsedAt: number) =>
    (types.length === 0 || types.includes(type)) && (until === undefined || lastUsedAt <= until);
  const deleted: string[] = [];
  let space = 0;
  let total = [...buildCache.records()].reduce((sum, record) => sum + (record.layer?.size ?? 0), 0);
  const remove = (id: string, size: number) => {
    deleted.push(id);
    space += size;
    total -= size;
  };
  const oldestFirst = [...buildCache.records()].sort((a, b) => a.lastUsedAt - b.lastUsedAt);
  for (const record of oldestFirst) {
    if (keep > 0 && total <= keep) break;
    if ((!all && isShared(record, shared)) || !wanted('regular', record.lastUsedAt)) continue;
    buildCache.remove(record.key);
    remove(base36Id(record.key), record.layer?.size ?? 0);
  }
  if (keep === 0) {
    for (const source of [...buildCache.sources.values()]) {
      if (!wanted('source.local', source.lastUsedAt)) continue;
      buildCache.sources.delete(source.part);
      remove(mutableId(context, source), source.size);
    }
    for (const [key, mount] of [...buildCache.mounts]) {
      if (!wanted('exec.cachemount', mount.lastUsedAt)) continue;
      buildCache.mounts.delete(key);
      remove(mutableId(context, mount), mountSize(context, mount));
    }
  }
  if (until === undefined && keep === 0 && types.length === 0) {
    buildCache.git.checkouts.clear();
    buildCache.git.fetched.clear();
    if (all) buildCache.forgetImages();
  }
  context.events.emit('builder', 'prune', '', { reclaimed: String(space) });
  return { CachesDeleted: deleted.length > 0 ? deleted : null, SpaceReclaimed: space };
}

function isShared(record: CacheRecord, shared: ReadonlySet<string>): boolean {
  return record.layer !== undefined && shared.has(record.layer.diffId);
}

function layersInImages(context: EngineContext): Set<string> {
  return new Set(context.images.all().flatMap(({ image }) => image.layers.map((layer) => layer.diffId as string)));
}
