/** Reads what `docker save` (new and old), Podman, skopeo and BuildKit write: manifest.json or an OCI layout. */
import type { Platform } from '../../kernel/platform.ts';
import { imageFromConfigBytes } from '../assemble.ts';
import { parseConfig } from '../config.ts';
import type { Image, Layer } from '../image.ts';
import type { Descriptor, Index, Manifest } from '../manifest.ts';
import { decompress, layerInSteps } from '../received-layer.ts';
import { familiarString, parseNormalized } from '../reference.ts';
import { validate } from '../schema.ts';
import { atOnce, type Steps } from '../steps.ts';
import { type TarEntry, TarError } from '../tar/entry.ts';
import { readTar } from '../tar/reader.ts';

export interface LoadedImage {
  readonly image: Image;
  /** As the archive has them: `busybox:latest`. */
  readonly names: readonly string[];
}

interface ManifestItem {
  readonly Config: string;
  readonly RepoTags: readonly string[] | null;
  readonly Layers: readonly string[] | null;
}

const decoder = new TextDecoder('utf-8');

/** The images of an archive in its order. Throws with Docker's words where it has some. */
export function readImageArchive(bytes: Uint8Array, platform: Platform): LoadedImage[] {
  return atOnce(imageArchiveInSteps(bytes, platform));
}

/** `readImageArchive` in steps. */
export function* imageArchiveInSteps(bytes: Uint8Array, platform: Platform): Steps<LoadedImage[]> {
  const files = new ArchiveFiles(decompress(bytes));
  const layers = new Map<string, Layer>();
  const images: LoadedImage[] = [];
  for (const { Config, Layers, RepoTags } of listed(files)) {
    const config = files.get(Config);
    const named = parseConfig(config).rootfs.diff_ids.length;
    const paths = Layers ?? [];
    if (named !== paths.length) {
      throw new Error(`invalid manifest, layers length mismatch: expected ${named}, got ${paths.length}`);
    }
    for (const path of paths) {
      if (!layers.has(path)) layers.set(path, yield* layerInSteps(files.get(path), platform));
    }
    const own = paths.map((path) => layers.get(path)!);
    images.push({ image: imageFromConfigBytes(config, own, platform), names: RepoTags ?? [] });
  }
  return images;
}

/** What the archive says it holds; an OCI layout in the words of a manifest.json. */
function listed(files: ArchiveFiles): readonly ManifestItem[] {
  if (files.has('manifest.json')) {
    const items = files.json('manifest.json') as readonly ManifestItem[] | null;
    if (items === null) throw new Error('invalid manifest, manifest cannot be null (but can be [])');
    return items;
  }
  if (files.has('index.json')) {
    return imageDescriptors(files.json('index.json') as Index, files).map((descriptor) => {
      const manifest = files.json(blobPath(descriptor)) as Manifest;
      validate('manifest', manifest);
      return {
        Config: blobPath(manifest.config),
        Layers: manifest.layers.map(blobPath),
        RepoTags: namesOf(descriptor),
      };
    });
  }
  if (files.has('repositories')) {
    throw new Error('drydock: not simulated: image archives of Docker before 1.10 (no manifest.json)');
  }
  // Before 1.10 each image had a folder; of one that is none the first thing missing is told.
  const folder = files.firstFolder();
  const missing = folder === undefined ? 'repositories' : `${folder}/json`;
  throw new Error(`open /var/lib/docker/tmp/docker-import/${missing}: no such file or directory`);
}

/** The manifests an index leads to: of an index in an index, the one for this machine. */
function imageDescriptors(index: Index, files: ArchiveFiles): Descriptor[] {
  validate('index', index);
  return index.manifests.flatMap((descriptor) => {
    if (!/index|manifest\.list/.test(descriptor.mediaType)) {
      return descriptor.mediaType.includes('manifest') ? [descriptor] : [];
    }
    const inner = imageDescriptors(files.json(blobPath(descriptor)) as Index, files);
    const own = inner.find(
      ({ platform }) => !platform || (platform.os === 'linux' && platform.architecture === 'amd64'),
    );
    return own ? [{ ...own, annotations: { ...descriptor.annotations, ...own.annotations } }] : [];
  });
}

function namesOf({ annotations }: Descriptor): string[] {
  const full = annotations?.['io.containerd.image.name'];
  if (full) return [familiarString(parseNormalized(full))];
  const name = annotations?.['org.opencontainers.image.ref.name'];
  // A bare tag names no repository.
  return name && /[:/]/.test(name) ? [familiarString(parseNormalized(name))] : [];
}

function blobPath({ digest }: Descriptor): string {
  return `blobs/${digest.replace(':', '/')}`;
}

/** The files of an archive by name; links between them followed (old Dockers shared layers so). */
class ArchiveFiles {
  readonly #entries = new Map<string, TarEntry>();

  constructor(tar: Uint8Array) {
    if (tar.length > 0 && tar.length < 512) throw new TarError('unexpected EOF');
    for (const entry of readTar(tar)) this.#entries.set(clean(entry.path), entry);
  }

  has(path: string): boolean {
    return this.#entries.has(path);
  }

  firstFolder(): string | undefined {
    const folders = [...this.#entries].flatMap(([path, { kind }]) => {
      const slash = path.indexOf('/');
      return slash > 0 ? [path.slice(0, slash)] : kind === 'directory' && path !== '' ? [path] : [];
    });
    return folders.sort()[0];
  }

  get(path: string): Uint8Array {
    let name = clean(path);
    for (let hops = 0; hops < 10; hops++) {
      const entry = this.#entries.get(name);
      if (entry?.kind === 'file') return entry.data ?? new Uint8Array();
      if (entry?.kind === 'hardlink') name = clean(entry.link ?? '');
      else if (entry?.kind === 'symlink')
        name = clean(`${name.slice(0, name.lastIndexOf('/') + 1)}${entry.link ?? ''}`);
      else break;
    }
    throw new Error(`open ${path}: no such file or directory`);
  }

  json(path: string): unknown {
    return JSON.parse(decoder.decode(this.get(path)));
  }
}

function clean(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
