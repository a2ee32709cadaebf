import type { FileCalls } from '../kernel/kernel.ts';
import type { DirectoryEntry } from '../kernel/system-calls.ts';

/** A file to begin with. */
export interface InitialFile {
  /** Relative to the workspace. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink';
  readonly mode: number;
  readonly data?: Uint8Array;
  readonly target?: string;
  /** Milliseconds since the epoch. */
  readonly mtime?: number;
}

/** A file of which only path and content are known, as a lesson or a link tells them: a script's name says that it can be run. */
export function plainFile(path: string, content: string | Uint8Array): InitialFile {
  const data = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { path, kind: 'file', mode: path.endsWith('.sh') ? 0o755 : 0o644, data };
}

export interface WorkspaceEntry {
  readonly path: string;
  readonly kind: 'file' | 'directory';
  readonly size: number;
}

/** The folder on the student's computer that the editor shows: the same files the shell sees, both ways. */
export class Workspace {
  readonly path: string;
  readonly #files: FileCalls;

  constructor(files: FileCalls, path: string) {
    this.#files = files;
    this.path = path;
  }

  fill(initial: readonly InitialFile[]): void {
    this.#makeFolders(this.path);
    for (const { path, kind, mode, data, target } of initial) {
      const full = `${this.path}/${path}`;
      this.#makeFolders(full.slice(0, full.lastIndexOf('/')));
      if (kind === 'directory') {
        this.#makeFolders(full);
        this.#files.chmod(full, mode);
      } else if (kind === 'symlink') {
        this.#files.symlink(target ?? '', full);
      } else {
        this.#files.writeFile(full, data ?? new Uint8Array(), { mode });
        this.#files.chmod(full, mode);
      }
    }
    // Last, and the deepest first: whatever is made in a directory gives it a new time.
    for (const { path, mtime } of initial.toReversed()) {
      if (mtime !== undefined) this.#files.utimes(`${this.path}/${path}`, { mtime }, { noFollow: true });
    }
  }

  /** Everything below, sorted by path; links are followed only to say what they are. */
  list(): WorkspaceEntry[] {
    const entries: WorkspaceEntry[] = [];
    const visit = (folder: string, prefix: string) => {
      for (const entry of this.#entriesOf(folder)) {
        const path = prefix + entry.name;
        const stat = this.#files.lstat(`${folder}/${entry.name}`);
        entries.push({ path, kind: stat.kind === 'directory' ? 'directory' : 'file', size: stat.size });
        if (stat.kind === 'directory') visit(`${folder}/${entry.name}`, `${path}/`);
      }
    };
    visit(this.path, '');
    return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  read(path: string): Uint8Array | undefined {
    const full = this.#inside(path);
    return this.#files.exists(full) && this.#files.stat(full).kind === 'file' ? this.#files.readFile(full) : undefined;
  }

  write(path: string, data: Uint8Array): void {
    const full = this.#inside(path);
    this.#makeFolders(full.slice(0, full.lastIndexOf('/')));
    this.#files.writeFile(full, data);
  }

  remove(path: string): void {
    this.#files.unlink(this.#inside(path));
  }

  /** Calls back with the changed path, relative to the workspace. */
  watch(listener: (path: string) => void): () => void {
    return this.#files.watch(this.path, (path) =>
      listener(path.startsWith(`${this.path}/`) ? path.slice(this.path.length + 1) : path),
    );
  }

  #entriesOf(folder: string): DirectoryEntry[] {
    return this.#files.exists(folder) ? this.#files.readdir(folder) : [];
  }

  #makeFolders(folder: string): void {
    if (folder === '' || this.#files.exists(folder)) return;
    this.#makeFolders(folder.slice(0, folder.lastIndexOf('/')));
    this.#files.mkdir(folder, 0o755);
  }

  /** A path of the workspace and nothing outside it. */
  #inside(path: string): string {
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    if (parts.length === 0 || parts.includes('..')) throw new Error(`${path}: not a path inside the workspace`);
    return `${this.path}/${parts.join('/')}`;
  }
}
