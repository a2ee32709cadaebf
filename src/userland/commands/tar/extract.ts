import { isErrno } from '../../../kernel/errno.ts';
import { findGroup, users } from '../common/accounts.ts';
import { type Context, reason } from '../common/context.ts';
import type { Options } from '../common/options.ts';
import { dirname } from '../common/paths.ts';
import { makeParents } from '../files/mkdir.ts';
import type { TarEntry } from './format.ts';

/** Lists, prints or unpacks members. */
export async function extractAll(
  context: Context,
  options: Options,
  entries: Iterable<TarEntry>,
  action: 'list' | 'extract',
  line: (context: Context, options: Options, entry: TarEntry) => string,
): Promise<void> {
  const verbose = options.list.filter(([key]) => key === 'v').length;
  const directories: TarEntry[] = [];
  let warned = false;
  for (const original of entries) {
    const entry = { ...original };
    if (!options.has('P') && entry.name.startsWith('/')) {
      if (!warned) {
        context.warn(context.gnu ? "Removing leading `/' from member names" : "removing leading '/' from member names");
      }
      warned = true;
      entry.name = entry.name.replace(/^\/+/, '') || './';
    }
    if (action === 'list') {
      context.print(`${line(context, options, entry)}\n`);
      continue;
    }
    if (options.has('O')) {
      if (verbose > 0) context.out.text(`${entry.name}\n`, 2);
      if (entry.kind === 'file') context.out.bytes(entry.data);
      continue;
    }
    if (verbose > 0) context.print(`${verbose > 1 ? line(context, options, entry) : entry.name}\n`);
    if (entry.name.split('/').includes('..') && !options.has('P')) {
      context.fail(`${entry.name}: Member name contains '..'`, 2);
      continue;
    }
    try {
      extract(context, options, entry);
      if (entry.kind === 'directory') directories.push(entry);
    } catch (error) {
      const what = entry.kind === 'directory' ? 'Cannot mkdir' : 'Cannot open';
      if (context.gnu) context.fail(`${entry.name}: ${what}: ${reason(error)}`, 2);
      else
        context.fail(
          `can't ${entry.kind === 'directory' ? 'make dir' : 'open'} ${entry.kind === 'directory' ? entry.name.replace(/\/$/, '') : `'${entry.name}'`}: ${reason(error)}`,
        );
    }
    const waiting = context.out.drain() ?? context.sys.checkpoint();
    if (waiting) await waiting;
  }
  // their times and modes come last, after what is inside them was written
  for (const entry of directories.reverse()) attributes(context, options, entry);
}

function extract(context: Context, options: Options, entry: TarEntry): void {
  const { sys } = context;
  const path = entry.name.replace(/(.)\/+$/, '$1');
  const parent = dirname(path);
  if (!sys.exists(parent)) makeParents(context, parent);
  if (entry.kind === 'directory') {
    if (!sys.exists(path) || sys.stat(path).kind !== 'directory') sys.mkdir(path, 0o700 | entry.mode);
    return;
  }
  try {
    if (sys.lstat(path).kind !== 'directory') {
      if (options.has('k')) {
        if (context.gnu) context.fail(`${path}: Cannot open: File exists`, 2);
        return;
      }
      sys.unlink(path);
    } else sys.rmdir(path);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
  if (entry.kind === 'symlink') sys.symlink(entry.link, path);
  else if (entry.kind === 'hardlink') {
    sys.link(options.has('P') ? entry.link : entry.link.replace(/^\/+/, ''), path);
    return;
  } else if (entry.kind === 'file') sys.writeFile(path, entry.data, { mode: entry.mode & 0o777 });
  else sys.mknod(path, entry.kind, entry.mode, entry.rdev);
  attributes(context, options, entry);
}

function attributes(context: Context, options: Options, entry: TarEntry): void {
  const { sys } = context;
  const path = entry.name;
  const noFollow = entry.kind === 'symlink';
  const root = sys.credentials().euid === 0;
  if (root && !options.has('o')) {
    const named = options.has('numeric') ? undefined : users(sys).find(({ name }) => name === entry.user)?.uid;
    const group = options.has('numeric') || entry.group === '' ? undefined : findGroup(sys, entry.group);
    sys.chown(path, named ?? entry.uid, group ?? entry.gid, { noFollow });
  }
  if (!noFollow) {
    const keep = (root && !options.has('no-perm')) || options.has('p');
    sys.chmod(path, keep ? entry.mode : entry.mode & ~sys.umask() & 0o777);
  }
  if (!options.has('m')) sys.utimes(path, { mtime: entry.mtime * 1000 }, { noFollow });
}
