import type { FileContent } from './file-content.ts';
import type { DirectoryNode, FileKind, Inode, TreeNode } from './types.ts';

const NO_XATTRS: ReadonlyMap<string, Uint8Array> = new Map();

/**
 * An inode of an overlay or tmpfs. Made from a node of the lower tree when it is first looked at (and then still
 * below), or made new in the upper layer.
 */
export class LiveInode implements Inode {
  uid = 0;
  gid = 0;
  mode = 0;
  mtime = 0;
  atime = 0;
  ctime = 0;
  rdev: readonly [number, number] = [0, 0];
  target: string | undefined = undefined;
  xattrs: ReadonlyMap<string, Uint8Array> = NO_XATTRS;
  /** Names of a file. */
  links = 1;
  /** Where it is found: a directory's only name, a file's newest. Undefined for the root and once it is removed. */
  parent: LiveInode | undefined = undefined;
  name = '';
  /** Whether it is in the upper layer: new there, or copied up. */
  upper = false;
  content: FileContent | undefined = undefined;

  // --- directories
  /** The directory of the lower tree that shows through. */
  lower: DirectoryNode | undefined = undefined;
  /** Hides what the lower tree has at its place. */
  opaque = false;
  /** Entries looked at or made so far; null is a whiteout. What is missing here is what `lower` says. */
  children: Map<string, LiveInode | null> | undefined = undefined;
  /** Directories among the entries, while nothing of the lower tree shows through. */
  subdirectories = 0;

  constructor(
    public ino: number,
    readonly kind: FileKind,
  ) {}

  get size(): number {
    if (this.content) return this.content.size;
    if (this.kind === 'directory') return 4096;
    return this.target === undefined ? 0 : byteLength(this.target);
  }

  /** overlayfs answers 1 for a merged directory, else what the layer's own file system says. */
  get nlink(): number {
    if (this.kind !== 'directory') return this.links;
    if (this.links === 0) return 0;
    if (this.lower === undefined) return 2 + this.subdirectories;
    return this.upper || this.lower.merged ? 1 : 2 + countDirectories(this.lower);
  }

  /** Entries of the lower tree show through here. */
  get merges(): boolean {
    return this.lower !== undefined;
  }
}

const counted = new WeakMap<DirectoryNode, number>();

function countDirectories(directory: DirectoryNode): number {
  let count = counted.get(directory);
  if (count === undefined) {
    count = 0;
    for (const node of directory.entries.values()) if (node.kind === 'directory') count++;
    counted.set(directory, count);
  }
  return count;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Fills an inode with what a node of the lower tree says of it. */
export function takeMetadata(inode: LiveInode, node: TreeNode): void {
  inode.mode = node.mode;
  inode.uid = node.uid;
  inode.gid = node.gid;
  inode.mtime = inode.atime = inode.ctime = node.mtime;
  if (node.xattrs?.size) inode.xattrs = node.xattrs;
}
