/** Writes down what a layer of a built-in image holds: real paths, modes and owners, nominal sizes, small contents. */
import { executableBytes } from '../../kernel/executable.ts';
import type { Change, ChangeSet } from '../../kernel/fs/types.ts';

const encoder = new TextEncoder();
/** Machine code that is not ours: it can be looked at and copied, not run. */
const FOREIGN = encoder.encode('\x7fELF\x02\x01\x01\0');

export interface Ownership {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** Directories that are not 0755 wherever they are. */
const DIRECTORY_MODES: Readonly<Record<string, number>> = {
  root: 0o700,
  tmp: 0o1777,
  'var/tmp': 0o1777,
  proc: 0o555,
  sys: 0o555,
};

export class RootTree {
  readonly #changes = new Map<string, Change>();
  readonly #mtime: number;

  /** Every entry carries the moment `created` (RFC 3339). */
  constructor(created: string) {
    this.#mtime = Math.floor(Date.parse(created) / 1000) * 1000;
  }

  /** Adds the entry, and its parents where this layer has none yet. */
  #add(change: Change): this {
    const slash = change.path.lastIndexOf('/');
    const parent = slash < 0 ? '' : change.path.slice(0, slash);
    if (parent !== '' && !this.#changes.has(parent)) this.directory(parent);
    this.#changes.set(change.path, change);
    return this;
  }

  #metadata(mode: number, owner?: Ownership) {
    return { mode: owner?.mode ?? mode, uid: owner?.uid ?? 0, gid: owner?.gid ?? 0, mtime: this.#mtime };
  }

  directory(path: string, owner?: Ownership): this {
    return this.#add({ kind: 'directory', path, ...this.#metadata(DIRECTORY_MODES[path] ?? 0o755, owner) });
  }

  directories(...paths: readonly string[]): this {
    for (const path of paths) this.directory(path);
    return this;
  }

  file(path: string, text: string, owner?: Ownership): this {
    const data = encoder.encode(text);
    return this.#add({ kind: 'file', path, data, size: data.length, ...this.#metadata(0o644, owner) });
  }

  /** An executable that runs the built-in program `name`. */
  program(path: string, name: string, size: number, owner?: Ownership): this {
    const data = executableBytes(name);
    return this.#add({ kind: 'file', path, data, size: Math.max(size, data.length), ...this.#metadata(0o755, owner) });
  }

  script(path: string, text: string): this {
    return this.file(path, text, { mode: 0o755 });
  }

  /** A shared library or another binary nothing here executes. */
  binary(path: string, size: number, owner?: Ownership): this {
    return this.#add({ kind: 'file', path, data: FOREIGN, size, ...this.#metadata(0o644, owner) });
  }

  symlink(path: string, target: string): this {
    return this.#add({ kind: 'symlink', path, target, ...this.#metadata(0o777) });
  }

  hardlink(path: string, target: string): this {
    return this.#add({ kind: 'hardlink', path, target });
  }

  /** The sum of the claimed sizes so far. */
  get size(): number {
    let size = 0;
    for (const change of this.#changes.values()) if (change.kind === 'file') size += change.size;
    return size;
  }

  /** Gives the binary at `path` the size that makes the whole layer claim `total` bytes. */
  total(total: number, path: string): this {
    this.#changes.delete(path);
    return this.binary(path, Math.max(total - this.size, FOREIGN.length));
  }

  changes(): ChangeSet {
    return [...this.#changes.values()];
  }
}
