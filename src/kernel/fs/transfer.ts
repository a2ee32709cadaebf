import { KernelError } from '../errno.ts';
import { metadataOf, pathNames } from './tree.ts';
import type { Change, ChangeSet, Filesystem, Inode, NewInode } from './types.ts';

const EVERYTHING = Number.MAX_SAFE_INTEGER;

/** Everything below the directory `path` of a live file system, as the layer that would make it: volumes, export, saving. */
export function changeSetOf(filesystem: Filesystem, path = '/'): ChangeSet {
  const changes: Change[] = [];
  const firstNames = new Map<number, string>();
  const visit = (directory: Inode, prefix: string) => {
    const entries = [...filesystem.list(directory)].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [name, inode] of entries) {
      const place = prefix + name;
      const first = firstNames.get(inode.ino);
      if (first !== undefined) {
        changes.push({ kind: 'hardlink', path: place, target: first });
        continue;
      }
      changes.push(describe(filesystem, inode, place));
      if (inode.kind === 'directory') visit(inode, `${place}/`);
      else if (inode.nlink > 1) firstNames.set(inode.ino, place);
    }
  };
  visit(inodeAt(filesystem, path), '');
  return changes;
}

function describe(filesystem: Filesystem, inode: Inode, path: string): Change {
  const metadata = metadataOf(inode);
  switch (inode.kind) {
    case 'directory':
      return { kind: 'directory', path, ...metadata };
    case 'file':
      return { kind: 'file', path, data: filesystem.read(inode, 0, EVERYTHING), size: inode.size, ...metadata };
    case 'symlink':
      return { kind: 'symlink', path, target: inode.target ?? '', ...metadata };
    default:
      return { kind: inode.kind, path, rdev: inode.rdev, ...metadata };
  }
}

/**
 * Puts a change set into a live file system below the directory `path`, as unpacking its tar there would: what is in
 * the way is replaced, except directories by directories; whiteouts remove.
 */
export function loadChangeSet(filesystem: Filesystem, changes: ChangeSet, path = '/'): void {
  new Loader(filesystem, inodeAt(filesystem, path)).load(changes);
}

class Loader {
  /** Directories whose times are set last, because filling them changes these. */
  private readonly directories: [Inode, number][] = [];

  constructor(
    private readonly filesystem: Filesystem,
    private readonly root: Inode,
  ) {}

  load(changes: ChangeSet): void {
    for (const change of changes) this.apply(change);
    for (const [inode, mtime] of this.directories) this.filesystem.setAttributes(inode, { mtime });
  }

  private apply(change: Change): void {
    const { filesystem } = this;
    const names = pathNames(change.path);
    const name = names.pop();
    const parent = this.directory(names);
    if (name === undefined) {
      if (change.kind === 'directory') this.describe(parent, change);
      return;
    }
    const there = filesystem.lookup(parent, name);
    if (there?.kind === 'directory' && change.kind === 'directory') {
      if (change.opaque) this.empty(there);
      this.describe(there, change);
      return;
    }
    if (there) this.remove(parent, name, there);
    if (change.kind === 'whiteout') return;
    if (change.kind === 'hardlink') {
      filesystem.link(parent, name, this.find(pathNames(change.target)));
      return;
    }
    this.describe(filesystem.create(parent, name, newInode(change), change), change);
  }

  private describe(inode: Inode, change: Exclude<Change, { kind: 'hardlink' | 'whiteout' }>): void {
    const { uid, gid, mtime, mode, xattrs } = change;
    for (const [name, value] of xattrs ?? []) this.filesystem.setXattr(inode, name, value);
    this.filesystem.setAttributes(inode, inode.kind === 'symlink' ? { uid, gid, mtime } : { uid, gid, mtime, mode });
    if (inode.kind === 'directory') this.directories.push([inode, mtime]);
  }

  private directory(names: readonly string[]): Inode {
    let at = this.root;
    for (const name of names) {
      const next = this.filesystem.lookup(at, name);
      if (next && next.kind !== 'directory') this.remove(at, name, next);
      if (next?.kind === 'directory') at = next;
      else at = this.filesystem.create(at, name, { kind: 'directory', mode: 0o755 }, { uid: 0, gid: 0 });
    }
    return at;
  }

  private find(names: readonly string[]): Inode {
    let at = this.root;
    for (const name of names) {
      const next = at.kind === 'directory' ? this.filesystem.lookup(at, name) : undefined;
      if (!next) throw new KernelError('ENOENT', names.join('/'));
      at = next;
    }
    return at;
  }

  private remove(parent: Inode, name: string, inode: Inode): void {
    if (inode.kind === 'directory') {
      this.empty(inode);
      this.filesystem.rmdir(parent, name);
    } else {
      this.filesystem.unlink(parent, name);
    }
  }

  private empty(directory: Inode): void {
    for (const [name, inode] of [...this.filesystem.list(directory)]) this.remove(directory, name, inode);
  }
}

function newInode(change: Exclude<Change, { kind: 'hardlink' | 'whiteout' }>): NewInode {
  const { kind, mode } = change;
  switch (kind) {
    case 'file':
      return { kind, mode, data: change.data, size: change.size };
    case 'directory':
      return { kind, mode };
    case 'symlink':
      return { kind, target: change.target };
    default:
      return { kind, mode, rdev: change.rdev };
  }
}

function inodeAt(filesystem: Filesystem, path: string): Inode {
  let inode: Inode = filesystem.root;
  for (const name of pathNames(path)) {
    const next = inode.kind === 'directory' ? filesystem.lookup(inode, name) : undefined;
    if (!next) throw new KernelError('ENOENT', path);
    inode = next;
  }
  return inode;
}
