import { KernelError } from '../errno.ts';
import type { Location } from './location.ts';
import type { PathContext, Walked } from './path-walk.ts';
import { check, EXECUTE, inGroup, WRITE } from './permissions.ts';
import type { Inode, NewInode } from './types.ts';

/** Makes an entry where `walked` found none: ownership, set-group-ID directories, permission. */
export function create(walked: Walked, what: NewInode, context: PathContext, path: string): Inode {
  const { directory, name } = walked;
  const { credentials } = context;
  check(directory.inode, WRITE | EXECUTE, credentials, path);
  const inherits = (directory.inode.mode & 0o2000) !== 0;
  const gid = inherits ? directory.inode.gid : credentials.egid;
  if (inherits && what.kind === 'directory') what.mode |= 0o2000;
  else if (inherits && what.kind !== 'symlink' && (what.mode & 0o2010) === 0o2010) {
    if (!inGroup(gid, credentials) && !credentials.capabilities.has('CAP_FSETID')) what.mode &= ~0o2000;
  }
  return tagged(path, () => directory.filesystem.create(directory.inode, name, what, { uid: credentials.euid, gid }));
}

export function writable(location: Location, path: string): void {
  if (location.mount.readOnly) throw new KernelError('EROFS', path);
}

/** Names the path in a failure of the file system itself, which knows none. */
export function tagged<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof KernelError && error.path === undefined) throw new KernelError(error.code, path);
    throw error;
  }
}
