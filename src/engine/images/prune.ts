import type { DeletedImage } from '../api/images.ts';
import type { EngineContext } from '../context.ts';
import { Filters } from '../http/filters.ts';
import type { Query } from '../http/query.ts';
import { pruneUntil } from '../prune-until.ts';
import { createdAt } from './inspect.ts';
import { containersOf, deleteImage, untag } from './remove.ts';

/** `POST /images/prune`: dangling images, or with `dangling=false` all that no container uses. */
export function pruneImages(context: EngineContext, query: Query) {
  const filters = new Filters(query, ['dangling', 'label', 'label!', 'until']);
  const danglingOnly = filters.boolean('dangling') ?? true;
  const until = pruneUntil(filters, context.platform.now());
  const records: DeletedImage[] = [];
  const before = layerBytes(context);
  for (const stored of context.images.all()) {
    const { image } = stored;
    if (context.images.get(image.id) !== stored || containersOf(context, image.id).length > 0) continue;
    if (context.images.childrenOf(image.id).length > 0) continue;
    if (until !== undefined && createdAt(image) > until) continue;
    const labels = image.config.config.Labels;
    if (!filters.labels(labels) || !filters.labelsExcluded(labels)) continue;
    const { tags, digests } = context.images.references(image.id);
    if (danglingOnly && tags.length > 0) continue;
    for (const name of [...tags, ...digests]) untag(context, stored, name, records);
    deleteImage(context, stored, records, { noPrune: false });
  }
  const space = before - layerBytes(context);
  context.events.emit('image', 'prune', '', { reclaimed: String(space) });
  return { ImagesDeleted: records.length > 0 ? records : null, SpaceReclaimed: space };
}

/** Claimed bytes of all layers that are here, each once; the build cache's count too, for it keeps them. */
export function layerBytes(context: EngineContext): number {
  const layers = new Map<string, number>();
  for (const { image } of context.images.all()) for (const layer of image.layers) layers.set(layer.diffId, layer.size);
  for (const { layer } of context.buildCache.records()) if (layer) layers.set(layer.diffId, layer.size);
  return [...layers.values()].reduce((sum, size) => sum + size, 0);
}
