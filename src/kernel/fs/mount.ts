import { KernelError } from '../errno.ts';
import type { MountOptions } from '../kernel.ts';
import { Location } from './location.ts';
import { pathNames } from './tree.ts';
import type { Filesystem, Inode } from './types.ts';

/** A file system, or a part of one, at a place of a mount namespace. */
export class Mount {
  readonly root: Location;
  readonly readOnly: boolean;
  /** `/data/web` of a bind mount's file system; '' when all of it is mounted. */
  readonly subpath: string;
  readonly device: string;
  /** Mounts on entries of this one, by the directory's inode number and the name. */
  readonly children = new Map<number, Map<string, Mount>>();
  /** The mount that covers this one's root. */
  over: Mount | undefined;

  constructor(
    readonly filesystem: Filesystem,
    /** What it covers; undefined for the root of the namespace. */
    readonly mountpoint: Location | undefined,
    private readonly settings: MountOptions = {},
  ) {
    const names = pathNames(settings.subpath ?? '');
    this.subpath = names.map((name) => `/${name}`).join('');
    this.root = new Location(this, inodeAt(filesystem, names), undefined, '');
    this.readOnly = settings.readOnly ?? false;
    this.device = settings.device ?? filesystem.type;
  }

  /** As /proc/mounts prints them. */
  get options(): string {
    return `${this.readOnly ? 'ro' : 'rw'},${this.settings.options ?? 'relatime'}`;
  }

  get busy(): boolean {
    return this.children.size > 0 || this.over !== undefined;
  }

  attach(): void {
    const covered = this.mountpoint!;
    if (covered.isMountRoot) {
      covered.mount.over = this;
      return;
    }
    const { children } = covered.mount;
    const ino = covered.parent!.inode.ino;
    const names = children.get(ino) ?? new Map<string, Mount>();
    names.set(covered.name, this);
    children.set(ino, names);
  }

  detach(): void {
    const covered = this.mountpoint!;
    if (covered.isMountRoot) {
      covered.mount.over = undefined;
      return;
    }
    const ino = covered.parent!.inode.ino;
    const names = covered.mount.children.get(ino);
    names?.delete(covered.name);
    if (names?.size === 0) covered.mount.children.delete(ino);
  }
}

/** The mount that is seen where `mount` is. */
export function topmost(mount: Mount): Mount {
  let top = mount;
  while (top.over) top = top.over;
  return top;
}

function inodeAt(filesystem: Filesystem, names: readonly string[]): Inode {
  let inode: Inode = filesystem.root;
  for (const name of names) {
    const next = inode.kind === 'directory' ? filesystem.lookup(inode, name) : undefined;
    if (!next) throw new KernelError('ENOENT', `/${names.join('/')}`);
    inode = next;
  }
  return inode;
}
