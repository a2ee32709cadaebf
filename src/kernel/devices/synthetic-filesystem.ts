import { KernelError } from '../errno.ts';
import type { FileKind, Filesystem, Inode } from '../fs/types.ts';
import { EMPTY } from '../process/open-file.ts';

/** A node of a tree that is made up while it is looked at. */
export type SyntheticNode = (
  | { kind: 'directory'; lookup(name: string): SyntheticNode | undefined; names(): Iterable<string> }
  | { kind: 'file'; read(): string | Uint8Array; write?(text: string): void }
  | { kind: 'symlink'; target(): string; follow?(): Destination | undefined }
) & { mode?: number; uid?: number; gid?: number };

interface Destination {
  readonly filesystem: Filesystem;
  readonly inode: Inode;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const MODES = { directory: 0o555, file: 0o444, symlink: 0o777 } as const;
let devices = 20;

/** A directory with the given entries. */
export function directory(entries: Readonly<Record<string, SyntheticNode>>): SyntheticNode {
  const known = new Map(Object.entries(entries));
  return { kind: 'directory', lookup: (name) => known.get(name), names: () => known.keys() };
}

export function file(read: () => string): SyntheticNode {
  return { kind: 'file', read };
}

export function symlink(target: () => string): SyntheticNode {
  return { kind: 'symlink', target };
}

class SyntheticInode implements Inode {
  readonly node: SyntheticNode;
  readonly path: string;
  readonly ino: number;
  readonly mtime: number;
  readonly size = 0;
  readonly rdev: readonly [number, number] = [0, 0];
  readonly xattrs: ReadonlyMap<string, Uint8Array> = new Map();
  /** What reading from the beginning found; later reads go on in it. */
  content: Uint8Array = EMPTY;

  constructor(node: SyntheticNode, path: string, mtime: number) {
    this.node = node;
    this.path = path;
    this.ino = numberOf(path);
    this.mtime = mtime;
  }

  get kind(): FileKind {
    return this.node.kind;
  }
  get mode(): number {
    return this.node.mode ?? MODES[this.node.kind];
  }
  get uid(): number {
    return this.node.uid ?? 0;
  }
  get gid(): number {
    return this.node.gid ?? 0;
  }
  get nlink(): number {
    return this.kind === 'directory' ? 2 : 1;
  }
  get atime(): number {
    return this.mtime;
  }
  get ctime(): number {
    return this.mtime;
  }
  get target(): string | undefined {
    return this.node.kind === 'symlink' ? this.node.target() : undefined;
  }
}

/** The same number for the same path each time (FNV-1a). */
function numberOf(path: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < path.length; at++) hash = Math.imul(hash ^ path.charCodeAt(at), 0x01000193);
  return (hash >>> 0) + 2;
}

/** A file system like proc or sysfs: its content is what the kernel knows at the moment, nothing can be made in it. */
export class SyntheticFilesystem implements Filesystem {
  readonly type: string;
  readonly dev = devices++;
  readonly root: SyntheticInode;
  readonly #now: () => number;

  constructor(options: { type: string; root: SyntheticNode; now: () => number }) {
    this.type = options.type;
    this.#now = options.now;
    this.root = new SyntheticInode(options.root, '', options.now());
  }

  lookup(parent: Inode, name: string): Inode | undefined {
    const { node, path } = own(parent);
    if (node.kind !== 'directory') throw new KernelError('ENOTDIR');
    const found = node.lookup(name);
    return found && new SyntheticInode(found, `${path}/${name}`, this.#now());
  }

  *list(parent: Inode): Iterable<readonly [string, Inode]> {
    const { node } = own(parent);
    if (node.kind !== 'directory') throw new KernelError('ENOTDIR');
    for (const name of node.names()) {
      const inode = this.lookup(parent, name);
      if (inode) yield [name, inode];
    }
  }

  follow(link: Inode): Destination | undefined {
    const { node } = own(link);
    return node.kind === 'symlink' ? node.follow?.() : undefined;
  }

  read(inode: Inode, offset: number, length: number): Uint8Array {
    const synthetic = own(inode);
    const { node } = synthetic;
    if (node.kind !== 'file') throw new KernelError('EISDIR');
    if (offset === 0) {
      const content = node.read();
      synthetic.content = typeof content === 'string' ? encoder.encode(content) : content;
    }
    return synthetic.content.subarray(offset, offset + length);
  }

  write(inode: Inode, _offset: number, bytes: Uint8Array): void {
    const { node } = own(inode);
    if (node.kind !== 'file' || !node.write) throw new KernelError('EACCES');
    node.write(decoder.decode(bytes).trimEnd());
  }

  replace(inode: Inode, data: Uint8Array): void {
    this.write(inode, 0, data);
  }
  /** Opening to write truncates first, which means nothing here. */
  truncate(): void {}

  create(): never {
    throw new KernelError('ENOENT');
  }
  link(): never {
    throw new KernelError('EPERM');
  }
  unlink(): never {
    throw new KernelError('EPERM');
  }
  rmdir(): never {
    throw new KernelError('EPERM');
  }
  rename(): never {
    throw new KernelError('EPERM');
  }
  setAttributes(): never {
    throw new KernelError('EPERM');
  }
  setXattr(): never {
    throw new KernelError('ENOTSUP');
  }
  watch(): () => void {
    return () => {};
  }
}

function own(inode: Inode): SyntheticInode {
  if (!(inode instanceof SyntheticInode)) throw new KernelError('EINVAL');
  return inode;
}
