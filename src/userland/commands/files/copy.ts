import { isErrno } from '../../../kernel/errno.ts';
import type { Stat } from '../../../kernel/fs/types.ts';
import { confirm } from '../common/confirm.ts';
import { type Context, reason } from '../common/context.ts';
import { basename, join } from '../common/paths.ts';

/** How cp, mv across file systems and install copy. */
export interface CopyRules {
  recursive: boolean;
  /** Follow symlinks: never (P), always (L), those named on the command line (H). */
  follow: 'P' | 'L' | 'H';
  preserve: { mode: boolean; owner: boolean; times: boolean; links: boolean };
  force: boolean;
  interactive: boolean;
  noClobber: boolean;
  update: boolean;
  verbose: boolean;
  hardLink: boolean;
  symlink: boolean;
  removeFirst: boolean;
}

/** A copy in progress: remembers hard links, so that they stay links. */
export class Copier {
  readonly #context: Context;
  readonly #rules: CopyRules;
  readonly #made = new Map<string, string>();
  /** What was asked for: a folder copied into itself is told with these names. */
  #top: [from: string, to: string] = ['', ''];
  /** Directories made, so that a copy into itself ends. */
  readonly #created = new Set<string>();

  constructor(context: Context, rules: CopyRules) {
    this.#context = context;
    this.#rules = rules;
  }

  async copy(from: string, to: string, top = true): Promise<boolean> {
    const { sys } = this.#context;
    const rules = this.#rules;
    if (top) this.#top = [from, to];
    const follow = rules.follow === 'L' || (rules.follow === 'H' && top);
    let stat: Stat;
    try {
      stat = follow ? sys.stat(from) : sys.lstat(from);
    } catch (error) {
      this.#context.cannot('stat', from, error);
      return false;
    }
    let target: Stat | undefined;
    try {
      target = sys.lstat(to);
      if (this.#context.gnu && target.kind === 'symlink' && !rules.removeFirst && stat.kind !== 'symlink') {
        target = sys.exists(to) ? sys.stat(to) : target;
      }
    } catch (error) {
      if (!this.#context.gnu && !isErrno(error, 'ENOENT')) {
        this.#context.cannot('stat', to, error);
        return false;
      }
      if (!isErrno(error, 'ENOENT') && !isErrno(error, 'ENOTDIR')) throw error;
    }
    const parting = this.#context.gnu && rules.removeFirst && from !== to;
    if (target && target.dev === stat.dev && target.ino === stat.ino && !parting) {
      this.#context.fail(`${this.#q(from)} and ${this.#q(to)} are the same file`);
      return false;
    }
    if (stat.kind === 'directory') return this.#directory(from, to, stat, target);
    if (target?.kind === 'directory') {
      if (this.#context.gnu) {
        this.#context.fail(`cannot overwrite directory ${this.#q(to)} with non-directory`);
      } else this.#context.fail(`can't create '${to}': File exists`);
      return false;
    }
    if (target) {
      if (rules.noClobber) return true;
      if (rules.update && target.mtime >= stat.mtime) return true;
      if (rules.interactive && !(await confirm(this.#context, `overwrite ${this.#q(to)}? `))) return true;
    }
    const identity = `${stat.dev}:${stat.ino}`;
    const earlier = rules.preserve.links && stat.nlink > 1 ? this.#made.get(identity) : undefined;
    try {
      // busybox never writes into a file that is there: it makes a new one
      const anew = rules.removeFirst || !this.#context.gnu || rules.hardLink || rules.symlink || earlier;
      if (target && (anew || stat.kind === 'symlink')) sys.unlink(to);
      if (earlier) sys.link(earlier, to);
      else if (rules.hardLink) sys.link(from, to);
      else if (rules.symlink) sys.symlink(from, to);
      else await this.#leaf(from, to, stat);
    } catch (error) {
      this.#explain(from, to, error);
      return false;
    }
    this.#made.set(identity, to);
    if (!earlier && !rules.hardLink && !rules.symlink) this.#attributes(to, stat);
    this.#report(from, to);
    return true;
  }

  async #leaf(from: string, to: string, stat: Stat): Promise<void> {
    const { sys } = this.#context;
    if (stat.kind === 'symlink') {
      sys.symlink(sys.readlink(from), to);
      return;
    }
    if (stat.kind !== 'file' && this.#rules.recursive) {
      sys.mknod(
        to,
        stat.kind === 'fifo' ? 'fifo' : stat.kind === 'block' ? 'block' : 'character',
        stat.mode,
        stat.rdev,
      );
      return;
    }
    const input = sys.open(from, { read: true });
    try {
      // only busybox asks for the set-user-id bits as well
      const output = this.#openTarget(to, stat.mode & (this.#context.gnu ? 0o777 : 0o7777));
      try {
        for (;;) {
          const chunk = sys.read(input);
          const bytes = chunk instanceof Promise ? await chunk : chunk;
          if (bytes.length === 0) break;
          const waiting = sys.write(output, bytes);
          if (waiting) await waiting;
        }
      } finally {
        sys.close(output);
      }
    } finally {
      sys.close(input);
    }
  }

  #openTarget(to: string, mode: number): number {
    const { sys } = this.#context;
    const flags = { write: true, create: true, truncate: true };
    try {
      return sys.open(to, flags, mode);
    } catch (error) {
      if (!this.#rules.force || !isErrno(error) || !sys.exists(to)) throw new TargetError(error);
      sys.unlink(to);
      return sys.open(to, flags, mode);
    }
  }

  async #directory(from: string, to: string, stat: Stat, target: Stat | undefined): Promise<boolean> {
    const { sys } = this.#context;
    if (!this.#rules.recursive) {
      const hint = this.#context.gnu && this.#context.name === 'cp' ? '-r not specified; ' : '';
      if (this.#context.gnu) this.#context.fail(`${hint}omitting directory ${this.#q(from)}`);
      else this.#context.fail(`omitting directory '${from}'`);
      return false;
    }
    if (this.#created.has(`${stat.dev}:${stat.ino}`)) {
      const names = `${this.#q(this.#top[0])}, into itself, ${this.#q(this.#top[1])}`;
      if (this.#context.gnu) this.#context.fail(`cannot copy a directory, ${names}`);
      else this.#context.fail(`recursion detected, omitting directory '${from}'`);
      return false;
    }
    if (target && target.kind !== 'directory') {
      if (this.#context.gnu) {
        this.#context.fail(`cannot overwrite non-directory ${this.#q(to)} with directory ${this.#q(from)}`);
      } else this.#context.fail(`target '${to}' is not a directory`);
      return false;
    }
    if (!target) {
      try {
        sys.mkdir(to, stat.mode | 0o700);
      } catch (error) {
        this.#context.cannot('create directory', to, error);
        return false;
      }
      if (this.#context.gnu) this.#report(from, to);
    }
    const names = this.#list(from);
    if (!names) return false;
    const made = sys.stat(to);
    this.#created.add(`${made.dev}:${made.ino}`);
    let whole = true;
    for (const name of names) whole = (await this.copy(join(from, name), join(to, name), false)) && whole;
    if (!target && !this.#rules.preserve.mode) sys.chmod(to, stat.mode & ~sys.umask());
    this.#attributes(to, stat);
    if (!this.#context.gnu) this.#report(from, to);
    const breath = sys.checkpoint();
    if (breath) await breath;
    return whole;
  }

  #list(path: string): string[] | undefined {
    try {
      return this.#context.sys.readdir(path).map(({ name }) => name);
    } catch (error) {
      if (this.#context.gnu) this.#context.fail(`cannot access ${this.#q(path)}: ${reason(error)}`);
      else this.#context.cannot('open', path, error);
      return undefined;
    }
  }

  #attributes(to: string, stat: Stat): void {
    const { sys } = this.#context;
    const { mode, owner, times } = this.#rules.preserve;
    const noFollow = stat.kind === 'symlink';
    if (owner) {
      try {
        sys.chown(to, stat.uid, stat.gid, { noFollow });
      } catch (error) {
        if (!isErrno(error, 'EPERM')) throw error;
      }
    }
    if (mode && !noFollow) sys.chmod(to, stat.mode);
    if (times) sys.utimes(to, { atime: stat.atime, mtime: stat.mtime }, { noFollow });
  }

  #report(from: string, to: string): void {
    if (this.#rules.verbose) this.#context.print(`${this.#q(from)} -> ${this.#q(to)}\n`);
  }

  #explain(from: string, to: string, error: unknown): void {
    const atTarget = error instanceof TargetError;
    const cause = atTarget ? error.cause : error;
    if (atTarget || (isErrno(cause) && cause.path === to)) {
      const exists = this.#context.sys.exists(to);
      if (this.#context.gnu) {
        this.#context.fail(`cannot create regular file ${this.#q(to)}: ${reason(cause)}`);
      } else this.#context.fail(`can't ${exists ? 'open' : 'create'} '${to}': ${reason(cause)}`);
    } else if (this.#context.gnu) {
      this.#context.fail(`cannot open ${this.#q(from)} for reading: ${reason(cause)}`);
    } else this.#context.cannot('open', from, cause);
  }

  #q(text: string): string {
    return this.#context.quote(text);
  }
}

class TargetError extends Error {
  constructor(cause: unknown) {
    super('target', { cause });
  }
}

/** Where each source goes: the rules of cp, mv, ln and install for `SOURCE... DIRECTORY` and `-t`, `-T`. */
export function destinations(
  context: Context,
  operands: readonly string[],
  target: string | undefined,
  noDirectory: boolean,
  renames = false,
): [from: string, to: string][] | undefined {
  const { sys } = context;
  const isDirectory = (path: string): boolean => sys.exists(path) && sys.stat(path).kind === 'directory';
  const sources = target === undefined ? operands.slice(0, -1) : operands;
  const last = target ?? operands.at(-1)!;
  const into = (source: string): [string, string] => [source, join(last, basename(source))];
  if (target !== undefined || (!noDirectory && isDirectory(last))) {
    // busybox takes the word for it and fails at each file
    if (context.gnu && target !== undefined && !isDirectory(last)) {
      const why = sys.exists(last) ? 'Not a directory' : 'No such file or directory';
      const what = context.name === 'install' ? 'failed to access' : 'target directory';
      context.fail(`${what} ${context.quote(last)}: ${why}`);
      return undefined;
    }
    return sources.map(into);
  }
  if (sources.length > 1 || (last.endsWith('/') && !isDirectory(last) && !isDirectory(sources[0]!))) {
    if (sources.length > 1 && noDirectory) context.misuse(`extra operand ${context.quote(operands[2]!)}`);
    const why = sys.exists(last) ? 'Not a directory' : 'No such file or directory';
    if (!context.gnu) {
      if (sources.length > 1) return sources.map(into);
      if (renames) {
        const known = sys.exists(last.replace(/\/+$/, ''));
        context.fail(known ? `can't stat '${last}': Not a directory` : `can't rename '${sources[0]}': Not a directory`);
      } else {
        const known = sys.exists(last.replace(/\/+$/, ''));
        context.fail(known ? `can't stat '${last}': Not a directory` : `can't create '${last}': Is a directory`);
      }
    } else if (sources.length > 1) context.fail(`target ${context.quote(last)}: ${why}`);
    else if (renames) {
      const known = sys.exists(last.replace(/\/+$/, ''));
      const what = known
        ? `stat ${context.quote(last)}`
        : `move ${context.quote(sources[0]!)} to ${context.quote(last)}`;
      context.fail(`cannot ${what}: Not a directory`);
    } else context.fail(`cannot create regular file ${context.quote(last)}: Not a directory`);
    return undefined;
  }
  if (!context.gnu && noDirectory && isDirectory(last) && !isDirectory(sources[0]!)) {
    context.fail(`'${last}' is a directory`);
    return undefined;
  }
  // to busybox only two files, or a folder and what is not there, are one copied as the other
  if (!context.gnu && !renames && sys.exists(last) && isDirectory(sources[0]!)) return sources.map(into);
  return [[sources[0]!, last]];
}
