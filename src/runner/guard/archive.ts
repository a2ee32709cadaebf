import { gunzipSync } from 'node:zlib';
import type { TarEntry } from '../../oci/tar/entry.ts';
import { readTar } from '../../oci/tar/reader.ts';
import { writeTar } from '../../oci/tar/writer.ts';
import { checkFields, free, map, type Rules, text, texts } from '../policy/fields.ts';
import { Refused } from '../policy/policy.ts';

/** Bytes of an archive of images, unpacked. */
export const ARCHIVE_LIMIT = 1 << 30;

function plain(archive: Uint8Array): Uint8Array {
  if (archive[0] === 0x1f && archive[1] === 0x8b) return gunzipSync(archive, { maxOutputLength: ARCHIVE_LIMIT });
  const isTar = new TextDecoder().decode(archive.subarray(257, 262)) === 'ustar';
  if (!isTar && archive.length > 0)
    throw new Refused('an archive that is neither a tar nor gzip: its names cannot be read');
  return archive;
}

/** An archive of images as the engine gets it, all names that are given in it, and whether an image may have ONBUILD. */
export function readArchive(given: Uint8Array): { archive: Uint8Array; names: string[]; triggers: boolean } {
  const entries = [...readTar(plain(given))];
  const names: string[] = [];
  const links = new Set(
    entries.filter(({ kind }) => kind === 'symlink' || kind === 'hardlink').map(({ path }) => plainName(path)),
  );
  const written = entries.map((entry) => {
    const name = plainName(entry.path);
    checkPlace(name, links);
    const read = NAMING[name];
    if (!read) return entry;
    // A link would be followed by the engine to a file that was not looked at.
    if (entry.kind !== 'file') throw new Refused(`${name} in the archive is no file`);
    const value = read(JSON.parse(new TextDecoder().decode(entry.data)), (each) => names.push(each));
    return { ...entry, data: new TextEncoder().encode(JSON.stringify(value)) };
  });
  return { archive: writeTar(written), names, triggers: entries.some(mayHaveTriggers) };
}

/**
 * The files that name images: Docker's manifest.json, the older repositories, OCI's index.json. Each is written anew from the fields
 * that were read, because Go takes a key in another spelling, and one that comes twice, for what is not seen here.
 */
const NAMING: Readonly<Record<string, (value: unknown, found: (name: string) => void) => unknown>> = {
  'manifest.json': (value, found) =>
    list(value, 'manifest.json').map((each) => {
      const image = checkFields(each, manifestRules, 'manifest.json');
      for (const name of (image.RepoTags ?? []) as string[]) found(name);
      return image;
    }),
  repositories: (value, found) => {
    for (const [repository, tags] of Object.entries((map(value, 'repositories') ?? {}) as object))
      for (const tag of Object.keys((map(tags, repository) ?? {}) as object)) found(`${repository}:${tag}`);
    return value;
  },
  'index.json': (value, found) =>
    checkFields(
      value,
      {
        schemaVersion: free,
        mediaType: text,
        artifactType: text,
        annotations: map,
        manifests: (given) =>
          list(given, 'index.json').map((each) => {
            const manifest = checkFields(each, descriptorRules, 'index.json');
            const annotations = (manifest.annotations ?? {}) as Record<string, unknown>;
            for (const key of ['io.containerd.image.name', 'org.opencontainers.image.ref.name']) {
              const name = String(annotations[key] ?? '');
              if (/[:/]/.test(name)) found(name);
            }
            return manifest;
          }),
      },
      'index.json',
    ),
};

const manifestRules: Rules = { Config: text, RepoTags: texts, Layers: texts, Parent: text, LayerSources: map };
const descriptorRules: Rules = {
  mediaType: text,
  digest: text,
  size: free,
  urls: texts,
  annotations: map,
  data: text,
  platform: free,
  artifactType: text,
};

function list(value: unknown, name: string): unknown[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new Refused(`${name} in the archive that is no list`, 400);
}

/** Bytes of an image's configuration. */
const CONFIG_LIMIT = 1 << 20;

/** Any file that could be a configuration with triggers: which one is, is said in places that an engine may read otherwise. */
function mayHaveTriggers({ kind, data }: TarEntry): boolean {
  if (
    kind !== 'file' ||
    !data ||
    data.length > CONFIG_LIMIT ||
    !/^\s*\{/.test(new TextDecoder().decode(data.subarray(0, 64)))
  )
    return false;
  // As text: of a key that comes twice a parser here sees one.
  const text = new TextDecoder()
    .decode(data)
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return /"onbuild"\s*:\s*\[\s*[^\]\s]/i.test(text);
}

function plainName(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** A file that would come to lie elsewhere than its name says: what is there then was not looked at. */
function checkPlace(name: string, links: ReadonlySet<string>): void {
  const parts = name.split('/');
  const way = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
  if (parts.includes('..') || way.some((folder) => links.has(folder)))
    throw new Refused(`${name} in the archive: a way out of its folder`);
}
