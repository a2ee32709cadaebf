import { IgnoreMatcher } from '../../dockerfile/ignore/index.ts';
import { checkSyntax, isPattern } from '../../dockerfile/ignore/pattern.ts';
import type { DirectoryNode, TreeNode } from '../../kernel/fs/types.ts';
import type { Platform } from '../../kernel/platform.ts';
import { VertexError } from '../errors.ts';
import type { CopyAction } from '../graph.ts';
import type { FileChecksum } from '../types.ts';
import { expandWildcards, type Found, findNode } from './source-tree.ts';

/** A source that is not there. */
export class SourceMissing extends VertexError {
  readonly path: string;

  constructor(path: string) {
    super(`${JSON.stringify(path)}: not found`);
    this.path = path;
  }
}

/** The files a source names and one checksum over all of them. */
export interface Selection {
  readonly files: ReadonlyMap<string, FileChecksum>;
  readonly digest: string;
}

/** What of a copy's source counts: everything but where it goes. */
export type Selector = Pick<CopyAction, 'source' | 'wildcards' | 'include' | 'exclude' | 'followSymlinks'>;

const contents = new WeakMap<Uint8Array, string>();
const selections = new WeakMap<DirectoryNode, Map<string, Selection>>();
const encoder = new TextEncoder();

/**
 * Checksums of what a copy would take: content, mode, owner and type, never times. Remembered by tree, and each
 * content by its bytes, so that looking again at 10,000 unchanged files hashes none of them.
 */
export function selectFiles(root: DirectoryNode, selector: Selector, asRoot: boolean, platform: Platform): Selection {
  const { source, wildcards, include, exclude, followSymlinks } = selector;
  const name = JSON.stringify([source, wildcards, include, exclude, followSymlinks, asRoot]);
  let known = selections.get(root);
  if (!known) selections.set(root, (known = new Map()));
  const before = known.get(name);
  if (before) return before;
  if (wildcards && !isPattern(source)) throw new VertexError('syntax error in pattern');
  const found = lookUp(root, selector);
  const whole = include.length === 0 && exclude.length === 0;
  let text = '';
  for (const each of found) {
    // What a pattern matches is told apart by name; what is named itself may be anywhere.
    text += wildcards ? each.path.slice(each.path.lastIndexOf('/') + 1) : '';
    if (whole && each.node.kind === 'directory') {
      // Its contents are copied: its own mode and owner go nowhere.
      text += `\0${directoryDigest(each.node, asRoot, platform)}\n`;
    } else {
      walkSelected(each, selector, (_, node, relative) => {
        text += relative + checksum(node, asRoot, platform).line;
      });
    }
  }
  let files: Map<string, FileChecksum> | undefined;
  const selection: Selection = {
    digest: platform.sha256().update(encoder.encode(text)).hex(),
    // Made only when somebody asks what differs: a hit never does.
    get files() {
      if (files) return files;
      const made = new Map<string, FileChecksum>();
      for (const each of found) {
        walkSelected(each, selector, (path, node) => made.set(path, checksum(node, asRoot, platform).file));
      }
      return (files = made);
    },
  };
  known.set(name, selection);
  return selection;
}

/** With something to leave out, BuildKit does not see yet that a source is missing. */
function lookUp(root: DirectoryNode, selector: Selector): ReturnType<typeof selectNodes> {
  try {
    return selectNodes(root, selector);
  } catch (error) {
    if (error instanceof SourceMissing && selector.exclude.length > 0) return [];
    throw error;
  }
}

/** The nodes a source names; a plain name must exist. */
export function selectNodes(root: DirectoryNode, selector: Selector): (Found & { readonly written: string })[] {
  checkExcluded(selector.exclude);
  const paths = selector.wildcards ? expandWildcards(root, selector.source) : [selector.source];
  return paths.map((written) => {
    const found = findNode(root, written, selector.followSymlinks);
    if (!found) throw new SourceMissing(`/${written.replace(/^\/+|\/+$/g, '')}`);
    return { ...found, written };
  });
}

function checkExcluded(patterns: readonly string[]): void {
  try {
    for (const pattern of patterns) checkSyntax(pattern);
  } catch (error) {
    throw new VertexError(`invalid excludepatterns: [${patterns.join(' ')}]: ${(error as Error).message}`);
  }
}

/** Calls back for everything below (and including) a selected node that the patterns let through. */
export function walkSelected(
  found: Found & { readonly written: string },
  selector: Pick<CopyAction, 'include' | 'exclude'>,
  visit: (path: string, node: TreeNode, relative: string) => void,
): void {
  const excluded = selector.exclude.length > 0 ? new IgnoreMatcher(selector.exclude) : undefined;
  const included = selector.include.length > 0 ? new IgnoreMatcher(selector.include) : undefined;
  // A file that is named, or matched, is copied whatever is to be left out: that is of directories.
  if (found.node.kind !== 'directory') {
    visit(found.path, found.node, '');
    return;
  }
  const prefix = found.path === '' ? '' : `${found.path}/`;
  /** Directories above an included file, told of only when there is one. */
  const walk = (directory: DirectoryNode, relative: string, pending: (() => void)[]): void => {
    for (const name of [...directory.entries.keys()].sort()) {
      const node = directory.entries.get(name)!;
      const path = relative === '' ? name : `${relative}/${name}`;
      const out = excluded?.ignores(path) ?? false;
      const tell = (): void => visit(prefix + path, node, path);
      const wanted = !out && (included?.ignores(path) ?? true);
      if (wanted) {
        for (const parent of pending.splice(0)) parent();
        tell();
      }
      if (node.kind !== 'directory') continue;
      if (wanted) walk(node, path, pending);
      else if (!excluded?.skipsDirectory(path)) walk(node, path, [...pending, tell]);
    }
  };
  if (found.path !== '' && !included) visit(found.path, found.node, '');
  walk(found.node, '', []);
}

const directoriesAsRoot = new WeakMap<DirectoryNode, string>();
const directoriesAsOwned = new WeakMap<DirectoryNode, string>();

/** Over everything below a directory; remembered, so that what two trees share is gone through once. */
function directoryDigest(directory: DirectoryNode, asRoot: boolean, platform: Platform): string {
  const known = asRoot ? directoriesAsRoot : directoriesAsOwned;
  const before = known.get(directory);
  if (before !== undefined) return before;
  let text = '';
  for (const name of [...directory.entries.keys()].sort()) {
    const node = directory.entries.get(name)!;
    text += name + checksum(node, asRoot, platform).line;
    if (node.kind === 'directory') text += `${directoryDigest(node, asRoot, platform)}\n`;
  }
  const digest = platform.sha256().update(encoder.encode(text)).hex();
  known.set(directory, digest);
  return digest;
}

/** A file's checksum and the line it is in a selection's digest. */
interface Known {
  readonly file: FileChecksum;
  readonly line: string;
}

const knownAsRoot = new WeakMap<TreeNode, Known>();
const knownAsOwned = new WeakMap<TreeNode, Known>();

function checksum(node: TreeNode, asRoot: boolean, platform: Platform): Known {
  const known = asRoot ? knownAsRoot : knownAsOwned;
  const before = known.get(node);
  if (before) return before;
  const { kind } = node;
  const content = kind === 'file' ? contentDigest(node.data, platform) : kind === 'symlink' ? node.target : '';
  const mode = kind === 'symlink' ? 0o777 : node.mode;
  const { uid, gid } = asRoot ? { uid: 0, gid: 0 } : node;
  const made = { file: { kind, content, mode, uid, gid }, line: `\0${kind}\0${content}\0${mode}\0${uid}\0${gid}\n` };
  known.set(node, made);
  return made;
}

function contentDigest(data: Uint8Array, platform: Platform): string {
  let digest = contents.get(data);
  if (digest === undefined) contents.set(data, (digest = `sha256:${platform.sha256().update(data).hex()}`));
  return digest;
}
