import { isPattern } from '../../dockerfile/ignore/pattern.ts';
import { walkTree } from '../../kernel/fs/tree.ts';
import type { DirectoryNode, TreeNode } from '../../kernel/fs/types.ts';
import { VertexError } from '../errors.ts';
import type { CopyAction, Vertex } from '../graph.ts';
import { expandWildcards, findNode, hasWildcards, names } from './source-tree.ts';

/** Paths the steps of a build ask a context for: BuildKit has no others sent. */
export function requestedPaths(vertices: readonly Vertex[], context: Vertex): { source: string; wildcards: boolean }[] {
  return vertices.flatMap(({ operation, inputs }) => {
    if (operation.kind === 'copy')
      return operation.actions
        .filter(({ input }) => inputs[input] === context)
        .map(({ source, wildcards, include }) => ({ source, wildcards: wildcards && include.length === 0 }));
    if (operation.kind === 'run')
      return operation.mounts
        .filter(({ input }) => input !== undefined && inputs[input] === context)
        .map(({ mount }) => ({ source: mount.source || '/', wildcards: false }));
    return [];
  });
}

/** What of a context is asked for, by path: links and what they lead to, folders with all that is in them. */
export function sentNodes(
  root: DirectoryNode,
  requested: ReturnType<typeof requestedPaths>,
): ReadonlyMap<string, TreeNode> {
  const sent = new Map<string, TreeNode>();
  for (const { source, wildcards } of requested) {
    for (const path of wildcards ? expandWildcards(root, source) : [source]) {
      for (const followLast of [false, true]) {
        const found = findNode(root, path, followLast);
        // With a folder all that is in it has been taken already.
        if (!found || sent.has(found.path)) continue;
        sent.set(found.path, found.node);
        if (found.node.kind !== 'directory') continue;
        for (const [inner, node] of walkTree(found.node, found.path && `${found.path}/`)) sent.set(inner, node);
      }
    }
  }
  // Of the root itself nothing is told.
  sent.delete('');
  return sent;
}

/** Bytes of what files and links say. */
export function contentSize(nodes: Iterable<TreeNode>): number {
  let size = 0;
  for (const node of nodes)
    size += node.kind === 'file' ? node.data.length : node.kind === 'symlink' ? node.target.length : 0;
  return size;
}

/** The client is asked for these paths, and refuses a pattern it cannot read; when all is asked for, none is named. */
export function checkRequested(requested: ReturnType<typeof requestedPaths>): void {
  const paths = [...new Set(requested.map(({ source }) => names(source).join('/')))].sort();
  if (paths.includes('') || paths.every(isPattern)) return;
  const list = paths.join(' ');
  throw new VertexError(`rpc error: code = Unknown desc = invalid includepatterns: [${list}]: syntax error in pattern`);
}

/**
 * A pattern that matches nothing copies nothing. But the folder it looks in must have been sent, and that is only with
 * something in it that some step asks for.
 */
export function checkPatternFolder(
  root: DirectoryNode,
  { source, wildcards }: CopyAction,
  requested: () => ReturnType<typeof requestedPaths>,
): void {
  if (!wildcards || expandWildcards(root, source).length > 0) return;
  const parts = names(source);
  const folder = parts.slice(0, Math.max(0, parts.findIndex(hasWildcards))).join('/');
  if (folder === '' || requested().some((each) => sends(root, each, folder))) return;
  throw new VertexError(`lstat /${folder}: no such file or directory`);
}

function sends(root: DirectoryNode, { source, wildcards }: ReturnType<typeof requestedPaths>[number], folder: string) {
  const found = wildcards ? expandWildcards(root, source) : [source];
  return found.some((written) => {
    const path = names(written).join('/');
    if (path === '' || `${folder}/`.startsWith(`${path}/`)) return findNode(root, folder) !== undefined;
    return `${path}/`.startsWith(`${folder}/`) && findNode(root, path, false) !== undefined;
  });
}
