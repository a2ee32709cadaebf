import { baseKey } from '../../build/solve/cache-key.ts';
import { chainIds } from '../../oci/assemble.ts';
import type { Digest } from '../../oci/image.ts';
import { createLayer } from '../../oci/layer.ts';
import { familiarString, parseAny, type Reference } from '../../oci/reference.ts';
import type { DeletedImage } from '../api/images.ts';
import type { EngineContext } from '../context.ts';
import { conflict } from '../errors.ts';
import { shortId } from '../ids.ts';
import { imageEvent } from './events.ts';
import type { StoredImage } from './store.ts';

/** `DELETE /images/{name}` (moby: daemon/images/image_delete.go): untags, and deletes what no name and no container holds. */
export function removeImage(
  context: EngineContext,
  text: string,
  options: { force: boolean; noPrune: boolean },
): DeletedImage[] {
  const stored = context.images.resolve(text);
  const { id } = stored.image;
  const records: DeletedImage[] = [];
  const byName = !isIdOf(text, id);
  const { tags, digests } = context.images.references(id);
  if (byName) {
    const reference = referenceOf(text);
    const users = containersOf(context, id);
    const lastName = tags.length + digests.length === 1 || (tags.length === 1 && !reference.digest);
    if (lastName && users.length > 0 && !options.force) {
      const user = users[0]!;
      throw conflict(
        `conflict: unable to remove repository reference ${JSON.stringify(text)} (must force) - container ${shortId(user.id)} is using its referenced image ${shortId(id)}`,
      );
    }
    untag(context, stored, reference, records);
    const left = context.images.references(id);
    const ofRepository = (name: Reference) => name.path === reference.path && name.domain === reference.domain;
    // Digests of the same repository go with its last tag.
    if (!left.tags.some(ofRepository)) {
      for (const digest of left.digests.filter(ofRepository)) untag(context, stored, digest, records);
    }
    if (left.tags.length > 0 || !left.digests.every(ofRepository)) return records;
    // Forced, a stopped container loses its image; a running one never does.
    if (users.some((user) => user.running || !options.force)) return records;
  } else {
    const repositories = new Set([...tags, ...digests].map((name) => `${name.domain}/${name.path}`));
    if (repositories.size > 1 && !options.force) {
      throw conflict(
        `conflict: unable to delete ${shortId(id)} (must be forced) - image is referenced in multiple repositories`,
      );
    }
    refuseIfUsed(context, stored, options.force);
    for (const name of [...tags, ...digests]) untag(context, stored, name, records);
  }
  if (byName && context.images.childrenOf(id).length > 0) return records;
  deleteImage(context, stored, records, options);
  return records;
}

/** Removes an image no name holds, then its unnamed parents. */
export function deleteImage(
  context: EngineContext,
  stored: StoredImage,
  records: DeletedImage[],
  options: { noPrune: boolean },
): void {
  const { images } = context;
  const { id } = stored.image;
  if (images.childrenOf(id).length > 0) {
    throw conflict(`conflict: unable to delete ${shortId(id)} (cannot be forced) - image has dependent child images`);
  }
  images.delete(id);
  records.push({ Deleted: id });
  imageEvent(context, 'delete', id);
  // A stopped container holds its layers, be its image gone.
  const held = containersOf(context, id).length > 0;
  const orphaned = held ? [] : orphanedChains(context, stored);
  for (const chain of orphaned) records.push({ Deleted: chain });
  if (orphaned.length < stored.image.layers.length && isBuiltOn(context, stored))
    context.buildCache.held.add(stored.image);
  if (options.noPrune || !stored.parent) return;
  const parent = images.get(stored.parent);
  if (!parent) return;
  const { tags, digests } = images.references(parent.image.id);
  const used = tags.length + digests.length > 0 || containersOf(context, parent.image.id).length > 0;
  if (!used && images.childrenOf(parent.image.id).length === 0) deleteImage(context, parent, records, options);
}

export function untag(
  context: EngineContext,
  stored: StoredImage,
  reference: Reference,
  records: DeletedImage[],
): void {
  context.images.untag(reference);
  records.push({ Untagged: familiarString(reference) });
  // Named by its id, unlike 'tag': moby logs what is left.
  imageEvent(context, 'untag', stored.image.id);
}

export function containersOf(context: EngineContext, id: string) {
  return context.containers.all().filter((container) => container.imageId === id);
}

function refuseIfUsed(context: EngineContext, stored: StoredImage, force: boolean): void {
  const { id } = stored.image;
  const running = containersOf(context, id).find((container) => container.running);
  if (running) {
    throw conflict(
      `conflict: unable to delete ${shortId(id)} (cannot be forced) - image is being used by running container ${shortId(running.id)}`,
    );
  }
  const stopped = containersOf(context, id)[0];
  if (stopped && !force) {
    throw conflict(
      `conflict: unable to delete ${shortId(id)} (must be forced) - image is being used by stopped container ${shortId(stopped.id)}`,
    );
  }
}

/** Layer chains nothing local has any more, top first: what `docker rmi` lists after the image's id. */
function orphanedChains(context: EngineContext, stored: StoredImage): Digest[] {
  const kept = new Set<string>();
  for (const other of context.images.all()) {
    for (const chain of chainIds(other.image.config.rootfs.diff_ids, context.platform)) kept.add(chain);
  }
  for (const record of context.buildCache.records()) if (record.layer) kept.add(record.layer.diffId);
  // A step that changed nothing is an empty layer in images.
  const empty = createLayer([], context.platform).diffId;
  const cached = new Set([...context.buildCache.records()].map((record) => record.layer?.diffId ?? empty));
  const ids = stored.image.config.rootfs.diff_ids;
  const chains = chainIds(ids, context.platform);
  const isBase = basesOf(context);
  return chains
    .filter(
      (chain, depth) =>
        !kept.has(chain) && !ids.slice(depth).some((diffId) => cached.has(diffId)) && !chains.slice(depth).some(isBase),
    )
    .reverse();
}

/** The cache holds what its steps were built on, too. */
function basesOf(context: EngineContext): (chain: Digest) => boolean {
  const builtOn = new Set([...context.buildCache.records()].map((record) => record.inputs.parents[0]));
  return (chain) => builtOn.has(baseKey(chain, context.platform).key);
}

function isBuiltOn(context: EngineContext, { image }: StoredImage): boolean {
  return chainIds(image.config.rootfs.diff_ids, context.platform).some(basesOf(context));
}

function isIdOf(text: string, id: string): boolean {
  const bare = text.replace(/^sha256:/, '');
  return /^[0-9a-f]+$/.test(bare) && id.slice('sha256:'.length).startsWith(bare);
}

function referenceOf(text: string): Reference {
  const reference = parseAny(text);
  return reference.digest || reference.tag
    ? { ...reference, ...(reference.digest ? { tag: undefined } : {}) }
    : { ...reference, tag: 'latest' };
}
