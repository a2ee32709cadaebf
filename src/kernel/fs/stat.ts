import type { Filesystem, Inode, Stat } from './types.ts';

const BLOCK = 4096;

/** What stat(2) tells of an inode; also for descriptors. */
export function statOf(filesystem: Filesystem, inode: Inode): Stat {
  const { ino, kind, mode, uid, gid, size, nlink, mtime, atime, ctime, rdev, xattrs } = inode;
  const occupies = kind === 'file' || kind === 'directory';
  const blocks = occupies ? Math.ceil(size / BLOCK) * (BLOCK / 512) : 0;
  return { ino, dev: filesystem.dev, kind, mode, uid, gid, size, nlink, blocks, mtime, atime, ctime, rdev, xattrs };
}
