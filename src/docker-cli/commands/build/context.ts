import { IgnoreMatcher, readIgnoreFile } from '../../../dockerfile/ignore/index.ts';
import {
  CONTEXTS_FOLDER,
  DOCKERFILE_ENTRY,
  IGNORE_ENTRY,
  OWN_IGNORE_ENTRY,
  SECRETS_FOLDER,
} from '../../../engine/api/build-request.ts';
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
export async function* contextTar(files: CliFiles, parts: ContextParts): AsyncGenerator<Uint8Array> {
  if (parts.tar) {
    yield parts.tar;
    return;
  }
  const aside = (name: string, data: Uint8Array) =>
    tarEntry({ name, kind: 'file', mode: 0o600, uid: 0, gid: 0, size: data.length, mtime: 0 }, data);
  if (parts.dockerfile) yield* aside(DOCKERFILE_ENTRY, parts.dockerfile);
  if (parts.ignoreFile) yield* aside(parts.ignoreOwn ? OWN_IGNORE_ENTRY : IGNORE_ENTRY, parts.ignoreFile);
  for (const [id, data] of parts.secrets) yield* aside(SECRETS_FOLDER + id, data);
  for (const [name, folder] of parts.contexts) {
    yield* tarEntry({
      name: `${CONTEXTS_FOLDER}${name}`,
      kind: 'directory',
      mode: 0o755,
      uid: 0,
      gid: 0,
      size: 0,
      mtime: 0,
    });
    yield* walk(files, folder, '', matcherOf(ignoreFileOf(files, folder)?.data), `${CONTEXTS_FOLDER}${name}/`);
  }
  if (parts.folder !== undefined) yield* walk(files, parts.folder, '', matcherOf(parts.ignoreFile), '');
  yield tarEnd();
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

function* walk(
  files: CliFiles,
  root: string,
  relative: string,
  ignore: IgnoreMatcher,
  prefix: string,
): Generator<Uint8Array> {
  for (const name of files.list(joinPath(root, relative))) {
    const path = relative === '' ? name : `${relative}/${name}`;
    const full = joinPath(root, path);
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
    if (info.kind !== 'directory') yield* tarEntry(entry, info.kind === 'file' ? files.read(full) : undefined);
    else if (!ignored) {
      yield* tarEntry(entry);
      yield* walk(files, root, path, ignore, prefix);
    } else {
      // The folder itself is sent only with something of it.
      const below = [...walk(files, root, path, ignore, prefix)];
      if (below.length) yield* tarEntry(entry);
      yield* below;
    }
  }
}
