/** Archives as `docker save` of Docker 28 writes them: an OCI layout that older Dockers can load too. */
import type { Platform } from '../../kernel/platform.ts';
import { digestOf, encodedPart } from '../digest.ts';
import type { Digest, Image } from '../image.ts';
import { goJson, goMap } from '../json.ts';
import { type Descriptor, indexBytes, MEDIA_TYPES, manifestBytes } from '../manifest.ts';
import { familiarName, familiarString, type Reference, referenceString } from '../reference.ts';
import type { TarEntry } from '../tar/entry.ts';
import { writeTar } from '../tar/writer.ts';
import { legacyLayers } from './legacy.ts';

export interface SavedImage {
  readonly image: Image;
  /** Tagged references to save it under; none when it was named by id. */
  readonly names: readonly Reference[];
}

const encoder = new TextEncoder();

/** The tar `docker save` prints. Throws Docker's `empty export - not implemented` for an image without layers. */
export function writeImageArchive(saved: readonly SavedImage[], platform: Platform): Uint8Array {
  const files = new Map<string, TarEntry>();
  const manifests: Descriptor[] = [];
  const items: object[] = [];
  const repositories: Record<string, Record<string, string>> = {};
  let newest = 0;
  const blob = (digest: Digest, data: Uint8Array, mtime: number) => {
    const path = `blobs/sha256/${encodedPart(digest)}`;
    if (!files.has(path)) files.set(path, fileEntry(path, data, mtime));
    return path;
  };

  for (const { image, names } of saved) {
    if (image.layers.length === 0) throw new Error('empty export - not implemented');
    const created = Math.floor((Date.parse(image.config.created ?? '') || 0) / 1000) * 1000;
    newest = Math.max(newest, created);
    const layers = image.layers.map((layer) => {
      const tar = layer.tar();
      blob(layer.diffId, tar, created);
      return { mediaType: MEDIA_TYPES.oci.layer, digest: layer.diffId, size: tar.length };
    });
    for (const bytes of legacyLayers(image, platform)) blob(digestOf(bytes, platform), bytes, created);
    const config = blob(image.id, image.configBytes, created);
    const manifest = manifestBytes('oci', { digest: image.id, size: image.configBytes.length }, layers);
    const digest = digestOf(manifest, platform);
    blob(digest, manifest, 0);

    const descriptor = { mediaType: MEDIA_TYPES.oci.manifest, digest, size: manifest.length };
    if (names.length === 0) manifests.push(descriptor);
    for (const name of names) {
      const tag = name.tag ?? '';
      const annotations = {
        'io.containerd.image.name': referenceString(name),
        'org.opencontainers.image.ref.name': tag,
      };
      manifests.push({ ...descriptor, annotations });
      (repositories[familiarName(name)] ??= {})[tag] = encodedPart(image.layers.at(-1)!.diffId);
    }
    items.push({
      Config: config,
      RepoTags: names.length === 0 ? null : names.map(familiarString),
      Layers: layers.map((layer) => `blobs/sha256/${encodedPart(layer.digest)}`),
      LayerSources: goMap(Object.fromEntries(layers.map((layer) => [layer.digest, layer]))),
    });
  }

  const tail = [
    fileEntry('index.json', indexBytes('oci', manifests), 0),
    fileEntry('manifest.json', encoder.encode(`${goJson(items)}\n`), 0),
    fileEntry('oci-layout', encoder.encode('{"imageLayoutVersion": "1.0.0"}'), 0),
  ];
  if (Object.keys(repositories).length > 0) {
    const sorted = goMap(Object.fromEntries(Object.entries(repositories).map(([name, tags]) => [name, goMap(tags)])));
    tail.push(fileEntry('repositories', encoder.encode(`${goJson(sorted)}\n`), 0));
  }
  const blobs = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const folders = ['blobs', 'blobs/sha256'].map((path) => folderEntry(path, newest));
  return writeTar([...folders, ...blobs, ...tail]);
}

function fileEntry(path: string, data: Uint8Array, mtime: number): TarEntry {
  return { path, kind: 'file', mode: 0o644, uid: 0, gid: 0, mtime, data };
}

function folderEntry(path: string, mtime: number): TarEntry {
  return { path, kind: 'directory', mode: 0o755, uid: 0, gid: 0, mtime };
}
