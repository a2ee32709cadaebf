import { KernelError } from '../errno.ts';
import type { FileKind, Inode } from '../fs/types.ts';
import type { FileDescription } from './open-file.ts';

/** What `/proc/PID/fd/N` leads to when no path does: a pipe, a socket, a terminal of another mount namespace. */
export class DescriptionInode implements Inode {
  readonly description: FileDescription;
  readonly ino: number;
  readonly kind: FileKind;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: number;
  readonly rdev: readonly [number, number];
  readonly nlink = 1;
  readonly size = 0;
  readonly xattrs: ReadonlyMap<string, Uint8Array> = new Map();

  constructor(description: FileDescription) {
    const stat = description.stat();
    this.description = description;
    this.ino = stat.ino;
    this.kind = stat.kind;
    this.mode = stat.mode;
    this.uid = stat.uid;
    this.gid = stat.gid;
    this.mtime = stat.mtime;
    this.rdev = stat.rdev;
  }

  get atime(): number {
    return this.mtime;
  }
  get ctime(): number {
    return this.mtime;
  }

  /** open(2) through the magic link. */
  reopen(access: { read: boolean; write: boolean }): FileDescription {
    if (this.kind === 'socket') throw new KernelError('ENXIO');
    return this.description.reopen(access);
  }
}
