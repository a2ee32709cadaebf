import { isErrno } from '../../kernel/errno.ts';
import type { Change, ChangeSet, Metadata, Stat } from '../../kernel/fs/types.ts';
import type { FileCalls } from '../../kernel/kernel.ts';

/** Whole trees through a mount namespace's file calls: what docker cp, volumes and commits of mounts need. */

export function removeTree(files: FileCalls, path: string): void {
  let stat: Stat;
  try {
    stat = files.lstat(path);
  } catch (error) {
    if (isErrno(error, 'ENOENT') || isErrno(error, 'ENOTDIR')) return;
    throw error;
  }
  if (stat.kind === 'directory') {
    for (const { name } of files.readdir(path)) if (name !== '.' && name !== '..') removeTree(files, join(path, name));
    files.rmdir(path);
  } else files.unlink(path);
}

/** Claimed bytes of the regular files below `path`, hard links once. */
export function treeSize(files: FileCalls, path: string): number {
  const seen = new Set<string>();
  let size = 0;
  for (const [, stat] of walk(files, path)) {
    if (stat.kind !== 'file') continue;
    const key = `${stat.dev}:${stat.ino}`;
    if (stat.nlink > 1 && seen.has(key)) continue;
    seen.add(key);
    size += stat.size;
  }
  return size;
}

/** `path` itself and everything below it, parents first, with names relative to `path` (the first is ''). */
export function* walk(files: FileCalls, path: string, prefix = ''): Generator<readonly [string, Stat]> {
  const stat = files.lstat(path);
  yield [prefix, stat];
  if (stat.kind !== 'directory') return;
  const names = files
    .readdir(path)
    .map((entry) => entry.name)
    .filter((name) => name !== '.' && name !== '..');
  for (const name of names.sort()) yield* walk(files, join(path, name), prefix === '' ? name : `${prefix}/${name}`);
}

/** The tree at `path` as a change set whose root entry is called `name` ('' leaves the root itself out). */
export function readTree(files: FileCalls, path: string, name: string): ChangeSet {
  const changes: Change[] = [];
  const first = new Map<string, string>();
  for (const [below, stat] of walk(files, path)) {
    const target = below === '' ? name : name === '' ? below : `${name}/${below}`;
    if (target === '') continue;
    const source = below === '' ? path : join(path, below);
    const key = `${stat.dev}:${stat.ino}`;
    const earlier = stat.nlink > 1 && stat.kind !== 'directory' ? first.get(key) : undefined;
    if (earlier !== undefined) changes.push({ kind: 'hardlink', path: target, target: earlier });
    else if (stat.kind !== 'socket') {
      first.set(key, target);
      changes.push(toChange(files, source, target, stat));
    }
  }
  return changes;
}

/** Writes a change set below `directory`, replacing what is there (a directory over a directory keeps its contents). */
export function writeTree(files: FileCalls, directory: string, changes: ChangeSet): void {
  const times: [string, number][] = [];
  for (const change of changes) {
    const path = join(directory, change.path);
    ensureParents(files, directory, change.path);
    const existing = lstatOrNothing(files, path);
    if (change.kind === 'whiteout') {
      if (existing) removeTree(files, path);
      continue;
    }
    const keep = existing?.kind === 'directory' && change.kind === 'directory' && !change.opaque;
    if (existing && !keep) removeTree(files, path);
    if (change.kind === 'hardlink') {
      files.link(join(directory, change.target), path);
      continue;
    }
    if (change.kind === 'directory') {
      if (!keep) files.mkdir(path, 0o755);
    } else if (change.kind === 'file') {
      const claimed = change.size === change.data.length ? {} : { size: change.size };
      files.writeFile(path, change.data, { mode: change.mode, ...claimed });
    } else if (change.kind === 'symlink') files.symlink(change.target, path);
    else if (change.kind !== 'socket') files.mknod(path, change.kind, change.mode, change.rdev);
    else continue;
    files.chown(path, change.uid, change.gid, { noFollow: true });
    if (change.kind !== 'symlink') files.chmod(path, change.mode);
    for (const [name, value] of change.xattrs ?? []) files.setXattr(path, name, value);
    times.push([path, change.mtime]);
  }
  for (const [path, mtime] of times.reverse()) files.utimes(path, { mtime, atime: mtime }, { noFollow: true });
}

export function join(directory: string, name: string): string {
  return directory.endsWith('/') ? `${directory}${name}` : `${directory}/${name}`;
}

function ensureParents(files: FileCalls, directory: string, path: string): void {
  const names = path.split('/').slice(0, -1);
  let current = directory;
  for (const name of names) {
    current = join(current, name);
    if (!lstatOrNothing(files, current)) files.mkdir(current, 0o755);
  }
}

function lstatOrNothing(files: FileCalls, path: string): Stat | undefined {
  try {
    return files.lstat(path);
  } catch {
    return undefined;
  }
}

function toChange(files: FileCalls, source: string, path: string, stat: Stat): Change {
  const metadata: Metadata = {
    mode: stat.mode,
    uid: stat.uid,
    gid: stat.gid,
    mtime: stat.mtime,
    ...(stat.xattrs?.size ? { xattrs: stat.xattrs } : {}),
  };
  if (stat.kind === 'directory') return { kind: 'directory', path, ...metadata };
  if (stat.kind === 'file') return { kind: 'file', path, data: files.readFile(source), size: stat.size, ...metadata };
  if (stat.kind === 'symlink') return { kind: 'symlink', path, target: files.readlink(source), ...metadata };
  return { kind: stat.kind, path, rdev: stat.rdev, ...metadata };
}
