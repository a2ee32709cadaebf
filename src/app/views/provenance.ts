import type { ImageLayer, WritableLayer } from '../../engine/api/drydock.ts';

/** Where a file comes from: the layers that have it, the one that shows last. */
export interface FileOrigin {
  readonly path: string;
  readonly kind: string;
  /** Index of the layer it shows from; `layers.length` stands for the writable layer. */
  readonly layer: number;
  readonly size: number;
  /** Layers, lowest first, whose copy cannot be seen any more. */
  readonly hides: readonly { readonly layer: number; readonly size: number }[];
  /** It is gone: a whiteout in `layer` hides it. */
  readonly deleted: boolean;
}

type Entry = ImageLayer['entries'][number];

/** Every path of a stack of layers, base first, with a container's writable layer on top if there is one. */
export function provenance(layers: readonly ImageLayer[], upper?: WritableLayer): ReadonlyMap<string, FileOrigin> {
  const files = new Map<string, FileOrigin>();
  for (const [index, { entries }] of layers.entries()) takeLayer(files, entries, index);
  if (upper) takeLayer(files, upper.entries, layers.length);
  return files;
}

function takeLayer(files: Map<string, FileOrigin>, entries: readonly Entry[], layer: number): void {
  for (const { path, kind, change, size } of entries) {
    if (change === 'deleted') {
      for (const below of [...files.keys()]) if (below.startsWith(`${path}/`)) files.delete(below);
    }
    const known = files.get(path);
    const copies = known && known.kind !== 'directory' && !known.deleted ? [...known.hides, copy(known)] : known?.hides;
    files.set(path, { path, kind, layer, size, hides: copies ?? [], deleted: change === 'deleted' });
  }
}

function copy({ layer, size }: FileOrigin): { layer: number; size: number } {
  return { layer, size };
}

/** What stands in a directory (`''` is the root), directories first, by name. */
export function childrenOf(files: ReadonlyMap<string, FileOrigin>, directory: string): readonly FileOrigin[] {
  const inside = [...files.values()].filter(
    ({ path }) => path.startsWith(`${directory}/`) && !path.slice(directory.length + 1).includes('/'),
  );
  const rank = ({ kind }: FileOrigin) => (kind === 'directory' ? 0 : 1);
  return inside.sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
}
