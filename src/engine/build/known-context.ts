import type { DirectoryNode, FileNode, TreeNode } from '../../kernel/fs/types.ts';

/**
 * A context with the nodes of the one before it where nothing has changed, so that what is remembered of those (checksums
 * above all) is found again. What is new gets bytes of its own: a view would keep the whole tar it came in.
 */
export function sharingWith(before: DirectoryNode | undefined, fresh: DirectoryNode): DirectoryNode {
  const old = before?.entries;
  let same = before !== undefined && old?.size === fresh.entries.size && sameMetadata(before, fresh);
  const entries = new Map<string, TreeNode>();
  for (const [name, node] of fresh.entries) {
    const known = old?.get(name);
    const shared = sharedNode(known, node);
    if (shared !== known) same = false;
    entries.set(name, shared);
  }
  return same ? (before as DirectoryNode) : { ...fresh, entries };
}

function sharedNode(before: TreeNode | undefined, fresh: TreeNode): TreeNode {
  switch (fresh.kind) {
    case 'directory':
      return sharingWith(before?.kind === 'directory' ? before : undefined, fresh);
    case 'file':
      return sharedFile(before?.kind === 'file' ? before : undefined, fresh);
    case 'symlink':
      return before?.kind === 'symlink' && before.target === fresh.target && sameMetadata(before, fresh)
        ? before
        : fresh;
    default:
      return fresh;
  }
}

function sharedFile(before: FileNode | undefined, fresh: FileNode): FileNode {
  // A file of several names must stay one node.
  if (fresh.nlink > 1) return fresh;
  if (!before || before.size !== fresh.size || !sameBytes(before.data, fresh.data))
    return { ...fresh, data: fresh.data.slice() };
  return before.nlink === 1 && sameMetadata(before, fresh) ? before : { ...fresh, data: before.data };
}

function sameMetadata(a: TreeNode, b: TreeNode): boolean {
  return a.mode === b.mode && a.uid === b.uid && a.gid === b.gid && a.mtime === b.mtime && !a.xattrs && !b.xattrs;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
