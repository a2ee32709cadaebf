import type { Digest } from '../../oci/image.ts';
import { familiarString } from '../../oci/reference.ts';
import type { ImageHistoryRow } from '../api/images.ts';
import type { EngineContext } from '../context.ts';
import type { StoredImage } from './store.ts';

/** `GET /images/{name}/history`, newest first. */
export function imageHistory(context: EngineContext, stored: StoredImage): ImageHistoryRow[] {
  const { image } = stored;
  const rows: ImageHistoryRow[] = [];
  let layer = 0;
  for (const entry of image.config.history) {
    const Size = entry.empty_layer ? 0 : (image.layers[layer++]?.size ?? 0);
    rows.unshift({
      Comment: entry.comment ?? '',
      Created: Math.floor((Date.parse(entry.created ?? '') || 0) / 1000),
      CreatedBy: entry.created_by ?? '',
      Id: '<missing>',
      Size,
      Tags: null,
    });
  }
  // Images this one was committed from stand at the row they ended with.
  let at: StoredImage | undefined = stored;
  while (at) {
    const row = rows[rows.length - at.image.config.history.length];
    if (row) {
      row.Id = at.image.id;
      const tags = context.images.references(at.image.id as Digest).tags.map(familiarString);
      row.Tags = tags.length > 0 ? tags : null;
    }
    at = at.parent ? context.images.get(at.parent) : undefined;
  }
  return rows;
}
