import { cacheUsage } from '../build/cache-usage.ts';
import { summaryOf } from '../containers/list.ts';
import type { EngineContext } from '../context.ts';
import { badParameter } from '../errors.ts';
import { summarize } from '../images/inspect.ts';

const TYPES = ['container', 'image', 'volume', 'build-cache'];

/** `GET /system/df`. */
export function diskUsage(context: EngineContext, types: readonly string[]) {
  for (const type of types) if (!TYPES.includes(type)) throw badParameter(`unknown object type: ${type}`);
  const wants = (type: string) => types.length === 0 || types.includes(type);
  const layers = new Map<string, number>();
  for (const { image } of context.images.all()) for (const layer of image.layers) layers.set(layer.diffId, layer.size);
  return {
    LayersSize: wants('image') ? [...layers.values()].reduce((sum, size) => sum + size, 0) : 0,
    Images: wants('image')
      ? context.images.all().map((stored) => summarize(context, stored, { sharedSize: true }))
      : null,
    Containers: wants('container')
      ? context.containers
          .all()
          .sort((a, b) => b.created - a.created)
          .map((container) => summaryOf(context, container, true))
      : null,
    Volumes: wants('volume')
      ? context.volumes.all().map((volume) => ({
          ...volume,
          UsageData: { RefCount: context.volumes.users(volume.Name).length, Size: context.volumes.size(volume.Name) },
        }))
      : null,
    BuildCache: wants('build-cache') ? cacheUsage(context) : null,
  };
}
