import type { Platform } from '../platform.ts';
import { applyChangeSet } from './apply-change-set.ts';
import { differences } from './diff.ts';
import { LiveFilesystem } from './live-filesystem.ts';
import type { LiveInode } from './live-inode.ts';
import { metadataOf, nodeAt } from './tree.ts';
import type { Change, ChangeSet, DirectoryNode, LayerId, OverlayFilesystem, Provenance, UpperEntry } from './types.ts';

export interface OverlayOptions {
  /** Bytes of the simulated disk, for df. */
  readonly total?: number;
}

/** A writable layer over an image's tree, as a container's root is. Costs nothing until something is looked at. */
export function createOverlay(
  lower: DirectoryNode,
  platform: Pick<Platform, 'now'>,
  options: OverlayOptions = {},
): OverlayFilesystem {
  return new Overlay(lower, platform, options);
}

const DISK = 64 * 2 ** 30;

class Overlay extends LiveFilesystem implements OverlayFilesystem {
  constructor(lower: DirectoryNode, platform: Pick<Platform, 'now'>, options: OverlayOptions) {
    super({ type: 'overlay', lower, now: () => platform.now(), total: options.total ?? DISK });
  }

  upper(): UpperEntry[] {
    return differences(this.root, this.lower);
  }

  changeSet(): ChangeSet {
    return upperChangeSet(this.root);
  }

  provenance(path: string): Provenance | undefined {
    let inode: LiveInode | undefined = this.root;
    for (const name of path.split('/')) {
      if (name === '') continue;
      inode = inode?.children && this.lookup(inode, name);
    }
    if (!inode) return undefined;
    const below = nodeAt(this.lower, path);
    return inode.upper ? { from: 'upper', hides: below?.layer } : { from: below?.layer ?? '' };
  }

  upperSize(): number {
    let size = 0;
    const seen = new Set<LiveInode>();
    visitUpper(this.root, '', (_path, inode) => {
      if (inode && inode.kind !== 'directory' && !seen.has(inode)) size += inode.size;
      if (inode && inode.links > 1) seen.add(inode);
    });
    return size;
  }

  commit(layer: LayerId): DirectoryNode {
    return applyChangeSet(this.lower, this.changeSet(), layer);
  }
}

/** Visits what is in the upper layer below `directory`, names in order; null stands for a whiteout. */
function visitUpper(
  directory: LiveInode,
  prefix: string,
  visit: (path: string, inode: LiveInode | null) => void,
): void {
  const names: string[] = [];
  for (const [name, inode] of directory.children!) if (inode === null || inode.upper) names.push(name);
  for (const name of names.sort()) {
    const inode = directory.children!.get(name)!;
    visit(prefix + name, inode);
    if (inode?.children) visitUpper(inode, `${prefix}${name}/`, visit);
  }
}

function upperChangeSet(root: LiveInode): ChangeSet {
  const changes: Change[] = [];
  const firstNames = new Map<LiveInode, string>();
  visitUpper(root, '', (path, inode) => {
    const first = inode && firstNames.get(inode);
    if (inode === null) changes.push({ kind: 'whiteout', path });
    else if (first !== undefined) changes.push({ kind: 'hardlink', path, target: first! });
    else changes.push(changeOf(path, inode));
    if (inode && inode.links > 1 && inode.kind !== 'directory' && first === undefined) firstNames.set(inode, path);
  });
  return changes;
}

function changeOf(path: string, inode: LiveInode): Change {
  const metadata = metadataOf(inode);
  switch (inode.kind) {
    case 'directory':
      return inode.opaque
        ? { kind: 'directory', path, opaque: true, ...metadata }
        : { kind: 'directory', path, ...metadata };
    case 'file':
      return { kind: 'file', path, data: inode.content!.snapshot(), size: inode.size, ...metadata };
    case 'symlink':
      return { kind: 'symlink', path, target: inode.target!, ...metadata };
    default:
      return { kind: inode.kind, path, rdev: inode.rdev, ...metadata };
  }
}
