import { KernelError } from '../errno.ts';
import { isDeleted, type Location, pathOf } from '../fs/location.ts';
import type { Opened } from '../fs/open.ts';
import { statOf } from '../fs/stat.ts';
import type { Filesystem, Inode, Stat } from '../fs/types.ts';
import { FileDescription } from './open-file.ts';
import { ProcessRecord } from './process.ts';
import type { Waiter } from './wait-queue.ts';

/** An inode as it was opened. */
export class OpenedInode {
  readonly filesystem: Filesystem;
  readonly inode: Inode;
  readonly #location: Location;
  readonly #root: Location;

  constructor({ filesystem, inode, location }: Opened, root: Location) {
    this.filesystem = filesystem;
    this.inode = inode;
    this.#location = location;
    this.#root = root;
  }

  /** Its path at present, as /proc/PID/fd shows it. */
  path(): string {
    const path = pathOf(this.#location, this.#root);
    return isDeleted(this.#location) ? `${path} (deleted)` : path;
  }

  stat(): Stat {
    return statOf(this.filesystem, this.inode);
  }
}

export interface Access {
  readonly read: boolean;
  readonly write: boolean;
  readonly append?: boolean;
}

/** An open regular file: an inode and an offset. */
export class RegularFile extends FileDescription {
  readonly kind = 'regular';
  readonly opened: OpenedInode;
  readonly #append: boolean;
  #offset = 0;

  constructor(opened: OpenedInode, access: Access) {
    super(access);
    this.opened = opened;
    this.#append = access.append ?? false;
  }

  get label(): string {
    return this.opened.path();
  }

  get offset(): number {
    return this.#offset;
  }

  read(_waiter: Waiter, max: number): Uint8Array {
    const { filesystem, inode } = this.opened;
    const bytes = filesystem.read(inode, this.#offset, max);
    this.#offset += bytes.length;
    return bytes;
  }

  write(waiter: Waiter, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const { filesystem, inode } = this.opened;
    if (waiter instanceof ProcessRecord) waiter.context.files.dropSetIds(filesystem, inode);
    if (this.#append) this.#offset = inode.size;
    filesystem.write(inode, this.#offset, bytes);
    this.#offset += bytes.length;
  }

  override seek(offset: number, whence: 'set' | 'current' | 'end'): number {
    const base = whence === 'set' ? 0 : whence === 'current' ? this.#offset : this.opened.inode.size;
    if (base + offset < 0) throw new KernelError('EINVAL');
    this.#offset = base + offset;
    return this.#offset;
  }

  override readAt(offset: number, max: number): Uint8Array {
    return this.opened.filesystem.read(this.opened.inode, offset, max);
  }

  override writeAt(offset: number, bytes: Uint8Array): void {
    if (bytes.length > 0) this.opened.filesystem.write(this.opened.inode, offset, bytes);
  }

  override truncate(size: number): void {
    this.opened.filesystem.truncate(this.opened.inode, size);
  }

  stat(): Stat {
    return this.opened.stat();
  }
}

/** An open directory: can be named, but not read as bytes. */
export class DirectoryFile extends FileDescription {
  readonly kind = 'regular';
  readonly opened: OpenedInode;

  constructor(opened: OpenedInode) {
    super({ read: true, write: false });
    this.opened = opened;
  }

  get label(): string {
    return this.opened.path();
  }
  read(): never {
    throw new KernelError('EISDIR');
  }
  write(): never {
    throw new KernelError('EBADF');
  }
  stat(): Stat {
    return this.opened.stat();
  }
}
