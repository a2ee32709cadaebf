import type { Mount } from './mount.ts';
import type { Filesystem, Inode } from './types.ts';

/** A place in a mount namespace: an inode as seen through a mount, and how it was reached. What a cwd, a chroot and an open file keep. */
export class Location {
  constructor(
    readonly mount: Mount,
    readonly inode: Inode,
    /** Undefined for the root of a mount. */
    readonly parent: Location | undefined,
    readonly name: string,
    /** Another than the mount's, when a magic link of /proc led here. */
    readonly filesystem: Filesystem = mount.filesystem,
  ) {}

  /** An entry of this directory. */
  child(name: string, inode: Inode): Location {
    return new Location(this.mount, inode, this, name);
  }

  is(other: Location): boolean {
    return this.inode === other.inode && this.mount === other.mount;
  }

  get isMountRoot(): boolean {
    return this.inode === this.mount.root.inode;
  }
}

/** The directory above, inside the same mount; undefined for its root. Directories that were moved are found where they are now. */
export function parentInMount(location: Location): Location | undefined {
  if (location.isMountRoot) return undefined;
  const { filesystem, inode, mount, parent } = location;
  if (inode.kind !== 'directory' || !filesystem.parentOf) return parent;
  const now = filesystem.parentOf(inode);
  if (!now) return undefined;
  if (parent?.inode === now.parent) return parent;
  return directoryLocation(mount, now.parent);
}

function directoryLocation(mount: Mount, inode: Inode): Location {
  if (inode === mount.root.inode) return mount.root;
  const above = mount.filesystem.parentOf?.(inode);
  return new Location(mount, inode, above && directoryLocation(mount, above.parent), above?.name ?? '');
}

/** `..`: steps out of mounts, never out of `root`. */
export function parentOf(location: Location, root: Location): Location {
  let at = location;
  for (;;) {
    if (at.is(root)) return at;
    if (!at.isMountRoot) return parentInMount(at) ?? at;
    if (!at.mount.mountpoint) return at;
    at = at.mount.mountpoint;
  }
}

function nameOf(location: Location): string {
  if (location.inode.kind !== 'directory') return location.name;
  return location.filesystem.parentOf?.(location.inode)?.name ?? location.name;
}

/** Whether its name has been removed since it was reached. */
export function isDeleted(location: Location): boolean {
  if (location.isMountRoot) return false;
  const { filesystem, inode, parent, name } = location;
  if (inode.kind === 'directory') return filesystem.parentOf !== undefined && !filesystem.parentOf(inode);
  return inode.nlink === 0 || (parent !== undefined && filesystem.lookup(parent.inode, name)?.ino !== inode.ino);
}

/** The absolute path of a location as a process with this root sees it; `(deleted)` is for the caller to add. */
export function pathOf(location: Location, root: Location): string {
  let path = '';
  let at = location;
  while (!at.is(root)) {
    if (at.isMountRoot) {
      if (!at.mount.mountpoint) break;
      at = at.mount.mountpoint;
      continue;
    }
    path = `/${nameOf(at)}${path}`;
    const above = parentInMount(at);
    if (!above) break;
    at = above;
  }
  return path || '/';
}

/** The path inside its file system: absolute, whatever part of it is mounted where. */
export function pathInFilesystem(location: Location): string {
  let path = '';
  let at: Location | undefined = location;
  while (at && !at.isMountRoot) {
    path = `/${nameOf(at)}${path}`;
    at = parentInMount(at);
  }
  return location.mount.subpath + path || '/';
}
