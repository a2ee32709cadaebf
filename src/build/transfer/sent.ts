import { isPattern } from '../../dockerfile/ignore/pattern.ts';
import type { DirectoryNode } from '../../kernel/fs/types.ts';
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
