import type { CacheRecord } from '../../build/types.ts';
import { digestOf } from '../../oci/digest.ts';
import type { EngineContext } from '../context.ts';
import { Filters } from '../http/filters.ts';
import type { Query } from '../http/query.ts';
import { base36Id } from '../ids.ts';
import { pruneUntil } from '../prune-until.ts';
import { rfc3339Nano } from '../time.ts';
import type { LocalSource } from './cache-store.ts';

/** The build cache as `docker system df -v` lists it. */
export function cacheUsage(context: EngineContext) {
  const shared = layersInImages(context);
  const records = [...context.buildCache.records()].map((record) => ({
    ID: base36Id(record.key),
    ...(record.inputs.parents[0] && context.buildCache.get(record.inputs.parents[0])
      ? { Parents: [base36Id(record.inputs.parents[0])] }
      : {}),
    Type: 'regular',
    Description: record.description,
    InUse: false,
    Shared: record.layer !== undefined && shared.has(record.layer.diffId),
    Size: record.layer?.size ?? 0,
    CreatedAt: rfc3339Nano(record.createdAt),
    LastUsedAt: rfc3339Nano(record.lastUsedAt),
    UsageCount: record.usageCount,
  }));
  const sources = [...context.buildCache.sources.values()].map((source) => ({
    ID: sourceId(context, source),
    Type: 'source.local',
    Description: source.description,
    InUse: false,
    Shared: false,
    Size: source.size,
    CreatedAt: rfc3339Nano(source.createdAt),
    LastUsedAt: rfc3339Nano(source.lastUsedAt),
    UsageCount: source.usageCount,
  }));
  return [...sources, ...records];
}

function sourceId(context: EngineContext, source: LocalSource): string {
  return base36Id(digestOf(new TextEncoder().encode(`${source.description}${source.createdAt}`), context.platform));
}

/** `POST /build/prune`: what no image shares, or all of it. */
export function pruneCache(context: EngineContext, query: Query) {
  const filters = new Filters(query, [
    'until',
    'id',
    'parent',
    'type',
    'description',
    'inuse',
    'shared',
    'private',
    'unused-for',
    // Sent by `docker system prune --filter label=…`; records of the cache have none and BuildKit does not look.
    'label',
    'label!',
  ]);
  const until = pruneUntil(filters, context.platform.now());
  const shared = layersInImages(context);
  const all = query.flag('all');
  const keep = query.number('keep-storage') ?? query.number('reserved-space') ?? 0;
  const deleted: string[] = [];
  let space = 0;
  let total = [...context.buildCache.records()].reduce((sum, record) => sum + (record.layer?.size ?? 0), 0);
  const oldestFirst = [...context.buildCache.records()].sort((a, b) => a.lastUsedAt - b.lastUsedAt);
  for (const record of oldestFirst) {
    if (keep > 0 && total <= keep) break;
    if (!all && isShared(record, shared)) continue;
    if (until !== undefined && record.lastUsedAt > until) continue;
    context.buildCache.remove(record.key);
    deleted.push(base36Id(record.key));
    space += record.layer?.size ?? 0;
    total -= record.layer?.size ?? 0;
  }
  for (const source of [...context.buildCache.sources.values()]) {
    if (keep > 0 || (until !== undefined && source.lastUsedAt > until)) continue;
    context.buildCache.sources.delete(source.description);
    deleted.push(sourceId(context, source));
    space += source.size;
  }
  if (until === undefined && keep === 0) {
    context.buildCache.mounts.clear();
    context.buildCache.git.checkouts.clear();
    context.buildCache.git.fetched.clear();
    if (all) context.buildCache.bases.clear();
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
