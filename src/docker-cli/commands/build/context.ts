import { IgnoreMatcher, readIgnoreFile } from '../../../dockerfile/ignore/index.ts';
import {
  CONTEXTS_FOLDER,
  DOCKERFILE_ENTRY,
  IGNORE_ENTRY,
  OWN_IGNORE_ENTRY,
  SECRETS_FOLDER,
} from '../../../engine/api/build-request.ts';
import { joinBytes } from '../../archive/bytes.ts';
import { tarEnd, tarEntry } from '../../archive/tar-writer.ts';
import { joinPath } from '../../client/paths.ts';
import type { CliFiles } from '../../host.ts';

export interface ContextParts {
  /** Absent when the context is empty (`docker build -` with a Dockerfile). */
  readonly folder?: string;
  /** A context that is a tar already. */
  readonly tar?: Uint8Array;
  readonly dockerfile?: Uint8Array;
  readonly ignoreFile?: Uint8Array;
  /** The ignore file is the Dockerfile's own and no `.dockerignore`. */
  readonly ignoreOwn?: boolean;
  readonly secrets: ReadonlyMap<string, Uint8Array>;
  readonly contexts: ReadonlyMap<string, string>;
}

/** The tar that a build request carries: what is beside the context, then the context without what is ignored. */
export function contextTar(files: CliFiles, parts: ContextParts): Uint8Array {
  if (parts.tar) return parts.tar;
  const tar: Uint8Array[] = [];
  const aside = (name: string, data: Uint8Array) =>
    tar.push(...tarEntry({ name, kind: 'file', mode: 0o600, uid: 0, gid: 0, size: data.length, mtime: 0 }, data));
  if (parts.dockerfile) aside(DOCKERFILE_ENTRY, parts.dockerfile);
  if (parts.ignoreFile) aside(parts.ignoreOwn ? OWN_IGNORE_ENTRY : IGNORE_ENTRY, parts.ignoreFile);
  for (const [id, data] of parts.secrets) aside(SECRETS_FOLDER + id, data);
  for (const [name, folder] of parts.contexts) {
    const top = { name: `${CONTEXTS_FOLDER}${name}`, kind: 'directory', mode: 0o755, uid: 0, gid: 0 } as const;
    tar.push(...tarEntry({ ...top, size: 0, mtime: 0 }));
    walk(tar, files, folder, '', matcherOf(ignoreFileOf(files, folder)?.data), `${CONTEXTS_FOLDER}${name}/`);
  }
  if (parts.folder !== undefined) walk(tar, files, parts.folder, '', matcherOf(parts.ignoreFile), '');
  tar.push(tarEnd());
  return joinBytes(tar);
}

function matcherOf(ignore: Uint8Array | undefined): IgnoreMatcher {
  try {
    return new IgnoreMatcher(readIgnoreFile(new TextDecoder().decode(ignore ?? new Uint8Array(0))));
  } catch {
    // The builder refuses such a file, in its own words.
    return new IgnoreMatcher([]);
  }
}

/** `Dockerfile.dockerignore` beside the Dockerfile goes before `.dockerignore` of the context. */
export function ignoreFileOf(
  files: CliFiles,
  folder: string,
  dockerfile?: string,
): { path: string; data: Uint8Array } | undefined {
  for (const path of [...(dockerfile ? [`${dockerfile}.dockerignore`] : []), joinPath(folder, '.dockerignore')]) {
    try {
      return { path, data: files.read(path) };
    } catch {
      // Neither is needed.
    }
  }
  return undefined;
}

/** Adds what is below a folder of the context and not ignored. */
function walk(
  tar: Uint8Array[],
  files: CliFiles,
  root: string,
  relative: string,
  ignore: IgnoreMatcher,
  prefix: string,
): void {
  const directory = joinPath(root, relative);
  for (const name of files.list(directory)) {
    const path = relative === '' ? name : `${relative}/${name}`;
    const full = directory.endsWith('/') ? directory + name : `${directory}/${name}`;
    const info = files.lstat(full);
    const ignored = ignore.ignores(path);
    // An exclusion may bring back something below an ignored folder.
    if (ignored && !(info.kind === 'directory' && ignore.hasExclusions)) continue;
    if (info.kind === 'other') continue;
    const entry = {
      name: prefix + path,
      kind: info.kind,
      mode: info.mode,
      // Whoever owns the files here is nobody in the image.
      uid: 0,
      gid: 0,
      size: info.size,
      mtime: info.mtime,
      target: info.target,
    } as const;
    if (info.kind !== 'directory') tar.push(...tarEntry(entry, info.kind === 'file' ? files.read(full) : undefined));
    else {
      const before = tar.length;
      if (!ignored) tar.push(...tarEntry(entry));
      walk(tar, files, root, path, ignore, prefix);
      // An ignored folder is sent only with something of it.
      if (ignored && tar.length > before) tar.splice(before, 0, ...tarEntry(entry));
    }
  }
}
