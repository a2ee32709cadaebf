import type { Change, ChangeSet, DirectoryNode, FileKind, Metadata } from '../../kernel/fs/types.ts';
import { names } from './source-tree.ts';
import type { Owner } from './users.ts';

interface Entry extends Metadata {
  readonly kind: FileKind;
  readonly target?: string;
}

type Placed = Exclude<Change, { kind: 'hardlink' | 'whiteout' }>;

/** Collects the change set of a step over a tree that itself never changes. */
export class TreeWriter {
  readonly #base: DirectoryNode;
  readonly #now: number;
  readonly #changes = new Map<string, Change>();
  /** Directories that got a new name in them. */
  readonly #touched = new Set<string>();
  /** Directories given a time after all that was placed in them: a new name from then on counts. */
  readonly #settled = new Set<string>();

  constructor(base: DirectoryNode, now: number) {
    this.#base = base;
    this.#now = Math.floor(now / 1000) * 1000;
  }

  get base(): DirectoryNode {
    return this.#base;
  }

  /** What is at a path now, symlinks not followed. Paths have no outer slashes. */
  entry(path: string): Entry | undefined {
    const change = this.#changes.get(path);
    if (change && change.kind !== 'whiteout' && change.kind !== 'hardlink') return change;
    if (change) return undefined;
    return this.#hidden(path) ? undefined : this.#baseEntry(path);
  }

  /** The path with every symlink followed; what is missing stays as it is. */
  resolve(path: string): string {
    let rest = names(path);
    let here: string[] = [];
    for (let links = 0; rest.length > 0; ) {
      const name = rest.shift()!;
      if (name === '..') {
        here.pop();
        continue;
      }
      const entry = this.entry([...here, name].join('/'));
      if (entry?.kind !== 'symlink' || links++ > 255) {
        here.push(name);
        continue;
      }
      if (entry.target!.startsWith('/')) here = [];
      rest = [...names(entry.target!), ...rest];
    }
    return here.join('/');
  }

  /** mkdir -p: what is new is 0755 (or `mode`) and the owner's; the last one may have a time of its own. */
  makeDirectories(path: string, owner: Owner, { created = this.#now, mode = 0o755 } = {}): void {
    let here = '';
    const parts = names(path);
    for (const [i, name] of parts.entries()) {
      here = here === '' ? name : `${here}/${name}`;
      const entry = this.entry(here);
      if (entry?.kind === 'directory') continue;
      if (entry) {
        const below = parts[i + 1];
        throw new Error(below ? `lstat /${here}/${below}: not a directory` : `mkdir /${here}: not a directory`);
      }
      const mtime = i === parts.length - 1 ? created : this.#now;
      this.put({ kind: 'directory', path: here, mode, ...owner, mtime });
    }
  }

  put(change: Placed): void {
    const { path } = change;
    if (path === '') return;
    const before = this.entry(path);
    if (!before) this.#touched.add(path.slice(0, Math.max(path.lastIndexOf('/'), 0)));
    if (before?.kind === 'directory' && change.kind !== 'directory') this.#forgetBelow(path);
    const opaque =
      change.kind === 'directory' && before?.kind !== 'directory' && this.#baseEntry(path)?.kind === 'directory';
    this.#changes.set(path, opaque ? { ...change, opaque: true } : change);
  }

  /** A second name for a file placed before. */
  link(path: string, target: string): void {
    if (!this.entry(path)) this.#touched.add(path.slice(0, Math.max(path.lastIndexOf('/'), 0)));
    this.#changes.set(path, { kind: 'hardlink', path, target });
  }

  /** Gives a directory a time, its other metadata stay. */
  settle(path: string, mtime: number): void {
    const entry = this.entry(path);
    if (path === '' || entry?.kind !== 'directory') return;
    const { mode, uid, gid, xattrs } = entry;
    const before = this.#changes.get(path);
    const placed =
      before?.kind === 'directory' ? before : { kind: entry.kind, path, mode, uid, gid, ...(xattrs && { xattrs }) };
    this.#changes.set(path, { ...placed, mtime });
    this.#touched.delete(path);
    this.#settled.add(path);
  }

  /** Removes a path, as a whiteout of an archive asks for. */
  remove(path: string): void {
    this.#forgetBelow(path);
    if (this.#baseEntry(path)) this.#changes.set(path, { kind: 'whiteout', path });
    else this.#changes.delete(path);
  }

  /** The layer: everything placed, and the directories it is in, as an overlay's upper directory has them. */
  changes(): ChangeSet {
    const all = new Map<string, Change>();
    for (const path of [...this.#changes.keys()].sort()) {
      for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        const parent = path.slice(0, slash);
        if (!all.has(parent)) all.set(parent, this.#placed(parent) ?? this.#copiedUp(parent));
      }
      all.set(path, this.#placed(path)!);
    }
    return [...all.values()];
  }

  #placed(path: string): Change | undefined {
    const change = this.#changes.get(path);
    const again = change?.kind === 'directory' && this.#settled.has(path) && this.#touched.has(path);
    return again ? { ...change, mtime: this.#now } : change;
  }

  #copiedUp(path: string): Change {
    const { mode, uid, gid, mtime, xattrs } = this.#baseEntry(path)!;
    const when = this.#touched.has(path) ? this.#now : mtime;
    return { kind: 'directory', path, mode, uid, gid, mtime: when, ...(xattrs && { xattrs }) };
  }

  #forgetBelow(path: string): void {
    for (const below of this.#changes.keys()) if (below.startsWith(`${path}/`)) this.#changes.delete(below);
  }

  /** Does something placed above this path hide what the base has here? */
  #hidden(path: string): boolean {
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      const change = this.#changes.get(path.slice(0, slash));
      if (change && (change.kind !== 'directory' || change.opaque)) return true;
    }
    return false;
  }

  #baseEntry(path: string): Entry | undefined {
    let node: DirectoryNode | Entry = this.#base;
    for (const name of names(path)) {
      const next: Entry | undefined = 'entries' in node ? (node as DirectoryNode).entries.get(name) : undefined;
      if (!next) return undefined;
      node = next;
    }
    return node;
  }
}
