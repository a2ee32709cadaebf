/** Manifests and indexes, OCI's and Docker's (schema 2), as Go writes them. */
import type { Digest } from './image.ts';
import { goJsonBytes, goMap, omitEmpty } from './json.ts';

/** `oci`: image-spec media types; `docker`: manifest v2 schema 2 and manifest list. */
export type ManifestFormat = 'oci' | 'docker';

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly urls?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: PlatformDescription;
}

export interface PlatformDescription {
  readonly architecture: string;
  readonly os: string;
  readonly 'os.version'?: string;
  readonly variant?: string;
}

export interface Manifest {
  readonly schemaVersion: 2;
  readonly mediaType?: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Index {
  readonly schemaVersion: 2;
  readonly mediaType?: string;
  readonly manifests: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

export const MEDIA_TYPES = {
  oci: {
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    index: 'application/vnd.oci.image.index.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar',
    layerGzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
  docker: {
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar',
    layerGzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
} as const;

/** A manifest of `config` and `layers`. */
export function manifestBytes(
  format: ManifestFormat,
  config: Omit<Descriptor, 'mediaType'>,
  layers: readonly Descriptor[],
  annotations?: Readonly<Record<string, string>>,
): Uint8Array {
  const types = MEDIA_TYPES[format];
  return goJsonBytes({
    schemaVersion: 2,
    mediaType: types.manifest,
    config: descriptorJson({ mediaType: types.config, ...config }),
    layers: layers.map(descriptorJson),
    annotations: annotations && omitEmpty(goMap(annotations)),
  });
}

/** An index (Docker: manifest list) of `manifests`. */
export function indexBytes(format: ManifestFormat, manifests: readonly Descriptor[]): Uint8Array {
  return goJsonBytes({
    schemaVersion: 2,
    mediaType: MEDIA_TYPES[format].index,
    manifests: manifests.map(descriptorJson),
  });
}

function descriptorJson(descriptor: Descriptor): Descriptor {
  const { mediaType, digest, size, urls, annotations, platform } = descriptor;
  return { mediaType, digest, size, urls, annotations: annotations && omitEmpty(goMap(annotations)), platform };
}
