/** One member of a tar archive, as the reader gives it and the writer takes it. */
export interface TarEntry {
  /** As written: `usr/bin`, without a trailing slash even for a directory. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'hardlink' | 'fifo' | 'character' | 'block';
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
  /** A file's content. */
  readonly data?: Uint8Array;
  /** Target of a symlink or a hard link. */
  readonly link?: string;
  /** [major, minor] of a device. */
  readonly rdev?: readonly [number, number];
  /** PAX records beyond those the fields above need, e.g. `SCHILY.xattr.user.x`. */
  readonly records?: ReadonlyMap<string, Uint8Array>;
}

export const BLOCK = 512;
/** Directories carry a trailing slash in the archive; type flags by POSIX. */
export const TYPE_FLAG: Readonly<Record<TarEntry['kind'], string>> = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  character: '3',
  block: '4',
  directory: '5',
  fifo: '6',
};

export class TarError extends Error {}
