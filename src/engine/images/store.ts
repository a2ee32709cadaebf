import type { Platform } from '../../kernel/platform.ts';
import { imageFromConfigBytes } from '../../oci/assemble.ts';
import type { Digest, Image } from '../../oci/image.ts';
import {
  familiarString,
  InvalidReferenceError,
  parseAny,
  parseNormalized,
  type Reference,
  referenceString,
  repositoryName,
  withDefaultTag,
} from '../../oci/reference.ts';
import { badParameter, notFound } from '../errors.ts';

export interface StoredImage {
  readonly image: Image;
  /** The image it was committed from, or classic-built on. */
  readonly parent?: Digest;
  /** Made by a classic build step: hidden from `docker images` while something builds on it. */
  lastTagged: number | undefined;
}

/** Local images, their names, and the digests registries know them by. Layers are shared by DiffID through the images. */
export class ImageStore {
  #images = new Map<Digest, StoredImage>();
  /** `docker.io/library/busybox:latest` → id. */
  #tags = new Map<string, Digest>();
  /** `docker.io/library/busybox@sha256:…` → id. */
  #digests = new Map<string, Digest>();

  constructor(private readonly platform: Platform) {}

  all(): StoredImage[] {
    return [...this.#images.values()];
  }

  get(id: string): StoredImage | undefined {
    return this.#images.get(id as Digest);
  }

  add(image: Image, options: { parent?: Digest } = {}): StoredImage {
    const known = this.#images.get(image.id);
    if (known) return known;
    const stored: StoredImage = { image: this.#sharing(image), parent: options.parent, lastTagged: undefined };
    this.#images.set(image.id, stored);
    return stored;
  }

  delete(id: Digest): void {
    this.#images.delete(id);
  }

  tag(reference: Reference, id: Digest, now: number): void {
    this.#tags.set(referenceString({ ...reference, digest: undefined }), id);
    const stored = this.#images.get(id);
    if (stored) stored.lastTagged = now;
  }

  addDigest(reference: Reference, digest: Digest, id: Digest): void {
    this.#digests.set(`${repositoryName(reference)}@${digest}`, id);
  }

  untag(reference: Reference): boolean {
    if (reference.digest) return this.#digests.delete(`${repositoryName(reference)}@${reference.digest}`);
    return this.#tags.delete(referenceString(reference));
  }

  tags(): Iterable<readonly [string, Digest]> {
    return this.#tags;
  }

  digests(): Iterable<readonly [string, Digest]> {
    return this.#digests;
  }

  /** References of an image, sorted: tags and digests. */
  references(id: Digest): { tags: Reference[]; digests: Reference[] } {
    const of = (names: Map<string, Digest>) =>
      [...names]
        .filter(([, owner]) => owner === id)
        .map(([name]) => parseNormalized(name))
        .sort((a, b) => (familiarString(a) < familiarString(b) ? -1 : 1));
    return { tags: of(this.#tags), digests: of(this.#digests) };
  }

  byReference(reference: Reference): StoredImage | undefined {
    const id = reference.digest
      ? (this.#digests.get(`${repositoryName(reference)}@${reference.digest}`) ??
        (this.#images.has(reference.digest) ? reference.digest : undefined))
      : this.#tags.get(referenceString(withDefaultTag(reference)));
    return id && this.#images.get(id);
  }

  childrenOf(id: Digest): StoredImage[] {
    return this.all().filter((stored) => stored.parent === id);
  }

  /**
   * What a person wrote: a name, a digest, an id or the beginning of one (moby: ImageService.GetImage). Names win over
   * id prefixes; an ambiguous prefix counts as no such image.
   */
  find(text: string): StoredImage | undefined {
    let reference: Reference;
    try {
      reference = parseAny(text);
    } catch (error) {
      if (error instanceof InvalidReferenceError) throw badParameter(error.message);
      throw error;
    }
    if (reference.domain === '') return this.#images.get(reference.digest as Digest);
    const named = this.byReference(reference);
    if (named) return named;
    if (reference.tag || reference.digest) return undefined;
    return this.#byPrefix(text);
  }

  /** As find; a miss is `No such image: x:latest`. */
  resolve(text: string): StoredImage {
    const found = this.find(text);
    if (!found) throw noSuchImage(text);
    return found;
  }

  /** The same image on the layers that are here already. */
  #sharing(image: Image): Image {
    const here = new Map(this.all().flatMap((stored) => stored.image.layers.map((layer) => [layer.diffId, layer])));
    const layers = image.layers.map((layer) => here.get(layer.diffId) ?? layer);
    if (layers.every((layer, i) => layer === image.layers[i])) return image;
    return imageFromConfigBytes(image.configBytes, layers, this.platform);
  }

  #byPrefix(text: string): StoredImage | undefined {
    const prefix = text.startsWith('sha256:') ? text : `sha256:${text}`;
    if (!/^sha256:[0-9a-f]+$/.test(prefix)) return undefined;
    const matches = this.all().filter(({ image }) => image.id.startsWith(prefix));
    return matches.length === 1 ? matches[0] : undefined;
  }
}

export function noSuchImage(text: string): Error {
  try {
    const reference = parseAny(text);
    if (reference.domain !== '') return notFound(`No such image: ${familiarString(withDefaultTag(reference))}`);
  } catch {
    // Falls through: the text as it was given.
  }
  return notFound(`No such image: ${text}`);
}

/** Names people give: invalid ones are the request's fault. */
export function parseImageName(text: string): Reference {
  try {
    return parseNormalized(text);
  } catch (error) {
    if (error instanceof InvalidReferenceError) throw badParameter(error.message);
    throw error;
  }
}
