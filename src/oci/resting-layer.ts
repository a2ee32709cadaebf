import type { Change, ChangeSet } from '../kernel/fs/types.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Digest } from './image.ts';
import { layerTar } from './layer.ts';

/**
 * A writable layer as it is at one moment. It is named by what is in it, file by file, so that to name it costs what has changed since the
 * last time and not all there is; its tar is written when somebody stores it. The name is no DiffID: nobody outside ever sees it.
 */
export interface RestingLayer {
  readonly name: Digest;
  tar(): Uint8Array;
}

export function restingLayer(changes: ChangeSet, platform: Platform): RestingLayer {
  const hash = platform.sha256();
  hash.update(encoder.encode(changes.map((change) => described(change, platform)).join('\n')));
  return { name: `sha256:${hash.hex()}`, tar: () => layerTar(changes) };
}

const encoder = new TextEncoder();

function described(change: Change, platform: Platform): string {
  if (!('mode' in change)) return JSON.stringify(change);
  const { xattrs, mtime, ...rest } = change;
  const attributes = [...(xattrs ?? [])].map(([name, value]) => [name, ...value]);
  // A tar holds whole seconds.
  const seconds = Math.floor(mtime / 1000);
  if (rest.kind !== 'file') return JSON.stringify([rest, seconds, attributes]);
  const { data, ...file } = rest;
  return JSON.stringify([file, seconds, attributes, contentDigest(data, platform)]);
}

/** Bytes of a file that was handed out are never written to again (FileContent): what they are is known for good. */
const known = new WeakMap<ArrayBufferLike, Map<number, { readonly length: number; readonly digest: string }>>();

function contentDigest(data: Uint8Array, platform: Platform): string {
  if (data.length === 0) return '';
  let places = known.get(data.buffer);
  if (!places) known.set(data.buffer, (places = new Map()));
  const found = places.get(data.byteOffset);
  if (found?.length === data.length) return found.digest;
  const digest = platform.sha256().update(data).hex();
  places.set(data.byteOffset, { length: data.length, digest });
  return digest;
}
