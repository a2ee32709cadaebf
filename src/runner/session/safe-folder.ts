import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmdirSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { Refused } from '../policy/policy.ts';

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;

/**
 * A folder that was reached without following a link. Containers write to the workspace, and a name there may become a link
 * between our look and our step: so each step starts from the folder itself, as openat(2) does it, which Node offers by way
 * of /proc/self/fd. Where there is no /proc each name is looked at before it is used.
 */
export class SafeFolder {
  readonly #path: string;
  readonly #fd: number | undefined;

  private constructor(path: string, fd: number | undefined) {
    this.#path = path;
    this.#fd = fd;
  }

  static open(root: string): SafeFolder {
    return hasProc
      ? new SafeFolder('', openSync(root, O_RDONLY | O_DIRECTORY | O_NOFOLLOW))
      : new SafeFolder(root, undefined);
  }

  /** The path of something in this folder, for calls that do not follow links. */
  child(name: string): string {
    if (name === '' || name === '.' || name === '..' || /[/\\\0]/.test(name))
      throw new Refused(`the name ${name}`, 400);
    return this.#fd === undefined ? join(this.#path, name) : `/proc/self/fd/${this.#fd}/${name}`;
  }

  /** This folder itself, for readdir. */
  get self(): string {
    return this.#fd === undefined ? this.#path : `/proc/self/fd/${this.#fd}/.`;
  }

  /** A folder in this one; ENOENT when it is not there, unless it is to be made. */
  enter(name: string, make = false): SafeFolder {
    const path = this.child(name);
    try {
      return this.#enter(path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ELOOP' || code === 'ENOTDIR')
        throw new Refused(`${name}: a link or a file where a folder should be`);
      if (code !== 'ENOENT' || !make) throw error;
    }
    mkdirSync(path, 0o755);
    return this.#enter(path);
  }

  #enter(path: string): SafeFolder {
    if (hasProc) return new SafeFolder('', openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
    if (!lstatSync(path).isDirectory()) throw Object.assign(new Error(path), { code: 'ENOTDIR' });
    return new SafeFolder(path, undefined);
  }

  /** What has this name, and all that is in it; nothing when there is nothing. Its own kind is decided anew at each step. */
  remove(name: string): void {
    const path = this.child(name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) return;
    if (!stat.isDirectory()) {
      unlinkSync(path);
      return;
    }
    const inner = this.enter(name);
    try {
      for (const each of readdirSync(inner.self)) inner.remove(each);
    } finally {
      inner.close();
    }
    rmdirSync(path);
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
  }
}

const hasProc = existsSync('/proc/self/fd');

/** Does something in the folder that holds `path`, and closes what it opened on the way. */
export function inFolderOf<T>(
  root: string,
  path: string,
  make: boolean,
  act: (folder: SafeFolder, name: string) => T,
): T {
  const parts = path.split('/');
  const name = parts.pop()!;
  const opened: SafeFolder[] = [SafeFolder.open(root)];
  try {
    for (const part of parts) opened.push(opened.at(-1)!.enter(part, make));
    return act(opened.at(-1)!, name);
  } finally {
    for (const folder of opened) folder.close();
  }
}
