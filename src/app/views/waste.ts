import type { ImageLayer } from '../../engine/api/drydock.ts';

export interface Waste {
  readonly bytes: number;
  /** Largest first. */
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

/** Bytes an image carries that nobody can see: all copies of each file minus the one that shows. */
export function wasteOf(layers: readonly ImageLayer[]): Waste {
  const showing = new Map<string, number>();
  const hidden = new Map<string, number>();
  const hide = (path: string) => {
    const bytes = showing.get(path);
    if (bytes === undefined) return;
    showing.delete(path);
    if (bytes > 0) hidden.set(path, (hidden.get(path) ?? 0) + bytes);
  };
  for (const { entries } of layers) {
    for (const { path, change, kind, size } of entries) {
      if (change === 'deleted' && kind === 'directory') {
        for (const below of [...showing.keys()]) if (below.startsWith(`${path}/`)) hide(below);
      }
      if (kind !== 'directory' || change === 'deleted') hide(path);
      if (kind === 'file' && change !== 'deleted') showing.set(path, size);
    }
  }
  const files = [...hidden].map(([path, bytes]) => ({ path, bytes })).sort((a, b) => b.bytes - a.bytes);
  return { bytes: files.reduce((sum, file) => sum + file.bytes, 0), files };
}

/** A copy of a file that a later layer hides. */
export interface HiddenCopy {
  readonly createdBy: string;
  readonly bytes: number;
}

/** For each layer, base first: the paths it changes or deletes, and whose copies that hides. */
export function hiddenBy(layers: readonly ImageLayer[]): ReadonlyMap<string, HiddenCopy>[] {
  const showing = new Map<string, HiddenCopy>();
  return layers.map(({ entries, createdBy }) => {
    const hidden = new Map<string, HiddenCopy>();
    for (const { path, change, kind, size } of entries) {
      const below = showing.get(path);
      if (below) hidden.set(path, below);
      if (change === 'deleted') showing.delete(path);
      else if (kind !== 'directory') showing.set(path, { createdBy, bytes: size });
    }
    return hidden;
  });
}
