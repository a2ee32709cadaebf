import { nodeAt } from '../../kernel/fs/tree.ts';
import type { Change } from '../../kernel/fs/types.ts';
import { mergedRoot } from '../../oci/assemble.ts';
import type { Image } from '../../oci/image.ts';
import { familiarString } from '../../oci/reference.ts';
import type { ImageLayer } from '../api/drydock.ts';
import type { EngineContext } from '../context.ts';

/** The layers of an image, base first, with what each adds, changes and deletes. */
export function imageLayers(context: EngineContext, image: Image): ImageLayer[] {
  const createdBy = creators(image);
  return image.layers.map((layer, depth) => {
    const below = mergedRoot(image.layers.slice(0, depth));
    return {
      diffId: layer.diffId,
      createdBy: createdBy.get(layer.diffId) ?? '',
      size: layer.size,
      sharedWith: sharers(context, image, layer.diffId),
      entries: layer.changes.map((change) => ({
        path: `/${change.path}`,
        change: changeKind(change, nodeAt(below, change.path) !== undefined),
        kind:
          change.kind === 'hardlink'
            ? 'file'
            : change.kind === 'whiteout'
              ? (nodeAt(below, change.path)?.kind ?? 'file')
              : change.kind,
        size: change.kind === 'file' ? change.size : 0,
      })),
    };
  });
}

/** DiffID → the history line that made it. */
export function creators(image: Image): Map<string, string> {
  const made = image.config.history.filter((entry) => !entry.empty_layer);
  return new Map(image.layers.map((layer, index) => [layer.diffId, made[index]?.created_by ?? '']));
}

function changeKind(change: Change, existed: boolean): 'added' | 'changed' | 'deleted' {
  if (change.kind === 'whiteout') return 'deleted';
  return existed ? 'changed' : 'added';
}

function sharers(context: EngineContext, image: Image, diffId: string): string[] {
  return context.images
    .all()
    .filter((other) => other.image.id !== image.id && other.image.layers.some((layer) => layer.diffId === diffId))
    .map((other) => {
      const [name] = context.images.references(other.image.id).tags;
      return name ? familiarString(name) : other.image.id;
    });
}
