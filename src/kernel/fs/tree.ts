import type { DirectoryNode, LayerId, Metadata, TreeNode } from './types.ts';

/** The tree no layer has been applied to yet. */
export const emptyRoot: DirectoryNode = {
  kind: 'directory',
  mode: 0o755,
  uid: 0,
  gid: 0,
  mtime: 0,
  layer: '',
  entries: new Map(),
};

/** A path of a change set or an absolute one as its names; empty for the root. */
export function pathNames(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

/** The node at `path` (absolute or relative to the root), symlinks not followed. */
export function nodeAt(root: DirectoryNode, path: string): TreeNode | undefined {
  let node: TreeNode = root;
  let start = 0;
  while (start < path.length) {
    let end = path.indexOf('/', start);
    if (end < 0) end = path.length;
    if (end > start) {
      if (node.kind !== 'directory') return undefined;
      const next: TreeNode | undefined = node.entries.get(path.slice(start, end));
      if (!next) return undefined;
      node = next;
    }
    start = end + 1;
  }
  return node;
}

/** Every node below `root` with its path (`etc/passwd`), parents first, names in order. */
export function* walkTree(root: DirectoryNode, prefix = ''): Generator<readonly [string, TreeNode]> {
  for (const name of [...root.entries.keys()].sort()) {
    const node = root.entries.get(name)!;
    yield [prefix + name, node];
    if (node.kind === 'directory') yield* walkTree(node, `${prefix}${name}/`);
  }
}

/** The metadata of a node or change alone. */
export function metadataOf(from: Metadata): Metadata {
  const { mode, uid, gid, mtime, xattrs } = from;
  return xattrs?.size ? { mode, uid, gid, mtime, xattrs } : { mode, uid, gid, mtime };
}

/** A directory node that is still being filled. */
export interface DirectoryDraft extends DirectoryNode {
  readonly entries: Map<string, TreeNode>;
}

export function draftDirectory(metadata: Metadata, layer: LayerId): DirectoryDraft {
  return { kind: 'directory', ...metadataOf(metadata), layer, entries: new Map() };
}
