import { KernelError } from '../errno.ts';
import { Location, parentOf } from './location.ts';
import { topmost } from './mount.ts';
import { EXECUTE, permits } from './permissions.ts';
import type { Credentials, Inode } from './types.ts';

const MAX_LINKS = 40;
const NAME_MAX = 255;
const PATH_MAX = 4096;

/** What path names are looked up with: a process's view of the file system. */
export interface PathContext {
  root: Location;
  cwd: Location;
  credentials: Credentials;
  umask: number;
}

/** Where a path leads: its last name, the directory that holds it, and what is there. */
export interface Walked {
  /** Holds `name`; the location itself when the path ends in `.`, `..` or is `/`. */
  readonly directory: Location;
  /** '' when the path does not end in an ordinary name. */
  readonly name: string;
  readonly found: Location | undefined;
  /** How the path ends, when not in an ordinary name. */
  readonly ending: '' | '.' | '..' | '/';
  readonly trailingSlash: boolean;
}

/**
 * path_resolution(7): symlinks (40 at most), `..`, mounts, chroot and search permission. Everything but the last
 * name must be there. `follow` says whether a symlink in the last place is followed; a trailing slash always does.
 */
export function walk(context: PathContext, path: string, follow: boolean): Walked {
  return run(context, path, follow, false);
}

/**
 * To the entry itself, for what makes, removes or moves it: even with a trailing slash the last name is neither
 * followed nor has to be a directory.
 */
export function walkToEntry(context: PathContext, path: string): Walked {
  return run(context, path, false, true);
}

function run(context: PathContext, path: string, follow: boolean, entry: boolean): Walked {
  try {
    return new Walk(context, follow, entry).run(path);
  } catch (error) {
    if (error instanceof KernelError && error.path === undefined) throw new KernelError(error.code, path);
    throw error;
  }
}

/** Like `walk`, of something that must be there. */
export function find(context: PathContext, path: string, follow = true): Location {
  const { found } = walk(context, path, follow);
  if (!found) throw new KernelError('ENOENT', path);
  return found;
}

class Walk {
  private links = 0;

  constructor(
    private readonly context: PathContext,
    private readonly follow: boolean,
    private readonly entry: boolean,
  ) {}

  run(path: string): Walked {
    if (path === '') throw new KernelError('ENOENT');
    if (path.length >= PATH_MAX) throw new KernelError('ENAMETOOLONG');
    const { context } = this;
    let rest = path;
    let at = rest.charCodeAt(0) === 47 ? context.root : context.cwd;
    let position = 0;
    let ending: Walked['ending'] = '/';
    for (;;) {
      while (rest.charCodeAt(position) === 47) position++;
      if (position >= rest.length) {
        return { directory: at, name: '', found: at, ending, trailingSlash: false };
      }
      let end = rest.indexOf('/', position);
      if (end < 0) end = rest.length;
      const name = rest.slice(position, end);
      position = end;
      this.checkSearch(at, name);
      if (name === '.' || name === '..') {
        if (name === '..') at = above(at, context.root);
        ending = name;
        continue;
      }
      const last = isLast(rest, end);
      const trailingSlash = last && end < rest.length;
      const next = step(at, name);
      if (!next) {
        if (!last) throw new KernelError('ENOENT');
        return { directory: at, name, found: undefined, ending: '', trailingSlash };
      }
      if (next.inode.kind === 'symlink' && (!last || this.follow || (trailingSlash && !this.entry))) {
        const jumped = this.jump(at, next, name);
        if (!jumped) {
          const target = next.inode.target ?? '';
          if (target === '') throw new KernelError('ENOENT');
          rest = target + rest.slice(end);
          if (rest.length >= PATH_MAX * 2) throw new KernelError('ENAMETOOLONG');
          position = 0;
          ending = '/';
          if (target.charCodeAt(0) === 47) at = context.root;
          continue;
        }
        if (last) return { directory: at, name, found: jumped, ending: '', trailingSlash };
        at = jumped;
        continue;
      }
      if (last) {
        if (trailingSlash && !this.entry && next.inode.kind !== 'directory') throw new KernelError('ENOTDIR');
        return { directory: at, name, found: next, ending: '', trailingSlash };
      }
      at = next;
    }
  }

  private checkSearch(at: Location, name: string): void {
    if (at.inode.kind !== 'directory') throw new KernelError('ENOTDIR');
    if (!permits(at.inode, EXECUTE, this.context.credentials)) throw new KernelError('EACCES');
    if (name.length > 85) checkLength(name);
  }

  /** Follows a magic link of /proc; undefined for an ordinary symlink. */
  private jump(directory: Location, link: Location, name: string): Location | undefined {
    if (++this.links > MAX_LINKS) throw new KernelError('ELOOP');
    const target = link.filesystem.follow?.(link.inode);
    if (!target || target.inode.kind === 'directory') return undefined;
    return new Location(link.mount, target.inode, directory, name, target.filesystem);
  }
}

/** The entry `name` of a directory, as what is mounted on it. */
export function step(directory: Location, name: string): Location | undefined {
  const { mount, inode } = directory;
  if (mount.children.size > 0) {
    const mounted = mount.children.get(inode.ino)?.get(name);
    if (mounted) return topmost(mounted).root;
  }
  const next: Inode | undefined = mount.filesystem.lookup(inode, name);
  return next && new Location(mount, next, directory, name);
}

/** `..`, and then whatever is mounted over the directory that leads to. */
function above(location: Location, root: Location): Location {
  const parent = parentOf(location, root);
  return parent.isMountRoot && !parent.is(root) ? topmost(parent.mount).root : parent;
}

/** NAME_MAX counts bytes. */
function checkLength(name: string): void {
  if (name.length > NAME_MAX || new TextEncoder().encode(name).length > NAME_MAX) throw new KernelError('ENAMETOOLONG');
}

function isLast(path: string, end: number): boolean {
  for (let i = end; i < path.length; i++) if (path.charCodeAt(i) !== 47) return false;
  return true;
}
