import type { Change, DirectoryNode, FileNode, TreeNode } from '../../kernel/fs/types.ts';
import { changesFromTar } from '../../oci/layer.ts';
import { baseName } from '../convert/path.ts';
import type { CopyAction } from '../graph.ts';
import { isArchive, unpackedArchive } from './archive.ts';
import { changeMode, isOctal } from './mode.ts';
import { selectNodes, walkSelected } from './selection.ts';
import type { Found } from './source-tree.ts';
import type { TreeWriter } from './tree-writer.ts';
import { lookUpOwner, type Owner } from './users.ts';

const ROOT: Owner = { uid: 0, gid: 0 };

/** Carries out one source of a COPY or ADD (BuildKit's solver/llbsolver/file and fsutil's copy). */
export function copyInto(
  writer: TreeWriter,
  root: DirectoryNode,
  action: CopyAction,
  asRoot: boolean,
  /** Where the tree is mounted, as messages show it. */
  mountPoint = '',
): void {
  const owner = action.chown === '' ? undefined : lookUpOwner(writer.base, action.chown);
  const copier = new Copier(writer, action, owner, asRoot, mountPoint);
  for (const found of selectNodes(root, action)) {
    if (action.unpack && found.node.kind === 'file' && isArchive(found.node.data)) copier.unpack(found.node.data);
    else copier.copy(found);
  }
}

class Copier {
  readonly #writer: TreeWriter;
  readonly #action: CopyAction;
  readonly #owner: Owner | undefined;
  readonly #asRoot: boolean;
  readonly #mountPoint: string;
  /** Where the first name of a hard-linked file went. */
  readonly #links = new Map<FileNode, string>();

  constructor(writer: TreeWriter, action: CopyAction, owner: Owner | undefined, asRoot: boolean, mountPoint: string) {
    this.#writer = writer;
    this.#action = action;
    this.#owner = owner;
    this.#asRoot = asRoot;
    this.#mountPoint = mountPoint;
  }

  copy(found: Found & { readonly written: string }): void {
    const { destination, directoryContents } = this.#action;
    const made = this.#owner ?? ROOT;
    const { chmod } = this.#action;
    // Directories made on the way get an octal mode too, as mkdir(2) gives it under the daemon's umask.
    const mode = isOctal(chmod) ? changeMode(0, chmod, true) & 0o755 : undefined;
    const writer = this.#writer;
    const into = /\/\.?$/.test(destination) ? destination : destination.slice(0, destination.lastIndexOf('/'));
    writer.makeDirectories(writer.resolve(into), made, { mode });
    let target = writer.resolve(destination);
    const isDirectory = found.node.kind === 'directory';
    const there = target === '' ? { kind: 'directory' } : writer.entry(target);
    if (isDirectory ? !directoryContents && there : there?.kind === 'directory') {
      const name = baseName(found.written);
      if (name !== '/') target = target === '' ? name : `${target}/${name}`;
    }
    const parent =
      isDirectory && directoryContents && !there ? target : target.slice(0, Math.max(target.lastIndexOf('/'), 0));
    writer.makeDirectories(parent, made, { mode });
    walkSelected(found, this.#action, (_path, node, relative) => {
      this.#place(node, relative === '' ? target : target === '' ? relative : `${target}/${relative}`, relative === '');
    });
    // A directory whose contents are copied gives the destination its time, and nothing else (fsutil restores times last).
    // The root of a context has none: it is made for each build.
    if (isDirectory && found.path !== '') writer.settle(target, found.node.mtime);
  }

  /** A tar (plain or compressed) is put out into the destination, which is always a directory. */
  unpack(data: Uint8Array): void {
    const writer = this.#writer;
    const target = writer.resolve(this.#action.destination);
    writer.makeDirectories(target, this.#owner ?? ROOT);
    const inside = (path: string): string => (target === '' ? path : `${target}/${path}`);
    for (const change of changesFromTar(unpackedArchive(data))) {
      if (change.kind === 'whiteout') writer.remove(inside(change.path));
      else if (change.kind === 'hardlink') writer.link(inside(change.path), inside(change.target));
      else if (change.path !== '') writer.put({ ...change, path: inside(change.path), ...this.#owner } as Placeable);
    }
  }

  #place(node: TreeNode, path: string, top: boolean): void {
    const writer = this.#writer;
    const before = path === '' ? { kind: 'directory' } : writer.entry(path);
    const owner = this.#owner ?? (this.#asRoot ? ROOT : { uid: node.uid, gid: node.gid });
    const mode = changeMode(node.mode, this.#action.chmod, node.kind === 'directory');
    const metadata = { mode, ...owner, mtime: node.mtime, ...(node.xattrs && { xattrs: node.xattrs }) };
    if (node.kind === 'directory') {
      if (before && before.kind !== 'directory')
        throw new Error(`cannot copy to non-directory: ${this.#mountPoint}/${path}`);
      // The destination directory itself keeps what it has.
      if (!(top && before)) writer.put({ kind: 'directory', path, ...metadata });
      return;
    }
    if (before?.kind === 'directory')
      throw new Error(`cannot replace to directory ${this.#mountPoint}/${path} with file`);
    if (node.kind === 'symlink') writer.put({ kind: 'symlink', path, target: node.target, ...metadata, mode: 0o777 });
    else if (node.kind === 'file') this.#placeFile(node, path, metadata);
    else writer.put({ kind: node.kind, path, rdev: node.rdev, ...metadata });
  }

  #placeFile(
    node: FileNode,
    path: string,
    metadata: Omit<Placeable & { kind: 'file' }, 'kind' | 'path' | 'data' | 'size'>,
  ): void {
    // An existing symlink is written through, as open(2) does.
    const target = this.#writer.entry(path)?.kind === 'symlink' ? this.#writer.resolve(path) : path;
    const first = node.nlink > 1 ? this.#links.get(node) : undefined;
    if (first !== undefined && first !== target) {
      this.#writer.link(target, first);
      return;
    }
    this.#links.set(node, target);
    this.#writer.put({ kind: 'file', path: target, data: node.data, size: node.size, ...metadata });
  }
}

type Placeable = Exclude<Change, { kind: 'hardlink' | 'whiteout' }>;
