import { humanSizeWithPrecision } from '../../../engine/api/units.ts';
import { readTar } from '../../archive/tar-reader.ts';
import { type Cli, type Command, exactly } from '../../cli.ts';
import { decodeBase64 } from '../../client/base64.ts';
import { baseName, cleanPath, directoryName, joinPath, resolvePath } from '../../client/paths.ts';
import { isNotFound, messageOf } from '../../errors.ts';
import type { FileInfo } from '../../host.ts';
import { containerPath } from './create.ts';
import { localTar } from './local-tar.ts';

interface PathStat {
  name: string;
  size: number;
  mode: number;
  mtime: string;
  linkTarget: string;
}

/** Go's file mode bits, as the engine's path stat has them. */
const GO_DIRECTORY = 0x80000000;
const GO_SYMLINK = 0x08000000;

/** `docker cp` (cp.go): one side is a container's, `-` is a tar stream. */
export const cp: Command = {
  args: exactly(2),
  async run(cli, { args, flags }) {
    const source = splitArgument(args[0]!);
    const destination = splitArgument(args[1]!);
    const quiet = flags.changed('quiet') ? flags.bool('quiet') : !cli.host.stdout.isTerminal;
    const follow = flags.bool('follow-link');
    if (source.container && destination.container) throw new Error('copying between containers is not supported');
    if (!source.container && !destination.container) throw new Error('must specify at least one container source');
    const copied = source.container
      ? await copyOut(cli, source.container, source.path, destination.path, { follow, archive: flags.bool('archive') })
      : await copyIn(cli, source.path, destination.container!, destination.path, {
          follow,
          archive: flags.bool('archive'),
        });
    if (!quiet && copied !== undefined) {
      const target = destination.container ? args[1] : resolvePath(cli.host.cwd(), destination.path);
      await cli.err(`Successfully copied ${humanSizeWithPrecision(copied, 3)} to ${target}\n`);
    }
  },
};

/** `container:path`; a path that is absolute, or begins with a dot, is local whatever it holds. */
export function splitArgument(text: string): { container?: string; path: string } {
  if (text.startsWith('/')) return { path: text };
  const colon = text.indexOf(':');
  if (colon < 0 || text.startsWith('.')) return { path: text };
  return { container: text.slice(0, colon) || undefined, path: text.slice(colon + 1) };
}

async function statIn(cli: Cli, container: string, path: string): Promise<PathStat> {
  const { headers } = await cli.engine
    .request('HEAD', containerPath(container, '/archive'), { query: { path } })
    .catch(async (error) => {
      // A HEAD answer has no body to say why.
      if (isNotFound(error)) await cli.engine.get(containerPath(container, '/json'));
      throw isNotFound(error)
        ? Object.assign(error as Error, {
            message: `Error response from daemon: Could not find the file ${path} in container ${container}`,
          })
        : error;
    });
  return JSON.parse(new TextDecoder().decode(decodeBase64(headers['x-docker-container-path-stat']!))) as PathStat;
}

const isFolder = (stat: PathStat): boolean => (stat.mode & GO_DIRECTORY) !== 0;

/** A path inside a container is absolute, and keeps its trailing `/` or `/.`. */
function insidePath(path: string): string {
  if (path === '') return path;
  const clean = cleanPath(`/${path}`);
  if (/(^|\/)\.$/.test(path)) return `${clean === '/' ? '' : clean}/.`;
  return path.endsWith('/') && clean !== '/' ? `${clean}/` : clean;
}

interface CopyOptions {
  follow: boolean;
  archive: boolean;
}

async function copyOut(
  cli: Cli,
  container: string,
  from: string,
  to: string,
  { follow, archive }: CopyOptions,
): Promise<number | undefined> {
  const { files } = cli.host;
  if (to !== '-') checkOutput(cli, resolvePath(cli.host.cwd(), to));
  let source = insidePath(from);
  if (follow) {
    const stat = await statIn(cli, container, source);
    if (stat.mode & GO_SYMLINK)
      source = stat.linkTarget.startsWith('/') ? stat.linkTarget : joinPath(directoryName(source), stat.linkTarget);
  }
  const { headers, body } = await cli.engine.request('GET', containerPath(container, '/archive'), {
    query: { path: source },
  });
  if (to === '-') {
    for await (const chunk of body) await cli.out(chunk);
    return undefined;
  }
  const stat = JSON.parse(new TextDecoder().decode(decodeBase64(headers['x-docker-container-path-stat']!))) as PathStat;
  const target = resolvePath(cli.host.cwd(), to);
  const kind = kindOf(cli, target);
  let root: string;
  if (kind === 'directory') root = source.endsWith('/.') ? target : joinPath(target, baseName(baseOf(source, from)));
  else if (kind !== undefined && isFolder(stat)) throw new Error('cannot copy directory');
  else if (kind === undefined && !isFolder(stat) && to.endsWith('/')) throw new Error('no such directory');
  else root = target;
  // The archive of a root need not have an entry for it.
  if (/^\/\.?$/.test(source) && kindOf(cli, root) === undefined) files.mkdir(root);
  let copied = 0;
  for await (const entry of readTar(body)) {
    const own = source.endsWith('/.') && entry.name.startsWith('./');
    const relative = own ? entry.name.slice(2) : belowTop(entry.name, source);
    const path = relative === '' ? root : joinPath(root, relative);
    copied += entry.size;
    if (entry.kind === 'directory') {
      if (kindOf(cli, path) !== 'directory') files.mkdir(path, entry.mode);
    } else if (entry.kind === 'symlink') {
      if (kindOf(cli, path, true) !== undefined) files.remove(path);
      files.symlink(entry.target!, path);
      continue;
    } else if (entry.kind === 'file' || entry.kind === 'hardlink')
      files.write(
        path,
        entry.kind === 'file' ? entry.data : linked(cli, joinPath(root, belowTop(entry.target!, source))),
        entry.mode,
      );
    else continue;
    files.chmod(path, entry.mode);
    if (archive) files.chown(path, entry.uid, entry.gid);
    files.utimes(path, entry.mtime);
  }
  return copied;
}

/** command.ValidateOutputPath: looked at before the container is. */
function checkOutput(cli: Cli, path: string): void {
  const folder = directoryName(path);
  if (kindOf(cli, folder) === undefined)
    throw new Error(`invalid output path: directory ${JSON.stringify(folder)} does not exist`);
  if (kindOf(cli, path) === 'other')
    throw new Error(`invalid output path: ${JSON.stringify(path)} must be a directory or a regular file: got a device`);
}

const baseOf = (source: string, given: string): string => (source === '/' ? given : source.replace(/\/$/, ''));

/** A hard link inside the archive is written as a file of its own. */
const linked = (cli: Cli, path: string): Uint8Array => cli.host.files.read(path);

/** The root of an archive has the name of what was copied, which the root directory has not. */
const belowTop = (name: string, source: string): string =>
  /^\/\.?$/.test(source) ? name.replace(/^\/+/, '') : name.replace(/^\.\//, '').split('/').slice(1).join('/');

function kindOf(cli: Cli, path: string, link = false): string | undefined {
  try {
    return (link ? cli.host.files.lstat(path) : cli.host.files.stat(path)).kind;
  } catch {
    return undefined;
  }
}

async function copyIn(
  cli: Cli,
  from: string,
  container: string,
  to: string,
  { follow, archive }: CopyOptions,
): Promise<number | undefined> {
  let target = insidePath(to);
  let stat: PathStat | undefined;
  try {
    stat = await statIn(cli, container, target);
    if (stat.mode & GO_SYMLINK) {
      target = stat.linkTarget.startsWith('/') ? stat.linkTarget : joinPath(directoryName(target), stat.linkTarget);
      stat = await statIn(cli, container, target);
    }
  } catch {
    // Whatever is wrong there is found out again when the archive is put.
  }
  const put = async (folder: string, body: AsyncIterable<Uint8Array>) =>
    cli.engine.send('PUT', containerPath(container, '/archive'), {
      query: { path: folder, noOverwriteDirNonDir: 'true', copyUIDGID: archive ? 'true' : undefined },
      body,
    });
  if (from === '-') {
    if (!stat || !isFolder(stat)) throw new Error(`destination "${container}:${to}" must be a directory`);
    await put(target, cli.input());
    return undefined;
  }
  let source = sourcePath(cli, from);
  // The link's own name, whatever it leads to.
  const ownName = baseName(source);
  const contents = /(^|\/)\.$/.test(from);
  if (follow || contents || from.endsWith('/')) source = evaluateLinks(cli, source);
  const folder = cli.host.files.lstat(source).kind === 'directory';
  let into: string;
  let name: string;
  if (stat && isFolder(stat)) {
    into = target;
    name = contents ? '.' : ownName;
  } else if (stat && !folder && target.endsWith('/')) throw new Error('no such directory');
  else if (stat && folder) throw new Error('cannot copy directory');
  else if (!stat && !folder && target.endsWith('/')) throw new Error('no such directory');
  else {
    into = directoryName(target.replace(/\/\.?$/, ''));
    name = baseName(target);
  }
  let copied = 0;
  await put(into, localTar(cli.host.files, source, name, { owners: archive, onBytes: (count) => (copied += count) }));
  return copied;
}

function sourcePath(cli: Cli, from: string): string {
  const path = resolvePath(cli.host.cwd(), from);
  try {
    cli.host.files.lstat(path);
  } catch (error) {
    throw new Error(`lstat ${path}: ${messageOf(error)}`);
  }
  return path;
}

/** filepath.EvalSymlinks */
function evaluateLinks(cli: Cli, path: string): string {
  let pending = path.split('/').filter(Boolean);
  let done = '';
  while (pending.length > 0) {
    const [name, ...rest] = pending as [string, ...string[]];
    const next = `${done}/${name}`;
    let info: FileInfo;
    try {
      info = cli.host.files.lstat(next);
    } catch (error) {
      throw new Error(`lstat ${next}: ${messageOf(error)}`);
    }
    pending = rest;
    if (info.kind !== 'symlink') done = next;
    else {
      pending = resolvePath(done || '/', info.target!)
        .split('/')
        .filter(Boolean)
        .concat(rest);
      done = '';
    }
  }
  return done || '/';
}
