import { KernelError } from '../errno.ts';
import type { FileCalls } from '../kernel.ts';
import type { DirectoryEntry, OpenFlags } from '../system-calls.ts';
import { encode } from '../text.ts';
import { create, tagged, writable } from './create-entry.ts';
import { isDeleted, type Location, parentInMount, pathInFilesystem, pathOf } from './location.ts';
import type { Mounts } from './mount-namespace.ts';
import { type Opened, openPath } from './open.ts';
import { find, type PathContext, type Walked, walk, walkToEntry } from './path-walk.ts';
import {
  check,
  checkRemoval,
  checkXattr,
  EXECUTE,
  mayChown,
  owns,
  permits,
  READ,
  settableMode,
  WRITE,
  withoutSetIds,
} from './permissions.ts';
import { statOf } from './stat.ts';
import type { Attributes, Filesystem, FilesystemUsage, Inode, NewInode, Stat } from './types.ts';

const EVERYTHING = Number.MAX_SAFE_INTEGER;

/**
 * The path calls of one process (or of the engine): walking, permissions, and the errors Linux chooses.
 * `context` is read at every call, so its owner may change root, cwd, credentials and umask at any time.
 */
export class PathCalls implements FileCalls {
  constructor(
    readonly namespace: Mounts,
    readonly context: PathContext,
  ) {}

  // --- where

  open(path: string, flags: OpenFlags, mode = 0o666): Opened {
    const opened = openPath(this.context, path, flags, mode);
    if (flags.truncate && flags.write && opened.inode.kind === 'file') this.dropSetIds(opened.filesystem, opened.inode);
    return opened;
  }

  /** Changes the working directory. */
  chdir(path: string): void {
    this.context.cwd = this.searchable(path);
  }

  chroot(path: string): void {
    const root = this.searchable(path);
    if (!this.context.credentials.capabilities.has('CAP_SYS_CHROOT')) throw new KernelError('EPERM', path);
    this.context.root = root;
  }

  getcwd(): string {
    const { cwd, root } = this.context;
    if (isDeleted(cwd)) throw new KernelError('ENOENT');
    return pathOf(cwd, root);
  }

  realpath(path: string): string {
    return pathOf(find(this.context, path), this.context.root);
  }

  // --- looking

  stat(path: string): Stat {
    const { filesystem, inode } = find(this.context, path);
    return statOf(filesystem, inode);
  }

  lstat(path: string): Stat {
    const { filesystem, inode } = find(this.context, path, false);
    return statOf(filesystem, inode);
  }

  exists(path: string): boolean {
    try {
      return walk(this.context, path, true).found !== undefined;
    } catch (error) {
      if (error instanceof KernelError) return false;
      throw error;
    }
  }

  access(path: string, wanted: string): boolean {
    let mask = 0;
    if (wanted.includes('r')) mask |= READ;
    if (wanted.includes('w')) mask |= WRITE;
    if (wanted.includes('x')) mask |= EXECUTE;
    try {
      const { inode, mount } = find(this.context, path);
      if ((mask & WRITE) !== 0 && mount.readOnly && !isSpecial(inode)) return false;
      return permits(inode, mask, this.context.credentials);
    } catch (error) {
      if (error instanceof KernelError) return false;
      throw error;
    }
  }

  readlink(path: string): string {
    const { inode } = find(this.context, path, false);
    if (inode.kind !== 'symlink') throw new KernelError('EINVAL', path);
    return inode.target ?? '';
  }

  readdir(path: string): DirectoryEntry[] {
    const location = find(this.context, path);
    if (location.inode.kind !== 'directory') throw new KernelError('ENOTDIR', path);
    check(location.inode, READ, this.context.credentials, path);
    return entriesOf(location);
  }

  readFile(path: string): Uint8Array {
    const { filesystem, inode } = this.open(path, { read: true });
    if (inode.kind === 'directory') throw new KernelError('EISDIR', path);
    if (inode.kind !== 'file') throw new KernelError('ENXIO', path);
    return filesystem.read(inode, 0, EVERYTHING);
  }

  getXattr(path: string, name: string): Uint8Array | undefined {
    const { inode } = find(this.context, path);
    const { credentials } = this.context;
    if (name.startsWith('trusted.') && !credentials.capabilities.has('CAP_SYS_ADMIN')) return undefined;
    if (name.startsWith('user.')) check(inode, READ, credentials, path);
    return inode.xattrs.get(name);
  }

  statfs(path: string): FilesystemUsage & { type: string; device: string; mountPoint: string } {
    const { filesystem, mount } = find(this.context, path);
    const usage = filesystem.usage?.() ?? { total: 0, used: 0, files: { total: 0, used: 0 } };
    const mountPoint = pathOf(mount.root, this.context.root);
    return { type: filesystem.type, ...usage, device: mount.device, mountPoint };
  }

  mounts(): { device: string; target: string; type: string; options: string }[] {
    return this.namespace.mounts(this.context.root);
  }

  /** Tells of changes at and below `path`, as absolute paths. */
  watch(path: string, listener: (path: string) => void): () => void {
    const location = find(this.context, path);
    const seen = pathOf(location, this.context.root);
    const inside = pathInFilesystem(location).slice(1);
    return location.filesystem.watch((changed) => {
      if (changed === inside) listener(seen);
      else if (inside === '') listener(`${seen === '/' ? '' : seen}/${changed}`);
      else if (changed.startsWith(`${inside}/`)) listener(seen + changed.slice(inside.length));
    });
  }

  // --- making

  mkdir(path: string, mode = 0o777): void {
    this.make(path, { kind: 'directory', mode: mode & 0o1777 & ~this.context.umask }, true);
  }

  symlink(target: string, path: string): void {
    if (target === '') throw new KernelError('ENOENT', path);
    this.make(path, { kind: 'symlink', target });
  }

  mknod(
    path: string,
    kind: 'fifo' | 'character' | 'block',
    mode: number,
    rdev: readonly [number, number] = [0, 0],
  ): void {
    const { credentials } = this.context;
    const walked = this.creatable(path, false);
    check(walked.directory.inode, WRITE | EXECUTE, credentials, path);
    if (kind !== 'fifo' && !credentials.capabilities.has('CAP_MKNOD')) throw new KernelError('EPERM', path);
    create(walked, { kind, mode: mode & 0o7777 & ~this.context.umask, rdev }, this.context, path);
  }

  link(target: string, path: string): void {
    const { context } = this;
    const from = find(context, target, false);
    const walked = this.creatable(path, false);
    const { directory, name } = walked;
    if (from.mount !== directory.mount || from.filesystem !== directory.filesystem) {
      throw new KernelError('EXDEV', path);
    }
    if (!this.mayLink(from.inode)) throw new KernelError('EPERM', path);
    check(directory.inode, WRITE | EXECUTE, context.credentials, path);
    tagged(path, () => directory.filesystem.link(directory.inode, name, from.inode));
  }

  /** fs.protected_hardlinks=1: not to what the caller could neither read nor write. */
  private mayLink(inode: Inode): boolean {
    const { credentials } = this.context;
    if (owns(inode, credentials)) return true;
    const privileged = (inode.mode & 0o4000) !== 0 || (inode.mode & 0o2010) === 0o2010;
    return inode.kind === 'file' && !privileged && permits(inode, READ | WRITE, credentials);
  }

  // --- removing and moving

  rmdir(path: string): void {
    const { directory, name, found, ending } = walkToEntry(this.context, path);
    if (ending === '.') throw new KernelError('EINVAL', path);
    if (ending === '..') throw new KernelError('ENOTEMPTY', path);
    if (ending === '/') throw new KernelError('EBUSY', path);
    writable(directory, path);
    if (!found) throw new KernelError('ENOENT', path);
    checkRemoval(directory.inode, found.inode, this.context.credentials, path);
    if (found.inode.kind !== 'directory') throw new KernelError('ENOTDIR', path);
    this.checkUncovered(directory, name, path);
    tagged(path, () => directory.filesystem.rmdir(directory.inode, name));
  }

  unlink(path: string): void {
    const { directory, name, found, trailingSlash } = walkToEntry(this.context, path);
    if (name === '') throw new KernelError('EISDIR', path);
    writable(directory, path);
    if (!found) throw new KernelError('ENOENT', path);
    if (trailingSlash) throw new KernelError(found.inode.kind === 'directory' ? 'EISDIR' : 'ENOTDIR', path);
    checkRemoval(directory.inode, found.inode, this.context.credentials, path);
    if (found.inode.kind === 'directory') throw new KernelError('EISDIR', path);
    this.checkUncovered(directory, name, path);
    tagged(path, () => directory.filesystem.unlink(directory.inode, name));
  }

  rename(from: string, to: string): void {
    const { credentials } = this.context;
    const source = walkToEntry(this.context, from);
    const target = walkToEntry(this.context, to);
    if (source.directory.mount !== target.directory.mount) throw new KernelError('EXDEV', to);
    if (source.name === '' || target.name === '') throw new KernelError('EBUSY', from);
    writable(source.directory, from);
    if (!source.found) throw new KernelError('ENOENT', from);
    const moved = source.found.inode;
    const directory = moved.kind === 'directory';
    if (!directory && (source.trailingSlash || target.trailingSlash)) throw new KernelError('ENOTDIR', from);
    if (moved === target.found?.inode) return;
    const above = target.directory;
    if (directory && isInside(above, moved)) throw new KernelError('EINVAL', from);
    if (target.found && isInside(source.directory, target.found.inode)) throw new KernelError('ENOTEMPTY', to);
    checkRemoval(source.directory.inode, moved, credentials, from);
    if (target.found) {
      checkRemoval(above.inode, target.found.inode, credentials, to);
      const covers = target.found.inode.kind === 'directory';
      if (directory !== covers) throw new KernelError(directory ? 'ENOTDIR' : 'EISDIR', to);
    } else check(above.inode, WRITE | EXECUTE, credentials, to);
    if (directory && source.directory.inode !== above.inode) check(moved, WRITE, credentials, from);
    this.checkUncovered(source.directory, source.name, from);
    this.checkUncovered(above, target.name, to);
    tagged(from, () => above.filesystem.rename(source.directory.inode, source.name, above.inode, target.name));
  }

  // --- attributes

  chmod(path: string, mode: number): void {
    const { filesystem, inode } = this.changeable(path, true);
    this.chmodInode(filesystem, inode, mode, path);
  }

  chown(path: string, uid: number, gid: number, options: { noFollow?: boolean } = {}): void {
    const { filesystem, inode } = this.changeable(path, !options.noFollow);
    if (!mayChown(inode, uid, gid, this.context.credentials)) throw new KernelError('EPERM', path);
    const attributes: Attributes = {};
    if (uid !== -1) attributes.uid = uid;
    if (gid !== -1) attributes.gid = gid;
    if (inode.kind !== 'directory' && inode.kind !== 'symlink') {
      const mode = withoutSetIds(inode, this.context.credentials);
      if (mode !== inode.mode && !owns(inode, this.context.credentials)) throw new KernelError('EPERM', path);
      attributes.mode = mode;
    }
    filesystem.setAttributes(inode, attributes);
  }

  utimes(path: string, times: Pick<Attributes, 'atime' | 'mtime'>, options: { noFollow?: boolean } = {}): void {
    const { filesystem, inode } = this.changeable(path, !options.noFollow);
    if (!owns(inode, this.context.credentials)) throw new KernelError('EPERM', path);
    const attributes: Attributes = {};
    if (times.atime !== undefined) attributes.atime = times.atime;
    if (times.mtime !== undefined) attributes.mtime = times.mtime;
    filesystem.setAttributes(inode, attributes);
  }

  setXattr(path: string, name: string, value: Uint8Array | undefined): void {
    const { filesystem, inode } = this.changeable(path, true);
    checkXattr(inode, name, this.context.credentials, path);
    tagged(path, () => filesystem.setXattr(inode, name, value));
  }

  /** chmod of an inode that is already open. */
  chmodInode(filesystem: Filesystem, inode: Inode, mode: number, path?: string): void {
    const { credentials } = this.context;
    if (!owns(inode, credentials)) throw new KernelError('EPERM', path);
    filesystem.setAttributes(inode, { mode: settableMode(inode, mode, credentials) });
  }

  // --- content

  truncate(path: string, size: number): void {
    const { filesystem, inode, mount } = find(this.context, path);
    if (inode.kind === 'directory') throw new KernelError('EISDIR', path);
    if (inode.kind !== 'file' || size < 0) throw new KernelError('EINVAL', path);
    if (mount.readOnly) throw new KernelError('EROFS', path);
    check(inode, WRITE, this.context.credentials, path);
    this.dropSetIds(filesystem, inode);
    tagged(path, () => filesystem.truncate(inode, size));
  }

  writeFile(
    path: string,
    data: Uint8Array | string,
    options: { mode?: number; append?: boolean; size?: number } = {},
  ): void {
    const bytes = typeof data === 'string' ? encode(data) : data;
    const { mode = 0o666, append = false, size } = options;
    const { filesystem, inode } = this.open(path, { write: true, create: true, append }, mode);
    if (inode.kind !== 'file') throw new KernelError('ENXIO', path);
    this.dropSetIds(filesystem, inode);
    tagged(path, () => {
      if (append) filesystem.write(inode, inode.size, bytes);
      else filesystem.replace(inode, bytes, size);
    });
  }

  /** What a write by this caller does to set-ID bits; call before writing through a descriptor. */
  dropSetIds(filesystem: Filesystem, inode: Inode): void {
    if ((inode.mode & 0o6000) === 0 || this.context.credentials.capabilities.has('CAP_FSETID')) return;
    const mode = withoutSetIds(inode, this.context.credentials);
    if (mode !== inode.mode) filesystem.setAttributes(inode, { mode });
  }

  // --- shared steps

  private searchable(path: string): Location {
    const location = find(this.context, path);
    if (location.inode.kind !== 'directory') throw new KernelError('ENOTDIR', path);
    check(location.inode, EXECUTE, this.context.credentials, path);
    return location;
  }

  private make(path: string, what: NewInode, directory = false): void {
    create(this.creatable(path, directory), what, this.context, path);
  }

  /** filename_create: a place where nothing is yet, in a mount that may be written to. */
  private creatable(path: string, directory: boolean): Walked {
    const walked = walkToEntry(this.context, path);
    if (walked.found) throw new KernelError('EEXIST', path);
    if (walked.trailingSlash && !directory) throw new KernelError('ENOENT', path);
    writable(walked.directory, path);
    return walked;
  }

  private changeable(path: string, follow: boolean): Location {
    const location = find(this.context, path, follow);
    if (location.mount.readOnly) throw new KernelError('EROFS', path);
    return location;
  }

  private checkUncovered(directory: Location, name: string, path: string): void {
    if (this.namespace.isMountpoint(directory, name)) throw new KernelError('EBUSY', path);
  }
}

/** The entries of a directory with what is mounted on them, `.` and `..` left out. */
export function entriesOf(location: Location): DirectoryEntry[] {
  const { filesystem, inode } = location;
  const entries: DirectoryEntry[] = [];
  for (const [name, entry] of filesystem.list(inode)) {
    entries.push({ name, kind: entry.kind, ino: entry.ino });
  }
  return entries;
}

function isSpecial(inode: Inode): boolean {
  return inode.kind !== 'file' && inode.kind !== 'directory' && inode.kind !== 'symlink';
}

/** Whether `directory` is `ancestor` or below it. */
function isInside(directory: Location, ancestor: Inode): boolean {
  for (let at: Location | undefined = directory; at; at = parentInMount(at)) if (at.inode === ancestor) return true;
  return false;
}
