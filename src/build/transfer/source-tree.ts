import { isPattern, matchPath } from '../../dockerfile/ignore/pattern.ts';
import type { DirectoryNode, TreeNode } from '../../kernel/fs/types.ts';

/** A node and where it is: a path without outer slashes. */
export interface Found {
  readonly path: string;
  readonly node: TreeNode;
}

/** Follows every symlink inside `root`, the last one too when `followLast`; undefined when something is missing. */
export function findNode(root: DirectoryNode, path: string, followLast = true): Found | undefined {
  let rest = names(path);
  let here: { name: string; node: TreeNode }[] = [];
  const current = (): TreeNode => here.at(-1)?.node ?? root;
  for (let links = 0; rest.length > 0; ) {
    const name = rest.shift()!;
    if (name === '..') {
      here.pop();
      continue;
    }
    const directory = current();
    const node: TreeNode | undefined = directory.kind === 'directory' ? directory.entries.get(name) : undefined;
    if (!node) return undefined;
    if (node.kind !== 'symlink' || (rest.length === 0 && !followLast)) {
      here.push({ name, node });
      continue;
    }
    if (++links > 255) return undefined;
    if (node.target.startsWith('/')) here = [];
    rest = [...names(node.target), ...rest];
  }
  return { path: here.map(({ name }) => name).join('/'), node: current() };
}

/** Paths a source names: itself, or what its wildcards match. */
export function expandWildcards(root: DirectoryNode, source: string): string[] {
  const parts = names(source);
  const first = parts.findIndex(hasWildcards);
  if (first < 0) return [source];
  if (!isPattern(source)) return [];
  const base = findNode(root, parts.slice(0, first).join('/'));
  if (base?.node.kind !== 'directory') return [];
  const patterns = parts.slice(first);
  const found: string[] = [];
  const walk = (directory: DirectoryNode, prefix: string, depth: number): void => {
    for (const name of [...directory.entries.keys()].sort()) {
      if (!matchPath(patterns[depth]!, name)) continue;
      const node = directory.entries.get(name)!;
      if (depth === patterns.length - 1) found.push(`/${prefix}${name}`);
      else if (node.kind === 'directory') walk(node, `${prefix}${name}/`, depth + 1);
    }
  };
  walk(base.node, base.path === '' ? '' : `${base.path}/`, 0);
  return found;
}

/** A backslash takes the meaning of what follows it, and is none itself. */
export function hasWildcards(text: string): boolean {
  return /[*?[]/.test(text.replaceAll(/\\./g, ''));
}

export function names(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}
