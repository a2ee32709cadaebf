import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { WorkspaceChange } from '../../engine/api/drydock.ts';
import type { TarEntry } from '../../oci/tar/entry.ts';
import { readTar } from '../../oci/tar/reader.ts';
import { Refused } from '../policy/policy.ts';
import { inFolderOf, SafeFolder } from './safe-folder.ts';

const { O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/** Bytes of a file that is told of; larger ones stay where they are. */
const FILE_LIMIT = 8 << 20;
/** Entries that are looked at. */
const ENTRY_LIMIT = 20_000;

/** The student's workspace on this machine: what the page sends is written, what containers write is told. */
export class WorkspaceMirror {
  readonly #root: string;
  /** How each path looked when it was last known on both sides. */
  #seen = new Map<string, string>();

  constructor(root: string) {
    this.#root = root;
    mkdirSync(root, { recursive: true, mode: 0o755 });
  }

  /** Takes over a tar of changed files, and what was removed. `checkLink` refuses links where an engine would follow them. */
  apply(tar: Uint8Array, removed: readonly string[], checkLink: (path: string) => void = () => {}): void {
    for (const path of removed) this.#remove(checkedPath(path));
    for (const entry of tar.length === 0 ? [] : readTar(tar)) {
      const path = checkedPath(entry.path);
      if (path === '') continue;
      if (entry.kind === 'symlink') checkLink(path);
      this.#write(path, entry);
      this.#seen.set(path, this.#look(path));
    }
  }

  #remove(path: string): void {
    if (path === '') return;
    try {
      inFolderOf(this.#root, path, false, (folder, name) => folder.remove(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    for (const known of [...this.#seen.keys()])
      if (known === path || known.startsWith(`${path}/`)) this.#seen.delete(known);
  }

  #write(path: string, { kind, mode, data, link }: TarEntry): void {
    inFolderOf(this.#root, path, true, (folder, name) => {
      const target = folder.child(name);
      const there = lstatSync(target, { throwIfNoEntry: false });
      if (kind === 'directory') {
        if (there && !there.isDirectory()) folder.remove(name);
        if (!there?.isDirectory()) mkdirSync(target);
        // A folder, or the call fails: nothing else takes its place between.
        const entered = folder.enter(name);
        chmodSync(entered.self, mode & 0o777);
        entered.close();
      } else if (kind === 'symlink') {
        if (there) folder.remove(name);
        symlinkSync(link ?? '', target);
      } else if (kind === 'file') {
        if (there && !there.isFile()) folder.remove(name);
        writeFile(target, data ?? new Uint8Array(), mode & 0o777);
      } else throw new Refused(`a ${kind} in the workspace: ${path}`, 400);
    });
  }

  /** What has changed since it was last known. */
  changes(): WorkspaceChange[] {
    const now = new Map<string, string>();
    const changes: WorkspaceChange[] = [];
    this.#walk(SafeFolder.open(this.#root), '', (path, look, change) => {
      now.set(path, look);
      if (this.#seen.get(path) === look) return;
      const told = change();
      if (told) changes.push(told);
    });
    for (const path of this.#seen.keys()) if (!now.has(path)) changes.push({ path, kind: 'gone' });
    this.#seen = now;
    return changes;
  }

  #walk(
    folder: SafeFolder,
    prefix: string,
    visit: (path: string, look: string, change: () => WorkspaceChange | undefined) => void,
    left = { count: ENTRY_LIMIT },
  ): void {
    try {
      for (const name of readdirSync(folder.self)) {
        if (left.count-- <= 0) return;
        const path = prefix + name;
        const child = folder.child(name);
        const stat = lstatSync(child, { throwIfNoEntry: false });
        if (!stat) continue;
        const look = lookOf(stat);
        if (stat.isDirectory()) {
          visit(path, look, () => ({ path, kind: 'directory', mode: stat.mode & 0o777, ...ownerOf(stat) }));
          let entered: SafeFolder;
          try {
            entered = folder.enter(name);
          } catch {
            // Something else by now: the next look will see what.
            continue;
          }
          this.#walk(entered, `${path}/`, visit, left);
        } else if (stat.isSymbolicLink())
          visit(path, look, () => ({ path, kind: 'symlink', target: readlinkSync(child) }));
        else if (stat.isFile() && stat.size <= FILE_LIMIT)
          visit(path, look, () => {
            const data = readFile(child);
            return (
              data && { path, kind: 'file', mode: stat.mode & 0o777, ...ownerOf(stat), data: data.toString('base64') }
            );
          });
      }
    } finally {
      folder.close();
    }
  }

  #look(path: string): string {
    return inFolderOf(this.#root, path, false, (folder, name) => lookOf(lstatSync(folder.child(name))));
  }
}

/** Nothing for what is the runner's own: on the student's computer that is root's. */
function ownerOf({ uid, gid }: { uid: number; gid: number }): { uid?: number; gid?: number } {
  return uid === (process.getuid?.() ?? uid) ? {} : { uid, gid };
}

function lookOf(stat: { mode: number; size: number; mtimeMs: number; ino: number; isDirectory(): boolean }): string {
  // A folder's time and size change with what is in it, which is told on its own.
  return stat.isDirectory() ? `d${stat.mode}` : `${stat.mode} ${stat.size} ${stat.mtimeMs} ${stat.ino}`;
}

/** Relative, and without a way out. */
function checkedPath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/') || parts.includes('..') || path.includes('\0'))
    throw new Refused(`${JSON.stringify(path)}: not a path inside the workspace`, 400);
  return parts.join('/');
}

function writeFile(path: string, data: Uint8Array, mode: number): void {
  let fd: number;
  try {
    fd = openSync(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    // A container wrote it as its root; the folder is ours.
    unlinkSync(path);
    fd = openSync(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode);
  }
  try {
    if (!fstatSync(fd).isFile()) throw new Refused('what should be a file is none');
    ftruncateSync(fd);
    for (let at = 0; at < data.length; ) at += writeSync(fd, data, at);
    fchmodSync(fd, mode);
  } finally {
    closeSync(fd);
  }
}

function readFile(path: string): Buffer | undefined {
  let fd: number;
  try {
    fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const stat = fstatSync(fd);
    return stat.isFile() && stat.size <= FILE_LIMIT ? readFileSync(fd) : undefined;
  } finally {
    closeSync(fd);
  }
}
