import { tarEnd, tarEntry } from '../../archive/tar-writer.ts';
import { joinPath } from '../../client/paths.ts';
import type { CliFiles } from '../../host.ts';

interface Options {
  readonly owners: boolean;
  onBytes(count: number): void;
}

/** A local file or folder as a tar stream in which it is called `name`. */
export async function* localTar(
  files: CliFiles,
  path: string,
  name: string,
  options: Options,
): AsyncGenerator<Uint8Array> {
  yield* entries(files, path, name, options);
  yield tarEnd();
}

function* entries(files: CliFiles, path: string, name: string, options: Options): Generator<Uint8Array> {
  const info = files.lstat(path);
  if (info.kind === 'other') return;
  const owner = options.owners ? { uid: info.uid, gid: info.gid } : { uid: 0, gid: 0 };
  const data = info.kind === 'file' ? files.read(path) : undefined;
  options.onBytes(data?.length ?? 0);
  yield* tarEntry({ ...info, ...owner, kind: info.kind, name, size: data?.length ?? 0 }, data);
  if (info.kind !== 'directory') return;
  for (const child of files.list(path)) yield* entries(files, joinPath(path, child), `${name}/${child}`, options);
}
