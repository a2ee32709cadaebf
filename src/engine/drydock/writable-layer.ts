import type { Image } from '../../oci/image.ts';
import type { WritableLayer } from '../api/drydock.ts';
import type { Container } from '../containers/container.ts';
import type { EngineContext } from '../context.ts';
import { creators } from './image-layers.ts';

/** A container's writable layer, and for each entry which image layer's file it hides. */
export function writableLayer(context: EngineContext, container: Container): WritableLayer {
  const image: Image | undefined = context.images.get(container.imageId)?.image;
  const createdBy = image ? creators(image) : new Map<string, string>();
  return {
    size: container.overlay.upperSize(),
    entries: container.overlay.upper().map(({ path, change, kind, size, hides }) => ({
      path,
      change,
      kind,
      size,
      ...(hides ? { hides: { layer: hides, createdBy: createdBy.get(hides) ?? '' } } : {}),
    })),
  };
}
