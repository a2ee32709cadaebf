import { emptyRoot } from '../../kernel/fs/tree.ts';
import type { DirectoryNode, FileNode } from '../../kernel/fs/types.ts';
import type { Digest } from '../../oci/image.ts';
import { VertexError } from '../errors.ts';
import type { Operation } from '../graph.ts';
import type { BuildServices } from '../types.ts';

const encoder = new TextEncoder();

/** A tree of one file. */
function singleFile(
  name: string,
  file: Omit<FileNode, 'kind' | 'nlink' | 'layer' | 'uid' | 'gid' | 'size'>,
): DirectoryNode {
  const node: FileNode = { kind: 'file', layer: '', uid: 0, gid: 0, nlink: 1, size: file.data.length, ...file };
  return { ...emptyRoot, entries: new Map([[name, node]]) };
}

const inlineTrees = new WeakMap<object, DirectoryNode>();

/** The file a here-document makes. */
export function inlineTree(operation: Extract<Operation, { kind: 'inline' }>, now: number): DirectoryNode {
  let tree = inlineTrees.get(operation);
  if (!tree) {
    const { path, data, mode } = operation;
    tree = singleFile(path, { data: encoder.encode(data), mode, mtime: Math.floor(now / 1000) * 1000 });
    inlineTrees.set(operation, tree);
  }
  return tree;
}

/** ADD of a URL: mode 0600, the server's Last-Modified as its time. */
export async function fetchSource(
  operation: Extract<Operation, { kind: 'http' }>,
  services: BuildServices,
): Promise<{ root: DirectoryNode; key: Digest }> {
  const { url, filename, checksum } = operation;
  const { data, lastModified } = await services.fetch(url).catch((error: Error) => {
    // With a checksum the key is known, and it is the download that fails.
    throw new VertexError(error.message, checksum ? '' : 'failed to load cache key: ');
  });
  const digest: Digest = `sha256:${services.platform.sha256().update(data).hex()}`;
  if (checksum && checksum !== digest) throw new VertexError(`digest mismatch ${digest}: ${checksum}`);
  return { root: singleFile(filename, { data, mode: 0o600, mtime: lastModified ?? 0 }), key: digest };
}
