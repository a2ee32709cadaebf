import type { DirectoryNode, FileNode } from '../../kernel/fs/types.ts';

/** Claimed bytes of a merged tree; a file under several names counts once. Remembered per tree, for trees never change. */
export function nodeSize(root: DirectoryNode): number {
  const known = sizes.get(root);
  if (known !== undefined) return known;
  const linked = new Set<FileNode>();
  let size = 0;
  for (const node of root.entries.values()) {
    if (node.kind === 'directory') size += nodeSize(node);
    else if (node.kind === 'file') {
      if (node.nlink > 1) {
        if (linked.has(node)) continue;
        linked.add(node);
      }
      size += node.size;
    }
  }
  sizes.set(root, size);
  return size;
}

const sizes = new WeakMap<DirectoryNode, number>();
