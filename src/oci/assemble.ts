/** Images from their parts. */
import { applyChangeSet } from '../kernel/fs/apply-change-set.ts';
import { emptyRoot } from '../kernel/fs/tree.ts';
import type { DirectoryNode } from '../kernel/fs/types.ts';
import type { Platform } from '../kernel/platform.ts';
import { configBytes, parseConfig } from './config.ts';
import { digestOf } from './digest.ts';
import type { Digest, Image, ImageConfig, Layer } from './image.ts';

const encoder = new TextEncoder();

/** What a build or a commit decides; the rest of a config follows from the layers. */
export type ConfigDraft = Omit<ImageConfig, 'rootfs'>;

/** A new image of `layers`, bottom first. Its id is the digest of its config as Go would write it. */
export function createImage(draft: ConfigDraft, layers: readonly Layer[], platform: Platform): Image {
  const config: ImageConfig = {
    created: draft.created,
    author: draft.author,
    architecture: draft.architecture,
    variant: draft.variant,
    os: draft.os,
    config: draft.config,
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.diffId) },
    history: draft.history,
  };
  return new LayeredImage(config, configBytes(config), layers, platform);
}

/** The image whose config was stored as `bytes` (kept as they are); `layers` must be the ones it names. */
export function imageFromConfigBytes(bytes: Uint8Array, layers: readonly Layer[], platform: Platform): Image {
  const config = parseConfig(bytes);
  const named = config.rootfs.diff_ids;
  if (named.length !== layers.length) {
    throw new Error(`invalid manifest, layers length mismatch: expected ${named.length}, got ${layers.length}`);
  }
  for (const [i, layer] of layers.entries()) {
    if (layer.diffId !== named[i]) {
      throw new Error(`invalid diffID for layer ${i}: expected "${named[i]}", got "${layer.diffId}"`);
    }
  }
  return new LayeredImage(config, bytes, layers, platform);
}

class LayeredImage implements Image {
  readonly id: Digest;
  readonly config: ImageConfig;
  readonly configBytes: Uint8Array;
  readonly layers: readonly Layer[];

  constructor(config: ImageConfig, bytes: Uint8Array, layers: readonly Layer[], platform: Platform) {
    this.id = digestOf(bytes, platform);
    this.config = config;
    this.configBytes = bytes;
    this.layers = layers;
  }

  get root(): DirectoryNode {
    return mergedRoot(this.layers);
  }
}

/** What each layer makes of each tree it was put on; dies with the layer or the tree. */
const applied = new WeakMap<Layer, WeakMap<DirectoryNode, DirectoryNode>>();

/** The merged tree of `layers`, bottom first; the same object whenever the same layers are asked for. */
export function mergedRoot(layers: readonly Layer[]): DirectoryNode {
  let root = emptyRoot;
  for (const layer of layers) {
    let onto = applied.get(layer);
    if (!onto) applied.set(layer, (onto = new WeakMap()));
    let next = onto.get(root);
    if (!next) onto.set(root, (next = applyChangeSet(root, layer.changes, layer.diffId)));
    root = next;
  }
  return root;
}

/** The ChainIDs of a stack of layers, bottom first (image-spec, config.md). */
export function chainIds(diffIds: readonly Digest[], platform: Platform): Digest[] {
  const chain: Digest[] = [];
  for (const diffId of diffIds) {
    const parent = chain.at(-1);
    chain.push(parent ? digestOf(encoder.encode(`${parent} ${diffId}`), platform) : diffId);
  }
  return chain;
}
