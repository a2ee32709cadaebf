import type { BuildRequest } from '../../build/types.ts';
import {
  CONTEXTS_FOLDER,
  DOCKERFILE_ENTRY,
  IGNORE_ENTRY,
  OWN_IGNORE_ENTRY,
  SECRETS_FOLDER,
} from '../../engine/api/build-request.ts';
import { applyChangeSet } from '../../kernel/fs/apply-change-set.ts';
import { emptyRoot } from '../../kernel/fs/tree.ts';
import type { DirectoryNode } from '../../kernel/fs/types.ts';
import { changesFromTar } from '../../oci/layer.ts';
import { decompress } from '../../oci/received-layer.ts';
import { type TarEntry, TarError } from '../../oci/tar/entry.ts';
import { readTar } from '../../oci/tar/reader.ts';
import { writeTar } from '../../oci/tar/writer.ts';
import { canonicalReference, familiar } from '../policy/images.ts';
import { Refused } from '../policy/policy.ts';

/** The folder of ours at the head of the tar (engine/api/build-request.ts). */
const OWN_FOLDER = `${DOCKERFILE_ENTRY.split('/')[0]}/`;

/** A build as it came through the door. */
export interface IncomingBuild {
  /** For plan and explanation. */
  readonly request: BuildRequest;
  readonly context: readonly TarEntry[];
  /** What BuildKit finds beside the Dockerfile. */
  readonly dockerfileFolder: readonly TarEntry[];
  readonly secrets: ReadonlyMap<string, Uint8Array>;
  /** `--build-context name=folder` */
  readonly contexts: ReadonlyMap<string, readonly TarEntry[]>;
}

/** Reads `POST /build` and `POST /drydock/plan`. Throws what refuses an archive that leaves its folder. */
export function readBuild(query: URLSearchParams, body: Uint8Array): IncomingBuild {
  const tar = decompress(body);
  const entries = tar.length === 0 ? [] : [...readTar(tar)].map(checked);
  const own = new Map(entries.filter(({ path }) => path.startsWith(OWN_FOLDER)).map((entry) => [entry.path, entry]));
  const context = entries.filter(({ path }) => !path.startsWith(OWN_FOLDER) && path !== '');
  const contexts = foldersIn(own);
  const name = query.get('dockerfile') || 'Dockerfile';
  const dockerfile =
    own.get(DOCKERFILE_ENTRY)?.data ?? context.find(({ path }) => path === name.replace(/^\.?\//, ''))?.data;
  const [ignore, ownIgnore] = [own.get(IGNORE_ENTRY)?.data, own.get(OWN_IGNORE_ENTRY)?.data];
  const secrets = new Map(
    [...own]
      .filter(([path]) => path.startsWith(SECRETS_FOLDER))
      .map(([path, { data }]) => [path.slice(SECRETS_FOLDER.length), data ?? new Uint8Array()]),
  );
  const json = <T>(parameter: string, otherwise: T): T => JSON.parse(query.get(parameter) || 'null') ?? otherwise;
  const text = dockerfile && new TextDecoder().decode(dockerfile);
  const request: BuildRequest = {
    dockerfile: text ?? '',
    dockerfileName: baseName(name),
    ...(text === undefined && { dockerfileError: `open ${name}: no such file or directory` }),
    context: treeOf(context),
    ignore: (ownIgnore ?? ignore) && new TextDecoder().decode(ownIgnore ?? ignore).split('\n'),
    ...(ownIgnore && { ignoreOwn: true }),
    tags: query
      .getAll('t')
      .map((tag) => canonicalReference(tag) ?? tag)
      .map((tag) => (tag.includes('/') ? familiar(tag) : tag)),
    target: query.get('target') || undefined,
    buildArgs: withoutNulls(json<Record<string, string | null>>('buildargs', {})),
    labels: json('labels', {}),
    noCache: isSet(query.get('nocache')),
    noCacheFilter: (query.get('nocachefilter') || undefined)?.split(','),
    pull: isSet(query.get('pull')),
    platform: query.get('platform') || undefined,
    networkMode: query.get('networkmode') || undefined,
    contexts: {
      ...json<Record<string, string>>('buildcontexts', {}),
      ...Object.fromEntries([...contexts].map(([name, files]) => [name, treeOf(files)])),
    },
  };
  const file = (path: string, data: Uint8Array | undefined): TarEntry[] =>
    data ? [{ path, kind: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0, data }] : [];
  const dockerfileFolder = [
    ...file(request.dockerfileName, dockerfile),
    ...file(`${request.dockerfileName}.dockerignore`, ownIgnore),
  ];
  const withIgnore = context.some(({ path }) => path === '.dockerignore') ? [] : file('.dockerignore', ignore);
  return { request, context: [...context, ...withIgnore], dockerfileFolder, secrets, contexts };
}

function treeOf(files: readonly TarEntry[]): DirectoryNode {
  return applyChangeSet(emptyRoot, changesFromTar(writeTar(files)), '');
}

/** The folders of `--build-context`, by name; each is there as an entry of its own, also when nothing is in it. */
function foldersIn(own: ReadonlyMap<string, TarEntry>): Map<string, TarEntry[]> {
  const folders = new Map<string, TarEntry[]>();
  for (const [path, file] of own) {
    if (!path.startsWith(CONTEXTS_FOLDER)) continue;
    const [name = '', ...rest] = path.slice(CONTEXTS_FOLDER.length).replace(/\/$/, '').split('/');
    const files = folders.get(name) ?? [];
    folders.set(name, files);
    if (rest.length > 0) files.push({ ...file, path: rest.join('/') });
  }
  return folders;
}

/** A context is files, folders and links in it: whoever sends something else, or a way out, is no client of ours. */
function checked(entry: TarEntry): TarEntry {
  const path = entry.path.replace(/^(\.\/)+/, '').replace(/^\.$/, '');
  if (path.startsWith('/') || path.split('/').includes('..'))
    throw new TarError(`"${entry.path}" is outside of the context`);
  if (!['file', 'directory', 'symlink'].includes(entry.kind))
    throw new Refused(`a ${entry.kind} in a build context: ${path}`, 400);
  return path === entry.path ? entry : { ...entry, path };
}

function isSet(value: string | null): boolean {
  return value === '1' || value === 'true';
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function withoutNulls(values: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
