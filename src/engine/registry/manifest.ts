import type { Digest } from '../../oci/image.ts';
import { systemError } from '../errors.ts';
import type { BlobDescriptor, FetchedManifest } from './types.ts';

/** Reads an image manifest; an index is told apart by its `manifests`. */
export function parseManifest(bytes: Uint8Array, contentType: string, digest: Digest): FetchedManifest {
  const parsed = JSON.parse(new TextDecoder().decode(bytes)) as {
    mediaType?: string;
    config?: BlobDescriptor;
    layers?: BlobDescriptor[];
  };
  if (!parsed.config || !parsed.layers)
    throw systemError('drydock: not simulated: image indexes from a registry on the network');
  return { digest, bytes, mediaType: parsed.mediaType ?? contentType, config: parsed.config, layers: parsed.layers };
}
