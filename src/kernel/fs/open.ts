import { KernelError } from '../errno.ts';
import type { OpenFlags } from '../system-calls.ts';
import { create, tagged, writable } from './create-entry.ts';
import type { Location } from './location.ts';
import { type PathContext, type Walked, walk, walkToEntry } from './path-walk.ts';
import { check, READ, WRITE } from './permissions.ts';
import type { Filesystem, Inode } from './types.ts';

/** What open(2) found or made: for regular files and directories to read and write, for the others to hand to their driver. */
export interface Opened {
  readonly filesystem: Filesystem;
  readonly inode: Inode;
  readonly location: Location;
  /** The mount is read-only. */
  readonly readOnly: boolean;
}

/** open(2): finds or makes the file, checks access, truncates. */
export function openPath(context: PathContext, path: string, flags: OpenFlags, mode: number): Opened {
  const walked =
    flags.create && path.endsWith('/')
      ? walkToEntry(context, path)
      : walk(context, path, !flags.noFollow && !(flags.create && flags.exclusive));
  if (flags.create) checkCreate(walked, flags, path);
  if (!walked.found) {
    if (!flags.create) throw new KernelError('ENOENT', path);
    return make(walked, context, path, mode);
  }
  const location = walked.found;
  if (flags.create && isOthersInSticky(walked, location.inode, context)) throw new KernelError('EACCES', path);
  checkOpen(location, flags, context, path);
  if (flags.write && location.inode.kind === 'file') prepareWrite(location, flags, path);
  return opened(location, location.inode);
}

function checkCreate(walked: Walked, flags: OpenFlags, path: string): void {
  if (walked.ending !== '' || walked.trailingSlash) throw new KernelError('EISDIR', path);
  if (!walked.found) return;
  if (flags.exclusive) throw new KernelError('EEXIST', path);
  if (walked.found.inode.kind === 'directory') throw new KernelError('EISDIR', path);
}

/**
 * may_create_in_sticky: O_CREAT must not find somebody else's device in a world-writable sticky directory. Files and
 * fifos are let through, as with fs.protected_regular=0 and fs.protected_fifos=0.
 */
function isOthersInSticky({ directory }: Walked, inode: Inode, { credentials }: PathContext): boolean {
  if (inode.kind === 'file' || inode.kind === 'fifo') return false;
  const { mode, uid } = directory.inode;
  return (mode & 0o1002) === 0o1002 && inode.uid !== uid && inode.uid !== credentials.euid;
}

function make(walked: Walked, context: PathContext, path: string, mode: number): Opened {
  const { directory, name } = walked;
  writable(directory, path);
  const inode = create(walked, { kind: 'file', mode: mode & 0o7777 & ~context.umask }, context, path);
  return opened(walked.directory, inode, name);
}

function checkOpen(location: Location, flags: OpenFlags, context: PathContext, path: string): void {
  const { inode } = location;
  if (inode.kind === 'symlink') throw new KernelError('ELOOP', path);
  if (flags.directory && inode.kind !== 'directory') throw new KernelError('ENOTDIR', path);
  if (flags.write && inode.kind === 'directory') throw new KernelError('EISDIR', path);
  let wanted = 0;
  if (flags.read || !flags.write) wanted |= READ;
  if (flags.write) wanted |= WRITE;
  check(inode, wanted, context.credentials, path);
  if (flags.write && inode.kind === 'file') writable(location, path);
}

function prepareWrite(location: Location, flags: OpenFlags, path: string): void {
  const { filesystem, inode } = location;
  if (flags.truncate) tagged(path, () => filesystem.truncate(inode, 0));
  else filesystem.openForWriting?.(inode);
}

function opened(location: Location, inode: Inode, name?: string): Opened {
  const { filesystem, mount } = location;
  const at = name === undefined ? location : location.child(name, inode);
  return { filesystem, inode, location: at, readOnly: mount.readOnly };
}
