/**
 * The words of the file system: the immutable merged tree of an image, the change sets it is made from,
 * and the live file systems a mount namespace is put together from.
 */

export type FileKind = 'file' | 'directory' | 'symlink' | 'fifo' | 'character' | 'block' | 'socket';

/** Owner, permissions and times. `mode` holds the permission bits only (0o7777), never the file type. */
export interface Metadata {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Milliseconds since the epoch; whole seconds once it has been through a layer tar. */
  readonly mtime: number;
  readonly xattrs?: ReadonlyMap<string, Uint8Array>;
}

/** Names the layer a node came from: its DiffID (`sha256:…`), or '' for what no layer gave (tmpfs, host). */
export type LayerId = string;

interface NodeBase extends Metadata {
  readonly layer: LayerId;
}
export interface FileNode extends NodeBase {
  readonly kind: 'file';
  /** Immutable: whoever holds this array may keep it, nobody may write to it. */
  readonly data: Uint8Array;
  /** The size it claims (`ls -l`, `du`, image sizes). Built-in programs claim their real size while carrying few bytes; else data.length. */
  readonly size: number;
  /** Names in its tree that are this same file. The same FileNode object under two names is a hard link. */
  readonly nlink: number;
}
export interface DirectoryNode extends NodeBase {
  readonly kind: 'directory';
  readonly entries: ReadonlyMap<string, TreeNode>;
  /** More than one layer has this directory (overlayfs then answers st_nlink 1). */
  readonly merged?: boolean;
}
export interface SymlinkNode extends NodeBase {
  readonly kind: 'symlink';
  readonly target: string;
  /** As a file's; left out for 1. */
  readonly nlink?: number;
}
export interface SpecialNode extends NodeBase {
  readonly kind: 'fifo' | 'character' | 'block' | 'socket';
  /** [major, minor]; [0, 0] for fifo and socket. */
  readonly rdev: readonly [number, number];
  /** As a file's; left out for 1. */
  readonly nlink?: number;
}
/** A node of a persistent (shared, immutable) merged tree. */
export type TreeNode = FileNode | DirectoryNode | SymlinkNode | SpecialNode;

/** One entry of a change set. Paths are relative to the root, without leading or trailing slash: `etc/passwd`. */
export type Change =
  | ({
      readonly kind: 'directory';
      readonly path: string /** hides everything below it in lower layers */;
      readonly opaque?: boolean;
    } & Metadata)
  | ({ readonly kind: 'file'; readonly path: string; readonly data: Uint8Array; readonly size: number } & Metadata)
  | ({ readonly kind: 'symlink'; readonly path: string; readonly target: string } & Metadata)
  | ({
      readonly kind: 'fifo' | 'character' | 'block' | 'socket';
      readonly path: string;
      readonly rdev: readonly [number, number];
    } & Metadata)
  /** `path` is another name of `target`, an entry earlier in the same change set. */
  | { readonly kind: 'hardlink'; readonly path: string; readonly target: string }
  | { readonly kind: 'whiteout'; readonly path: string };

/** Parents come before children; each path at most once. Immutable. */
export type ChangeSet = readonly Change[];

/** What stat(2) tells. */
export interface Stat extends Metadata {
  readonly kind: FileKind;
  readonly ino: number;
  /** Number of the file system (differs between mounts of different file systems). */
  readonly dev: number;
  readonly nlink: number;
  /** Claimed size in bytes; a symlink's is its target's length, a directory's 4096. */
  readonly size: number;
  /** 512-byte blocks. */
  readonly blocks: number;
  readonly rdev: readonly [number, number];
  readonly atime: number;
  readonly ctime: number;
}

export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  readonly euid: number;
  readonly egid: number;
  readonly groups: readonly number[];
  /** Linux capability names (`CAP_CHOWN` …) in effect. Root checks ask for these, never for uid 0. */
  readonly capabilities: ReadonlySet<string>;
}

/** An inode of a live file system. Fields are read freely; changed only through its Filesystem. */
export interface Inode {
  readonly ino: number;
  readonly kind: FileKind;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly nlink: number;
  readonly mtime: number;
  readonly atime: number;
  readonly ctime: number;
  readonly rdev: readonly [number, number];
  readonly target?: string;
  readonly xattrs: ReadonlyMap<string, Uint8Array>;
}

export interface Attributes {
  mode?: number;
  uid?: number;
  gid?: number;
  mtime?: number;
  atime?: number;
}

export type NewInode =
  | { kind: 'file'; mode: number; data?: Uint8Array; size?: number }
  | { kind: 'directory'; mode: number }
  | { kind: 'symlink'; target: string }
  | { kind: 'fifo' | 'character' | 'block' | 'socket'; mode: number; rdev: readonly [number, number] };

/**
 * A live file system: inodes and names, no permission checks and no paths (a MountNamespace adds those).
 * Every failure is a KernelError. Changes are visible at once to every mount of it.
 */
/** statfs(2): bytes, and files. */
export interface FilesystemUsage {
  readonly total: number;
  readonly used: number;
  readonly files: { readonly total: number; readonly used: number };
}

export interface Filesystem {
  /** As /proc/mounts prints it: overlay, tmpfs, proc, ext4 … */
  readonly type: string;
  readonly dev: number;
  readonly root: Inode;
  lookup(directory: Inode, name: string): Inode | undefined;
  list(directory: Inode): Iterable<readonly [string, Inode]>;
  /** Makes `name`; EEXIST when it is there. */
  create(directory: Inode, name: string, what: NewInode, owner: { uid: number; gid: number }): Inode;
  link(directory: Inode, name: string, inode: Inode): void;
  unlink(directory: Inode, name: string): void;
  rmdir(directory: Inode, name: string): void;
  /** rename(2) inside this file system, replacing the target as Linux does. overlayfs answers EXDEV for a lower directory. */
  rename(from: Inode, fromName: string, to: Inode, toName: string): void;
  setAttributes(inode: Inode, attributes: Attributes): void;
  setXattr(inode: Inode, name: string, value: Uint8Array | undefined): void;
  /** Up to `length` bytes from `offset`; empty at the end. The result must not be written to. */
  read(inode: Inode, offset: number, length: number): Uint8Array;
  write(inode: Inode, offset: number, bytes: Uint8Array): void;
  truncate(inode: Inode, size: number): void;
  /** Replaces the whole content at once (cheap: no copy). `size` claims a nominal size. */
  replace(inode: Inode, data: Uint8Array, size?: number): void;
  /** Calls back after each change below the root with the changed path relative to it; returns the way to stop. */
  watch(listener: (path: string) => void): () => void;
  /** Told when an inode is opened for writing: overlayfs copies up here, before anything is written. */
  openForWriting?(inode: Inode): void;
  /** The parent and present name of a directory; undefined for the root. Left out: a directory never moves. */
  parentOf?(directory: Inode): { readonly parent: Inode; readonly name: string } | undefined;
  /**
   * What a magic link (`/proc/self/fd/1`) leads to, whatever its text says; undefined for an ordinary symlink.
   * Links to directories are always walked by their text.
   */
  follow?(symlink: Inode): { readonly filesystem: Filesystem; readonly inode: Inode } | undefined;
  /** For statfs, in bytes. */
  usage?(): FilesystemUsage;
}

/** Where a path of an overlay comes from and what it hides; for the writable-layer view. */
export interface Provenance {
  /** 'upper' or the layer that gives what is seen. */
  readonly from: 'upper' | LayerId;
  /** The layer whose entry at this path is hidden or copied up, when there is one. */
  readonly hides?: LayerId;
}

/** One entry of a writable layer, as `docker diff` knows it. */
export interface UpperEntry {
  /** Absolute: `/etc/passwd`. */
  readonly path: string;
  readonly change: 'added' | 'changed' | 'deleted';
  readonly kind: FileKind;
  readonly size: number;
  readonly hides?: LayerId;
}

/** A container's file system: an image's tree below, a writable layer above. */
export interface OverlayFilesystem extends Filesystem {
  readonly lower: DirectoryNode;
  /**
   * What `docker diff` says of the writable layer, by path: what differs from below. A directory is `changed` when
   * something in it is; what was copied up and left as it was is left out.
   */
  upper(): UpperEntry[];
  /** The writable layer as the layer a commit would make. */
  changeSet(): ChangeSet;
  provenance(path: string): Provenance | undefined;
  /** Claimed bytes in the writable layer, symlinks included: the SIZE of `docker ps -s`. */
  upperSize(): number;
  /** The merged tree with the writable layer as its top layer, named `layer`: what an image of a commit holds. */
  commit(layer: LayerId): DirectoryNode;
}
