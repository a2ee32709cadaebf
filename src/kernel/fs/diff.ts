import type { LiveInode } from './live-inode.ts';
import type { DirectoryNode, TreeNode, UpperEntry } from './types.ts';

/**
 * What `docker diff` says of a writable layer (moby's archive.ChangesDirs): what differs from the tree below, by mode,
 * owner, device, and for all but directories time and size. What was copied up and left as it was is not in it.
 */
export function differences(root: LiveInode, lower: DirectoryNode): UpperEntry[] {
  return below(root, lower, '');
}

function below(directory: LiveInode, lower: DirectoryNode | undefined, prefix: string): UpperEntry[] {
  return names(directory, lower).flatMap((name) => {
    const path = `${prefix}/${name}`;
    const inode = directory.children!.get(name);
    const old = lower?.entries.get(name);
    if (inode) return changed(inode, old, path);
    return old ? [{ path, change: 'deleted', kind: old.kind, size: 0, hides: old.layer } satisfies UpperEntry] : [];
  });
}

/** What may differ: the upper layer's entries, and where nothing shows through also what is not there any more. */
function names(directory: LiveInode, lower: DirectoryNode | undefined): string[] {
  const found: string[] = [];
  for (const [name, inode] of directory.children!) if (inode === null || inode.upper) found.push(name);
  if (lower && !directory.merges) {
    for (const name of lower.entries.keys()) if (!directory.children!.has(name)) found.push(name);
  }
  return found.sort();
}

function changed(inode: LiveInode, old: TreeNode | undefined, path: string): UpperEntry[] {
  const { kind } = inode;
  const inside = inode.children ? below(inode, old?.kind === 'directory' ? old : undefined, path) : [];
  if (old && inside.length === 0 && !differs(inode, old)) return [];
  const size = kind === 'directory' ? 0 : inode.size;
  return [{ path, change: old ? 'changed' : 'added', kind, size, hides: old?.layer }, ...inside];
}

function differs(inode: LiveInode, old: TreeNode): boolean {
  if (inode.kind !== old.kind || inode.mode !== old.mode || inode.uid !== old.uid || inode.gid !== old.gid) return true;
  if ('rdev' in old && (inode.rdev[0] !== old.rdev[0] || inode.rdev[1] !== old.rdev[1])) return true;
  if (hex(inode.xattrs.get(CAPABILITY)) !== hex(old.xattrs?.get(CAPABILITY))) return true;
  return old.kind !== 'directory' && (inode.size !== sizeOf(old) || !sameTime(inode.mtime, old.mtime));
}

const CAPABILITY = 'security.capability';

function hex(value: Uint8Array | undefined): string {
  return value ? value.join() : '';
}

function sizeOf(node: TreeNode): number {
  if (node.kind === 'file') return node.size;
  return node.kind === 'symlink' ? new TextEncoder().encode(node.target).length : 0;
}

/** Equal, or equal in seconds when one of them has been through a tar. */
function sameTime(one: number, other: number): boolean {
  if (one === other) return true;
  return Math.floor(one / 1000) === Math.floor(other / 1000) && (one % 1000 === 0 || other % 1000 === 0);
}
