import { isErrno } from '../../../kernel/errno.ts';
import type { Stat } from '../../../kernel/fs/types.ts';
import { confirm } from '../common/confirm.ts';
import { type Command, type Context, reason } from '../common/context.ts';
import { type Options, parseOptions } from '../common/options.ts';
import { join } from '../common/paths.ts';
import { Copier, destinations } from './copy.ts';
import { checkOperands } from './cp.ts';

/** mv(1) */
export const mv: Command = async (context) => {
  const options = parseOptions(context, 'finTt:uv', {
    long: {
      force: 'f',
      interactive: 'i',
      'no-clobber': 'n',
      'no-target-directory': 'T',
      'target-directory': 't',
      update: 'u',
      verbose: 'v',
    },
  });
  checkOperands(context, options, 'file');
  // mv renames onto a name that ends in a slash when the source is a directory
  const pairs = destinations(context, options.operands, options.get('t'), options.has('T'), true);
  if (!pairs) return 1;
  for (const [from, to] of pairs) if (context.gnu || reachable(context, to)) await move(context, options, from, to);
};

async function move(context: Context, options: Options, from: string, to: string): Promise<void> {
  const { sys } = context;
  const q = (path: string): string => context.quote(path);
  let source: Stat;
  try {
    source = sys.lstat(from);
  } catch (error) {
    if (context.gnu) context.cannot('stat', from, error);
    else context.cannot('rename', from, error);
    return;
  }
  const target = existing(context, to);
  if (target) {
    const overwrite = options.last('fin');
    if (overwrite === 'n' || (options.has('u') && target.mtime >= source.mtime)) return;
    if (target.ino === source.ino && target.dev === source.dev) {
      // To busybox that is a rename like any other.
      if (context.gnu) context.fail(`${q(from)} and ${q(to)} are the same file`);
      return;
    }
    const protectedTarget = !sys.access(to, 'w') && target.kind !== 'symlink';
    if (overwrite === 'i' || (overwrite !== 'f' && protectedTarget && sys.isatty(0))) {
      if (!(await confirm(context, `overwrite ${q(to)}? `))) return;
    }
    if (target.kind === 'directory' && source.kind !== 'directory') {
      if (context.gnu) context.fail(`cannot overwrite directory ${q(to)} with non-directory`);
      else context.fail(`can't rename '${from}': Is a directory`);
      return;
    }
    if (target.kind !== 'directory' && source.kind === 'directory') {
      if (context.gnu) context.fail(`cannot overwrite non-directory ${q(to)} with directory ${q(from)}`);
      else context.fail(`can't rename '${from}': Not a directory`);
      return;
    }
  }
  try {
    sys.rename(from, to);
  } catch (error) {
    if (!isErrno(error, 'EXDEV')) {
      if (context.gnu) {
        if (isErrno(error, 'EINVAL')) context.fail(`cannot move ${q(from)} to a subdirectory of itself, ${q(to)}`);
        else context.fail(`cannot move ${q(from)} to ${q(to)}: ${reason(error)}`);
      } else context.cannot('rename', from, error);
      return;
    }
    if (!(await copyAcross(context, from, to, target))) return;
  }
  if (options.has('v')) context.print(context.gnu ? `renamed ${q(from)} -> ${q(to)}\n` : `'${from}' -> '${to}'\n`);
}

function existing(context: Context, path: string): Stat | undefined {
  try {
    return context.sys.lstat(path);
  } catch (error) {
    reason(error);
    return undefined;
  }
}

/** busybox looks at each name it makes of a folder's; one below a file stops it. */
function reachable(context: Context, path: string): boolean {
  try {
    context.sys.lstat(path);
  } catch (error) {
    if (!isErrno(error, 'ENOTDIR')) return true;
    context.cannot('stat', path, error);
    return false;
  }
  return true;
}

/** Between file systems: copy everything as it is, then delete. */
async function copyAcross(context: Context, from: string, to: string, target: Stat | undefined): Promise<boolean> {
  if (target) {
    if (target.kind === 'directory') context.sys.rmdir(to);
    else context.sys.unlink(to);
  }
  const copier = new Copier(context, {
    recursive: true,
    follow: 'P',
    preserve: { mode: true, owner: true, times: true, links: true },
    force: true,
    interactive: false,
    noClobber: false,
    update: false,
    verbose: false,
    hardLink: false,
    symlink: false,
    removeFirst: false,
  });
  if (!(await copier.copy(from, to))) return false;
  removeTree(context, from);
  return true;
}

function removeTree(context: Context, path: string): void {
  if (context.sys.lstat(path).kind !== 'directory') {
    context.sys.unlink(path);
    return;
  }
  for (const { name } of context.sys.readdir(path)) removeTree(context, join(path, name));
  context.sys.rmdir(path);
}
