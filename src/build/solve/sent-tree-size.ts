import { walkTree } from '../../kernel/fs/tree.ts';
import type { DirectoryNode, TreeNode } from '../../kernel/fs/types.ts';

const CHUNK = 32 * 1024;
const encoder = new TextEncoder();

/** Bytes a tree is on its way to the client (fsutil's protobuf packets), which `copying files` shows. */
export function sentTreeSize(root: DirectoryNode): number {
  const names = new Map<TreeNode, string>();
  let total = 0;
  let id = 0;
  for (const [path, node] of walkTree(root)) {
    const known = node.kind === 'file' && node.nlink > 1 ? names.get(node) : undefined;
    names.set(node, path);
    const stat = statSize(path, node, known);
    total += 1 + varint(stat) + stat;
    if (node.kind === 'file' && known === undefined) total += dataSize(node.data.length, id);
    id++;
  }
  return total;
}

/** Fields that are zero or empty are left out. */
function statSize(path: string, node: TreeNode, hardLink: string | undefined): number {
  const size = node.kind === 'file' ? node.data.length : node.kind === 'symlink' ? node.target.length : 0;
  const link = hardLink ?? (node.kind === 'symlink' ? node.target : '');
  const number = (value: number) => (value === 0 ? 0 : 1 + varint(value));
  const text = (value: string) => {
    const { length } = encoder.encode(value);
    return length === 0 ? 0 : 1 + varint(length) + length;
  };
  return (
    text(path) +
    number(fileMode(node)) +
    number(node.uid) +
    number(node.gid) +
    number(size) +
    number(node.mtime * 1e6) +
    text(link)
  );
}

/** Go's fs.FileMode, whose bits are not those of Unix. */
function fileMode({ kind, mode }: TreeNode): number {
  let bits = mode & 0o777;
  if (kind === 'directory') bits += 2 ** 31;
  if (kind === 'symlink') bits += 2 ** 27;
  if (mode & 0o4000) bits += 2 ** 23;
  if (mode & 0o2000) bits += 2 ** 22;
  if (mode & 0o1000) bits += 2 ** 20;
  return bits;
}

function dataSize(length: number, id: number): number {
  let total = 0;
  for (let at = 0; at < length; at += CHUNK) {
    const chunk = Math.min(CHUNK, length - at);
    total += 2 + (id === 0 ? 0 : 1 + varint(id)) + 1 + varint(chunk) + chunk;
  }
  return total;
}

function varint(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 128; rest /= 128) length++;
  return length;
}
