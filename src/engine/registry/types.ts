import type { Digest, Image } from '../../oci/image.ts';
import type { Reference } from '../../oci/reference.ts';

/** One blob as a registry names it. */
export interface BlobDescriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
}

/** A manifest with what is needed to fetch the rest. */
export interface FetchedManifest {
  readonly digest: Digest;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly config: BlobDescriptor;
  readonly layers: readonly BlobDescriptor[];
  /** The image itself, where the registry holds it in memory: saves unpacking its blobs. */
  readonly image?: Image;
}

/** What pull and push need of one registry. Failures carry the daemon's words. */
export interface Registry {
  /** Tag or digest of `reference` → manifest for this machine's platform. */
  manifest(reference: Reference): Promise<FetchedManifest>;
  blob(reference: Reference, descriptor: BlobDescriptor, onProgress: (current: number) => void): Promise<Uint8Array>;
  hasBlob(reference: Reference, digest: Digest): Promise<boolean>;
  /** Takes a blob over from another of its repositories, if it lets one. */
  mountBlob(reference: Reference, digest: Digest, from: string): Promise<boolean>;
  pushBlob(
    reference: Reference,
    digest: Digest,
    bytes: Uint8Array,
    onProgress: (current: number) => void,
  ): Promise<void>;
  pushManifest(reference: Reference, bytes: Uint8Array, mediaType: string): Promise<void>;
  /** The tags of a repository, sorted. */
  tags(reference: Reference): Promise<readonly string[]>;
  /** Shows who one is. Registries that ask nobody let everybody in. */
  login(): Promise<void>;
  /** All it has, as one would write them (`alpine:3.20`), where that is known. */
  names?(): Promise<string[]>;
}

/** Which registry answers for a domain (`docker.io`, `localhost:5000`). */
export interface RegistryDirectory {
  find(domain: string): Registry;
}
