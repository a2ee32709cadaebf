import { type DirectoryDraft, draftDirectory, emptyRoot, metadataOf, pathNames } from './tree.ts';
import type { Change, ChangeSet, DirectoryNode, LayerId, Metadata, TreeNode } from './types.ts';

/** Parents a change set leaves out are made like this, as image-spec unpackers do. */
const IMPLIED: Metadata = { mode: 0o755, uid: 0, gid: 0, mtime: 0 };

/**
 * The merged tree after one more layer (OCI image-spec, "Applying Changesets"). The old tree stays as it is and every
 * directory the layer does not touch is shared with it, so the cost is that of the touched directories.
 */
export function applyChangeSet(root: DirectoryNode, changes: ChangeSet, layer: LayerId): DirectoryNode {
  return new Application(root, changes, layer).run();
}

/** A tree of one layer. */
export function treeFromEntries(entries: ChangeSet, layer: LayerId = ''): DirectoryNode {
  return applyChangeSet(emptyRoot, entries, layer);
}

class Application {
  /** Directories this layer has already made its own, by path. */
  private readonly drafts = new Map<string, DirectoryDraft>();
  private readonly links = new Map<string, number>();

  constructor(
    private readonly root: DirectoryNode,
    private readonly changes: ChangeSet,
    private readonly layer: LayerId,
  ) {}

  run(): DirectoryNode {
    if (this.changes.length === 0) return this.root;
    this.drafts.set('', this.copy(this.root));
    this.countLinks();
    for (const change of this.changes) this.apply(change);
    return this.drafts.get('')!;
  }

  /** How many names each file of the layer gets besides its first. */
  private countLinks(): void {
    const first = new Map<string, string>();
    for (const change of this.changes) {
      if (change.kind !== 'hardlink') continue;
      const target = normal(change.target);
      const original = first.get(target) ?? target;
      first.set(normal(change.path), original);
      this.links.set(original, (this.links.get(original) ?? 0) + 1);
    }
  }

  private apply(change: Change): void {
    const path = normal(change.path);
    if (path === '') {
      if (change.kind === 'directory') this.drafts.set('', { ...this.drafts.get('')!, ...metadataOf(change) });
      return;
    }
    const slash = path.lastIndexOf('/');
    const parentPath = slash < 0 ? '' : path.slice(0, slash);
    const name = path.slice(slash + 1);
    if (change.kind === 'whiteout') {
      this.whiteout(parentPath, name);
    } else if (change.kind === 'directory') {
      this.directory(this.draft(parentPath), path, name, change);
    } else {
      this.draft(parentPath).entries.set(name, this.node(change, path));
    }
  }

  private whiteout(parentPath: string, name: string): void {
    this.draft(parentPath).entries.delete(name);
  }

  private directory(parent: DirectoryDraft, path: string, name: string, change: Change & { kind: 'directory' }): void {
    const below = parent.entries.get(name);
    let made = draftDirectory(change, this.layer);
    if (below?.kind === 'directory' && !change.opaque) {
      const mine = this.drafts.get(path);
      made = { ...made, merged: mine ? mine.merged : true, entries: mine?.entries ?? new Map(below.entries) };
    }
    parent.entries.set(name, made);
    this.drafts.set(path, made);
  }

  private node(change: Exclude<Change, { kind: 'directory' | 'whiteout' }>, path: string): TreeNode {
    const layer = this.layer;
    const nlink = 1 + (this.links.get(path) ?? 0);
    const links = nlink > 1 ? { nlink } : {};
    switch (change.kind) {
      case 'file':
        return { kind: 'file', ...metadataOf(change), layer, data: change.data, size: change.size, nlink };
      case 'symlink':
        return { kind: 'symlink', ...metadataOf(change), layer, target: change.target, ...links };
      case 'hardlink':
        return this.linked(change);
      default:
        return { kind: change.kind, ...metadataOf(change), layer, rdev: change.rdev, ...links };
    }
  }

  private linked(change: Change & { kind: 'hardlink' }): TreeNode {
    let node: TreeNode | undefined = this.drafts.get('')!;
    for (const name of pathNames(change.target)) {
      node = node?.kind === 'directory' ? node.entries.get(name) : undefined;
    }
    if (!node || node.kind === 'directory') throw new Error(`hard link ${change.path}: no file ${change.target}`);
    return node;
  }

  /** The directory at `path`, made this layer's own; missing parents are made. */
  private draft(path: string): DirectoryDraft {
    const known = this.drafts.get(path);
    if (known) return known;
    const slash = path.lastIndexOf('/');
    const parent = this.draft(slash < 0 ? '' : path.slice(0, slash));
    const name = path.slice(slash + 1);
    const below = parent.entries.get(name);
    const draft = below?.kind === 'directory' ? this.copy(below) : draftDirectory(IMPLIED, this.layer);
    parent.entries.set(name, draft);
    this.drafts.set(path, draft);
    return draft;
  }

  private copy(directory: DirectoryNode): DirectoryDraft {
    return { ...directory, merged: directory !== emptyRoot, entries: new Map(directory.entries) };
  }
}

/** Drops `./`, doubled and outer slashes; the common case is already clean. */
function normal(path: string): string {
  if (!path.startsWith('/') && !path.startsWith('.') && !path.endsWith('/') && !path.includes('//')) return path;
  return pathNames(path).join('/');
}
