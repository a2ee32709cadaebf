import { walkTree } from '../../kernel/fs/tree.ts';
import type { Change, DirectoryNode, TreeNode } from '../../kernel/fs/types.ts';
import type { Platform } from '../../kernel/platform.ts';
import { createLayer } from '../../oci/layer.ts';

/** The result's files as one tar, for the exporters `local` and `tar`. */
export function treeTar(root: DirectoryNode, platform: Platform): Uint8Array {
  const first = new Map<TreeNode, string>();
  const changes: Change[] = [];
  for (const [path, node] of walkTree(root)) {
    const target = node.kind === 'file' && node.nlink > 1 ? first.get(node) : undefined;
    if (target === undefined) first.set(node, path);
    changes.push(target === undefined ? changeOf(path, node) : { kind: 'hardlink', path, target });
  }
  return createLayer(changes, platform).tar();
}

function changeOf(path: string, node: TreeNode): Change {
  const { mode, uid, gid, mtime, xattrs } = node;
  const metadata = { path, mode, uid, gid, mtime, ...(xattrs && { xattrs }) };
  switch (node.kind) {
    case 'directory':
      return { kind: 'directory', ...metadata };
    case 'file':
      return { kind: 'file', ...metadata, data: node.data, size: node.size };
    case 'symlink':
      return { kind: 'symlink', ...metadata, target: node.target };
    default:
      return { kind: node.kind, ...metadata, rdev: node.rdev };
  }
}
