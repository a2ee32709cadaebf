import { KernelError } from '../errno.ts';
import { FileContent } from './file-content.ts';
import { LiveInode, takeMetadata } from './live-inode.ts';
import type { Attributes, DirectoryNode, Filesystem, FilesystemUsage, Inode, NewInode, TreeNode } from './types.ts';
import { Watchers } from './watchers.ts';

export interface LiveOptions {
  readonly type: string;
  readonly lower: DirectoryNode;
  /** The clock. */
  now(): number;
  /** Bytes the upper layer may hold; ENOSPC beyond. */
  readonly limit?: number;
  /** What statfs says of the disk below; left out: `limit`. */
  readonly total?: number;
}

const PAGE = 4096;
/** What an ext4 file system of the size claimed has. */
const INODES = 3_907_584;
const WHITEOUT_DEVICE = 0;
let devices = 64;

/** A disk whose files fill this much memory is full, whatever size it claims. */
const MEMORY = 512 << 20;

/**
 * The one live file system: an upper layer over an immutable tree, with the rules of Linux's overlayfs
 * (index=off, metacopy=off, redirect_dir=off). A tmpfs is one over an empty tree.
 */
export class LiveFilesystem implements Filesystem {
  readonly type: string;
  readonly dev = devices++;
  readonly root: LiveInode;
  readonly lower: DirectoryNode;
  protected readonly now: () => number;
  private readonly limit: number;
  /** Bytes of files written here that memory holds. */
  private memory = 0;
  private readonly total: number;
  private used = 0;
  private inodes = 0;
  /** Inode numbers of lower hard links: the same under every name until one is copied up. */
  private readonly linkNumbers = new Map<TreeNode, number>();
  private readonly watchers = new Watchers();

  constructor(options: LiveOptions) {
    this.type = options.type;
    this.lower = options.lower;
    this.now = options.now;
    this.limit = options.limit ?? Number.POSITIVE_INFINITY;
    this.total = options.total ?? options.limit ?? 0;
    this.root = this.materialise(options.lower);
    this.root.upper = true;
    if (options.type !== 'overlay') this.root.lower = undefined;
  }

  // --- names

  lookup(directory: Inode, name: string): LiveInode | undefined {
    const { children, lower } = directory as LiveInode;
    if (children === undefined) throw new KernelError('ENOTDIR');
    const known = children.get(name);
    if (known !== undefined) return known ?? undefined;
    const node = lower?.entries.get(name);
    if (node === undefined) return undefined;
    const inode = this.materialise(node);
    inode.parent = directory as LiveInode;
    inode.name = name;
    children.set(name, inode);
    return inode;
  }

  list(directory: Inode): (readonly [string, LiveInode])[] {
    const { children, lower } = directory as LiveInode;
    if (children === undefined) throw new KernelError('ENOTDIR');
    const entries: (readonly [string, LiveInode])[] = [];
    if (lower) {
      for (const name of lower.entries.keys()) {
        const inode = this.lookup(directory, name);
        if (inode) entries.push([name, inode]);
      }
    }
    for (const [name, inode] of children) {
      if (inode && !lower?.entries.has(name)) entries.push([name, inode]);
    }
    return entries;
  }

  parentOf(directory: Inode): { parent: LiveInode; name: string } | undefined {
    const { parent, name } = directory as LiveInode;
    return parent && { parent, name };
  }

  create(directory: Inode, name: string, what: NewInode, owner: { uid: number; gid: number }): LiveInode {
    const parent = directory as LiveInode;
    this.checkAbsent(parent, name);
    if (
      what.kind === 'character' &&
      this.type === 'overlay' &&
      what.rdev[0] === WHITEOUT_DEVICE &&
      what.rdev[1] === WHITEOUT_DEVICE
    ) {
      throw new KernelError('EPERM');
    }
    const inode = this.make(what);
    inode.uid = owner.uid;
    inode.gid = owner.gid;
    if (inode.content) this.reserve(0, inode.content.size);
    this.copyUp(parent);
    // A directory made over a whiteout must not let the deleted one show through again.
    if (inode.kind === 'directory' && parent.children!.get(name) === null) inode.opaque = true;
    this.attach(parent, name, inode);
    this.touch(parent);
    if (this.watchers.active) this.notify(inode);
    return inode;
  }

  link(directory: Inode, name: string, inode: Inode): void {
    const parent = directory as LiveInode;
    const file = inode as LiveInode;
    if (file.kind === 'directory') throw new KernelError('EPERM');
    this.checkAbsent(parent, name);
    if (file.links === 0) throw new KernelError('ENOENT');
    this.copyUp(file);
    this.copyUp(parent);
    file.links++;
    this.attach(parent, name, file);
    file.ctime = this.touch(parent);
    if (this.watchers.active) this.notify(file);
  }

  unlink(directory: Inode, name: string): void {
    const parent = directory as LiveInode;
    const inode = this.existing(parent, name);
    if (inode.kind === 'directory') throw new KernelError('EISDIR');
    this.copyUp(parent);
    this.detach(parent, name);
    this.dropName(inode, parent, name);
    inode.ctime = this.touch(parent);
    if (this.watchers.active) this.notifyEntry(parent, name);
  }

  rmdir(directory: Inode, name: string): void {
    const parent = directory as LiveInode;
    const inode = this.existing(parent, name);
    if (inode.kind !== 'directory') throw new KernelError('ENOTDIR');
    if (!isEmpty(inode)) throw new KernelError('ENOTEMPTY');
    this.copyUp(parent);
    this.detach(parent, name);
    this.dropName(inode, parent, name);
    this.touch(parent);
    if (this.watchers.active) this.notifyEntry(parent, name);
  }

  rename(from: Inode, fromName: string, to: Inode, toName: string): void {
    const source = this.existing(from as LiveInode, fromName);
    const oldParent = from as LiveInode;
    const newParent = to as LiveInode;
    const target = this.lookup(newParent, toName);
    if (source === target) return;
    if (newParent !== this.root && newParent.parent === undefined) throw new KernelError('ENOENT');
    this.checkRename(source, target, oldParent, newParent);

    this.copyUp(newParent);
    this.copyUp(source);
    this.copyUp(oldParent);
    // overlayfs marks it before it asks the upper file system to rename, which may still refuse.
    if (source.kind === 'directory' && newParent.merges) source.opaque = true;
    if (target?.kind === 'directory' && !isEmpty(target)) throw new KernelError('ENOTEMPTY');
    if (target) {
      this.detach(newParent, toName);
      this.dropName(target, newParent, toName);
    }
    this.detach(oldParent, fromName);
    this.attach(newParent, toName, source);
    this.touch(oldParent);
    source.ctime = this.touch(newParent);
    if (this.watchers.active) {
      this.notifyEntry(oldParent, fromName);
      this.notify(source);
    }
  }

  // --- inodes

  setAttributes(inode: Inode, attributes: Attributes): void {
    const live = inode as LiveInode;
    this.copyUp(live);
    if (attributes.mode !== undefined && live.kind !== 'symlink') live.mode = attributes.mode & 0o7777;
    if (attributes.uid !== undefined) live.uid = attributes.uid;
    if (attributes.gid !== undefined) live.gid = attributes.gid;
    if (attributes.mtime !== undefined) live.mtime = attributes.mtime;
    if (attributes.atime !== undefined) live.atime = attributes.atime;
    live.ctime = this.now();
    if (this.watchers.active) this.notify(live);
  }

  setXattr(inode: Inode, name: string, value: Uint8Array | undefined): void {
    const live = inode as LiveInode;
    if (value === undefined && !live.xattrs.has(name)) throw new KernelError('ENODATA');
    this.copyUp(live);
    const xattrs = new Map(live.xattrs);
    if (value === undefined) xattrs.delete(name);
    else xattrs.set(name, value);
    live.xattrs = xattrs;
    live.ctime = this.now();
    if (this.watchers.active) this.notify(live);
  }

  openForWriting(inode: Inode): void {
    this.copyUp(inode as LiveInode);
  }

  read(inode: Inode, offset: number, length: number): Uint8Array {
    return contentOf(inode).read(offset, length);
  }

  write(inode: Inode, offset: number, bytes: Uint8Array): void {
    const content = contentOf(inode);
    const live = inode as LiveInode;
    this.copyUp(live);
    const before = content.size;
    const held = content.memory;
    if (this.memory > MEMORY) throw new KernelError('ENOSPC');
    const room = this.limit - this.used + pages(before);
    const fitting = offset + bytes.length <= room ? bytes : bytes.subarray(0, Math.max(0, room - offset));
    content.write(offset, fitting);
    this.used += pages(content.size) - pages(before);
    this.memory += content.memory - held;
    this.modified(live);
    if (fitting.length < bytes.length) throw new KernelError('ENOSPC');
  }

  truncate(inode: Inode, size: number): void {
    const content = contentOf(inode);
    this.copyUp(inode as LiveInode);
    this.reserve(content.size, size);
    const held = content.memory;
    content.truncate(size);
    this.memory += content.memory - held;
    this.modified(inode as LiveInode);
  }

  replace(inode: Inode, data: Uint8Array, size = data.length): void {
    const content = contentOf(inode);
    const live = inode as LiveInode;
    this.copyUp(live);
    this.reserve(content.size, size);
    live.content = new FileContent(data, size);
    this.memory += live.content.memory - content.memory;
    this.modified(live);
  }

  watch(listener: (path: string) => void): () => void {
    return this.watchers.add(listener);
  }

  usage(): FilesystemUsage {
    return { total: this.total, used: this.used, files: { total: INODES, used: this.inodes } };
  }

  /** The path of an inode relative to the root; undefined once it has no name. */
  pathOf(inode: LiveInode): string | undefined {
    let path = '';
    for (let at = inode; at !== this.root; at = at.parent) {
      if (!at.parent) return undefined;
      path = path === '' ? at.name : `${at.name}/${path}`;
    }
    return path;
  }

  // --- the layers

  /** Brings an inode, and the directories it is in, into the upper layer. Never on a read. */
  protected copyUp(inode: LiveInode): void {
    if (inode.upper) return;
    if (inode.parent) this.copyUp(inode.parent);
    inode.upper = true;
    // Copying up one name of a lower hard link breaks the link, as with index=off: it is a file of its own from now on.
    if (inode.kind !== 'directory') {
      if (inode.links > 1) inode.ino = ++this.inodes;
      inode.links = 1;
    }
    if (inode.content) this.used += pages(inode.content.size);
  }

  private materialise(node: TreeNode): LiveInode {
    const inode = new LiveInode(this.number(node), node.kind);
    takeMetadata(inode, node);
    if (node.kind !== 'directory') inode.links = node.nlink ?? 1;
    switch (node.kind) {
      case 'file':
        inode.content = new FileContent(node.data, node.size);
        break;
      case 'directory':
        inode.lower = node;
        inode.children = new Map();
        break;
      case 'symlink':
        inode.target = node.target;
        break;
      default:
        inode.rdev = node.rdev;
    }
    return inode;
  }

  private number(node: TreeNode): number {
    if (node.kind === 'directory' || (node.nlink ?? 1) === 1) return ++this.inodes;
    let ino = this.linkNumbers.get(node);
    if (ino === undefined) this.linkNumbers.set(node, (ino = ++this.inodes));
    return ino;
  }

  private make(what: NewInode): LiveInode {
    const inode = new LiveInode(++this.inodes, what.kind);
    inode.upper = true;
    inode.mtime = inode.atime = inode.ctime = this.now();
    inode.mode = what.kind === 'symlink' ? 0o777 : what.mode & 0o7777;
    if (what.kind === 'file') inode.content = new FileContent(what.data, what.size);
    else if (what.kind === 'directory') inode.children = new Map();
    else if (what.kind === 'symlink') inode.target = what.target;
    else inode.rdev = what.rdev;
    return inode;
  }

  private attach(parent: LiveInode, name: string, inode: LiveInode): void {
    parent.children!.set(name, inode);
    inode.parent = parent;
    inode.name = name;
    if (inode.kind === 'directory') parent.subdirectories++;
  }

  /** Takes a name away; what the lower tree has there is hidden by a whiteout. */
  private detach(parent: LiveInode, name: string): void {
    const children = parent.children!;
    if (children.get(name)?.kind === 'directory') parent.subdirectories--;
    if (parent.lower?.entries.has(name)) children.set(name, null);
    else children.delete(name);
  }

  private dropName(inode: LiveInode, parent: LiveInode, name: string): void {
    inode.links = inode.kind === 'directory' ? 0 : inode.links - 1;
    if (inode.parent === parent && inode.name === name) inode.parent = undefined;
    if (inode.links === 0 && inode.upper && inode.content) {
      this.used -= pages(inode.content.size);
      this.memory -= inode.content.memory;
    }
  }

  private checkAbsent(parent: LiveInode, name: string): void {
    if (this.lookup(parent, name)) throw new KernelError('EEXIST');
    if (parent.links === 0) throw new KernelError('ENOENT');
  }

  private existing(parent: LiveInode, name: string): LiveInode {
    const inode = this.lookup(parent, name);
    if (!inode) throw new KernelError('ENOENT');
    return inode;
  }

  private checkRename(source: LiveInode, target: LiveInode | undefined, from: LiveInode, to: LiveInode): void {
    if (isAncestor(source, to)) throw new KernelError('EINVAL');
    if (target && isAncestor(target, from)) throw new KernelError('ENOTEMPTY');
    const directory = source.kind === 'directory';
    if (target && directory && target.kind !== 'directory') throw new KernelError('ENOTDIR');
    if (target?.kind === 'directory' && !directory) throw new KernelError('EISDIR');
    if (directory && (source.merges || !source.upper)) throw new KernelError('EXDEV');
    if (target?.merges && !isEmpty(target)) throw new KernelError('ENOTEMPTY');
  }

  private reserve(before: number, after: number): void {
    const used = this.used + pages(after) - pages(before);
    if (used > this.limit && after > before) throw new KernelError('ENOSPC');
    this.used = used;
  }

  private touch(inode: LiveInode): number {
    return (inode.mtime = inode.ctime = this.now());
  }

  private modified(inode: LiveInode): void {
    this.touch(inode);
    if (this.watchers.active) this.notify(inode);
  }

  private notify(inode: LiveInode): void {
    const path = this.pathOf(inode);
    if (path !== undefined) this.watchers.tell(path);
  }

  private notifyEntry(parent: LiveInode, name: string): void {
    const path = this.pathOf(parent);
    if (path !== undefined) this.watchers.tell(path === '' ? name : `${path}/${name}`);
  }
}

function contentOf(inode: Inode): FileContent {
  const { content, kind } = inode as LiveInode;
  if (content === undefined) throw new KernelError(kind === 'directory' ? 'EISDIR' : 'EINVAL');
  return content;
}

function isEmpty(directory: LiveInode): boolean {
  const { children, lower } = directory;
  for (const child of children!.values()) if (child) return false;
  if (lower) for (const name of lower.entries.keys()) if (!children!.has(name)) return false;
  return true;
}

/** Whether `inode` is `directory` or above it. */
function isAncestor(inode: LiveInode, directory: LiveInode): boolean {
  for (let at: LiveInode | undefined = directory; at; at = at.parent) if (at === inode) return true;
  return false;
}

function pages(size: number): number {
  return Math.ceil(size / PAGE) * PAGE;
}
