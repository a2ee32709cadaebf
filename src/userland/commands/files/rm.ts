import { isErrno } from '../../../kernel/errno.ts';
import type { Stat } from '../../../kernel/fs/types.ts';
import { confirm } from '../common/confirm.ts';
import { type Command, type Context, reason } from '../common/context.ts';
import { missingOperand, type Options, parseOptions } from '../common/options.ts';
import { basename, join } from '../common/paths.ts';

/** rm(1) */
export const rm: Command = async (context) => {
  const options = parseOptions(context, context.gnu ? 'dfiIrRv' : 'firRv', {
    long: {
      force: 'f',
      interactive: 'i::',
      recursive: 'r',
      dir: 'd',
      verbose: 'v',
      'preserve-root': 'root::',
      'no-preserve-root': 'noroot',
      'one-file-system': 'one',
    },
  });
  if (options.operands.length === 0) {
    if (options.has('f')) return;
    missingOperand(context);
  }
  const { operands } = options;
  if (options.last('fiI') === 'I' && (operands.length > 3 || options.any('rR'))) {
    const count = `${operands.length} argument${operands.length === 1 ? '' : 's'}`;
    if (!(await confirm(context, `remove ${count}${options.any('rR') ? ' recursively' : ''}? `))) return;
  }
  // busybox takes the slashes off, so that a link goes and not what it leads to
  for (const path of operands) await remove(context, options, context.gnu ? path : stripSlashes(path), true);
};

function stripSlashes(path: string): string {
  return path.replace(/(.)\/+$/, '$1');
}

async function remove(context: Context, options: Options, path: string, top: boolean): Promise<boolean> {
  const { sys } = context;
  const force = options.last('fi') === 'f';
  if (top && /(^|\/)\.\.?\/*$/.test(path)) {
    if (context.gnu) {
      context.fail(`refusing to remove '.' or '..' directory: skipping ${context.quote(path)}`);
    } else context.fail(`can't remove '.' or '..'`);
    return false;
  }
  if (top && context.gnu && options.any('rR') && !options.has('noroot') && isRoot(context, path)) {
    context.fail(`it is dangerous to operate recursively on '/'`);
    context.warn('use --no-preserve-root to override this failsafe');
    return false;
  }
  let stat: Stat;
  try {
    stat = sys.lstat(path);
  } catch (error) {
    if (!(force && isErrno(error, 'ENOENT'))) context.cannot('remove', path, error);
    return false;
  }
  const directory = stat.kind === 'directory';
  if (directory && !options.any('rR')) {
    const empty = options.has('d');
    if (!empty) {
      if (context.gnu) context.fail(`cannot remove ${context.quote(path)}: Is a directory`);
      else context.fail(`'${path}' is a directory`);
      return false;
    }
  }
  const ask = options.last('fi') === 'i';
  if (directory && options.any('rR')) {
    const names = list(context, path);
    if (names === undefined) return false;
    if (names.length > 0 && ask && !(await confirm(context, `descend into directory ${context.quote(path)}? `))) {
      return true;
    }
    let whole = true;
    for (const name of names) whole = (await remove(context, options, join(path, name), false)) && whole;
    if (!whole) return false;
    const breath = sys.checkpoint();
    if (breath) await breath;
  }
  const unwritable = !force && !directory && stat.kind !== 'symlink' && sys.isatty(0) && !sys.access(path, 'w');
  if (ask || unwritable) {
    const what = `${unwritable ? 'write-protected ' : ''}${describe(stat)}`;
    const named = context.gnu ? `${what} ` : directory ? 'directory ' : '';
    if (!(await confirm(context, `remove ${named}${context.quote(path)}? `))) return true;
  }
  try {
    if (directory) sys.rmdir(path);
    else sys.unlink(path);
  } catch (error) {
    context.cannot('remove', path, error);
    return false;
  }
  if (options.has('v')) {
    const what = !directory ? '' : context.gnu ? 'directory ' : 'directory: ';
    context.print(`removed ${what}${context.quote(path)}\n`);
  }
  return true;
}

function isRoot(context: Context, path: string): boolean {
  return (
    basename(path) === '/' || (context.sys.exists(path) && context.sys.realpath(path) === '/' && !isLink(context, path))
  );
}

function isLink(context: Context, path: string): boolean {
  return context.sys.lstat(path).kind === 'symlink';
}

function list(context: Context, path: string): string[] | undefined {
  try {
    return context.sys.readdir(path).map(({ name }) => name);
  } catch (error) {
    if (context.gnu) context.fail(`cannot remove ${context.quote(path)}: ${reason(error)}`);
    else context.cannot('open', path, error);
    return undefined;
  }
}

function describe(stat: Stat): string {
  if (stat.kind === 'directory') return 'directory';
  if (stat.kind === 'symlink') return 'symbolic link';
  if (stat.kind === 'fifo') return 'fifo';
  if (stat.kind === 'file') return stat.size === 0 ? 'regular empty file' : 'regular file';
  return `${stat.kind} special file`;
}

/** unlink(1) */
export const unlink: Command = (context) => {
  const { operands } = parseOptions(context, '');
  if (operands.length === 0) missingOperand(context);
  try {
    context.sys.unlink(operands[0]!);
  } catch (error) {
    if (context.gnu) context.fail(`cannot unlink ${context.quote(operands[0]!)}: ${reason(error)}`);
    else context.cannot('remove file', operands[0]!, error);
  }
};
