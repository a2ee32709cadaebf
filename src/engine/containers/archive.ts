import { isErrno } from '../../kernel/errno.ts';
import type { Stat } from '../../kernel/fs/types.ts';
import type { FileCalls } from '../../kernel/kernel.ts';
import { changesFromTar, createLayer } from '../../oci/layer.ts';
import { decompress } from '../../oci/received-layer.ts';
import { TarError } from '../../oci/tar/entry.ts';
import type { ApiResponse } from '../api/door.ts';
import type { EngineContext } from '../context.ts';
import { ApiError, badParameter, forbidden, notFound, systemError } from '../errors.ts';
import { readTree, writeTree } from '../files/tree.ts';
import { base64 } from '../http/base64.ts';
import { readBody } from '../http/body.ts';
import { bytes, empty } from '../http/respond.ts';
import type { Call } from '../http/route.ts';
import { rfc3339Nano } from '../time.ts';
import type { Container } from './container.ts';
import { logEvent } from './events.ts';
import { mountWrittenFiles } from './host-files.ts';
import { cleanPath } from './mount-parser.ts';
import { mountContainer } from './mounts.ts';

/** Bits of Go's os.FileMode, which the path stat of docker cp carries. */
const GO_MODE: Partial<Record<Stat['kind'], number>> = {
  directory: 2 ** 31,
  symlink: 2 ** 27,
  block: 2 ** 26,
  fifo: 2 ** 25,
  socket: 2 ** 24,
  character: 2 ** 26 + 2 ** 21,
};

/** `HEAD /containers/{id}/archive`. */
export function statPath(context: EngineContext, container: Container, call: Call): ApiResponse {
  const { files, path } = locate(context, container, call);
  return empty(200, { 'x-docker-container-path-stat': pathStat(files, path) });
}

/** `GET /containers/{id}/archive`: the path as a tar whose root is its last name. */
export function readArchive(context: EngineContext, container: Container, call: Call): ApiResponse {
  const { files, path } = locate(context, container, call);
  const name = path.slice(path.lastIndexOf('/') + 1);
  let resolved: string;
  try {
    resolved = followLastDirectory(files, path, call.query.get('path'));
  } catch (error) {
    if (isErrno(error, 'ENOENT')) throw missing(call.query.get('path'), call.params.id ?? '');
    throw error;
  }
  const changes = readTree(files, resolved, name === '' ? '' : name);
  const tar = createLayer(changes, context.platform).tar();
  logEvent(context, container, 'archive-path');
  return bytes(200, tar, 'application/x-tar', { 'x-docker-container-path-stat': pathStat(files, path) });
}

/** `PUT /containers/{id}/archive`: unpacks a tar into a directory of the container. */
export async function writeArchive(context: EngineContext, container: Container, call: Call): Promise<ApiResponse> {
  const { files, path } = locate(context, container, call);
  let directory: string;
  try {
    directory = files.realpath(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) throw missing(call.query.get('path'), call.params.id ?? '');
    throw error;
  }
  if (files.stat(directory).kind !== 'directory') throw badParameter('extraction point is not a directory');
  const body = await readBody(call.request.body);
  if (container.hostConfig.ReadonlyRootfs && !insideWritableMount(container, directory)) {
    throw forbidden('container rootfs is marked read-only');
  }
  try {
    const tar = decompress(body);
    if (tar.length > 0 && tar.length < 512) throw systemError('unexpected EOF');
    const changes = tar.length === 0 ? [] : changesFromTar(tar);
    for (const change of changes) {
      if (change.kind === 'whiteout') continue;
      refuseKindSwap(
        files,
        `${directory === '/' ? '' : directory}/${change.path}`,
        change.kind,
        call.query.flag('noOverwriteDirNonDir'),
      );
    }
    writeTree(
      files,
      directory,
      changes.filter((change) => change.kind !== 'whiteout'),
    );
  } catch (error) {
    if (error instanceof TarError) throw badParameter(error.message);
    if (isErrno(error, 'EROFS')) throw forbidden('mounted volume is marked read-only');
    throw error;
  }
  logEvent(context, container, 'extract-to-dir');
  return empty(200);
}

function locate(
  context: EngineContext,
  container: Container,
  { query, params }: Call,
): { files: FileCalls; path: string } {
  const text = query.get('path');
  if (text === '') throw badParameter('bad parameter: pathcannot be empty');
  // As the daemon sees it: the layers and volumes, without what only the container's processes have (/proc, /dev, tmpfs).
  const namespace = mountContainer(context, container, { system: false });
  mountWrittenFiles(context, container, namespace);
  const files = namespace.files();
  const absolute = cleanPath(text);
  try {
    const parent = files.realpath(absolute.slice(0, absolute.lastIndexOf('/')) || '/');
    const path =
      absolute === '/' ? '/' : `${parent === '/' ? '' : parent}/${absolute.slice(absolute.lastIndexOf('/') + 1)}`;
    files.lstat(path);
    return { files, path };
  } catch (error) {
    if (isErrno(error, 'ENOENT')) throw missing(text, params.id ?? '');
    if (isErrno(error, 'ENOTDIR')) throw new ApiError(400, 'not a directory');
    throw error;
  }
}

function missing(path: string, container: string): ApiError {
  return notFound(`Could not find the file ${path} in container ${container}`);
}

/** `dir/.` and a symlink with a trailing slash mean what it points to. */
function followLastDirectory(files: FileCalls, path: string, asked: string): string {
  return /\/\.?$/.test(asked) && asked !== '/' ? files.realpath(path) : path;
}

function pathStat(files: FileCalls, path: string): string {
  const stat = files.lstat(path);
  const special =
    (stat.mode & 0o4000 ? 2 ** 23 : 0) + (stat.mode & 0o2000 ? 2 ** 22 : 0) + (stat.mode & 0o1000 ? 2 ** 20 : 0);
  const value = {
    name: path.slice(path.lastIndexOf('/') + 1) || '/',
    size: stat.size,
    mode: (GO_MODE[stat.kind] ?? 0) + special + (stat.mode & 0o777),
    mtime: rfc3339Nano(stat.mtime),
    linkTarget: stat.kind === 'symlink' ? linkTarget(files, path) : '',
  };
  return base64(new TextEncoder().encode(JSON.stringify(value)));
}

function linkTarget(files: FileCalls, path: string): string {
  try {
    return files.realpath(path);
  } catch {
    const target = files.readlink(path);
    return target.startsWith('/') ? target : cleanPath(`${path.slice(0, path.lastIndexOf('/'))}/${target}`);
  }
}

function refuseKindSwap(files: FileCalls, path: string, kind: string, refuse: boolean): void {
  if (!refuse || !files.exists(path)) return;
  const there = files.lstat(path).kind === 'directory';
  if (there && kind !== 'directory')
    throw badParameter(`cannot overwrite directory ${JSON.stringify(path)} with non-directory "/"`);
  if (!there && kind === 'directory')
    throw badParameter(`cannot overwrite non-directory ${JSON.stringify(path)} with directory "/"`);
}

function insideWritableMount(container: Container, path: string): boolean {
  return container.mounts.some(
    (mount) => mount.RW && (path === mount.Destination || path.startsWith(`${mount.Destination}/`)),
  );
}
