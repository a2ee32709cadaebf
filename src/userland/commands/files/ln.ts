import { isErrno } from '../../../kernel/errno.ts';
import { confirm } from '../common/confirm.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { missingOperand, parseOptions } from '../common/options.ts';
import { basename, dirname, join, normalize } from '../common/paths.ts';

/** ln(1) */
export const ln: Command = async (context) => {
  const options = parseOptions(context, context.gnu ? 'sfnbt:TvriLPS:' : 'sfnbtTvriLPS:', {
    long: {
      symbolic: 's',
      force: 'f',
      'no-dereference': 'n',
      'no-target-directory': 'T',
      'target-directory': context.gnu ? 't' : 'target:',
      verbose: 'v',
      relative: 'r',
      interactive: 'i',
      logical: 'L',
      physical: 'P',
    },
  });
  const { sys } = context;
  const { operands } = options;
  if (operands.length === 0) {
    if (context.gnu) context.misuse('missing file operand');
    missingOperand(context);
  }
  const fixed = options.get(context.gnu ? 't' : 'target');
  const last = fixed ?? (operands.length === 1 ? '.' : operands.at(-1)!);
  const sources = fixed === undefined && operands.length > 1 ? operands.slice(0, -1) : operands;
  const isLink = exists(context, last) && sys.lstat(last).kind === 'symlink';
  const directory =
    !options.has('T') && sys.exists(last) && sys.stat(last).kind === 'directory' && !(options.has('n') && isLink);
  if (options.has('T') && operands.length > 2) {
    if (context.gnu) context.misuse(`extra operand ${context.quote(operands[2]!)}`);
    throw new Exit(1, '-T accepts 2 args max');
  }
  if (options.has('T') && !context.gnu && sys.exists(last) && !isLink && sys.stat(last).kind === 'directory') {
    throw new Exit(1, `'${last}' is a directory`);
  }
  if (context.gnu && sources.length > 1 && !directory) {
    const why = sys.exists(last) ? 'Not a directory' : 'No such file or directory';
    context.fail(`target ${context.quote(last)}: ${why}`);
    return;
  }
  for (const source of sources) {
    const to = directory ? join(last, basename(source)) : last;
    const symbolic = options.has('s');
    try {
      const present = exists(context, to);
      if (present && same(context, source, to) && options.any('fi') && context.gnu) {
        context.fail(`${context.quote(source)} and ${context.quote(to)} are the same file`);
        continue;
      }
      const replace =
        options.last('fi') === 'f' ||
        (present && options.has('i') && (await confirm(context, `replace ${context.quote(to)}? `)));
      if (!symbolic) sys.lstat(source);
      if (present && replace && sys.lstat(to).kind !== 'directory') sys.unlink(to);
      if (symbolic) sys.symlink(options.has('r') ? relative(context, source, to) : source, to);
      else {
        if (context.gnu && sys.lstat(source).kind === 'directory') {
          context.fail(`${source}: hard link not allowed for directory`);
          continue;
        }
        sys.link(options.has('L') ? sys.realpath(source) : source, to);
      }
      if (options.has('v')) {
        context.print(`${context.quote(to)} ${symbolic ? '->' : context.gnu ? '=>' : '->'} ${context.quote(source)}\n`);
      }
    } catch (error) {
      if (!context.gnu) context.fail(`${!symbolic && !exists(context, source) ? source : to}: ${reason(error)}`);
      else if (symbolic) {
        const empty = source === '' ? " -> ''" : '';
        context.fail(`failed to create symbolic link ${context.quote(to)}${empty}: ${reason(error)}`);
      } else if (!exists(context, source)) context.fail(`failed to access ${context.quote(source)}: ${reason(error)}`);
      else if (isErrno(error, 'EEXIST')) {
        context.fail(`failed to create hard link ${context.quote(to)}: ${reason(error)}`);
      } else {
        const names = `${context.quote(to)} => ${context.quote(source)}`;
        context.fail(`failed to create hard link ${names}: ${reason(error)}`);
      }
    }
  }
};

function exists(context: Context, path: string): boolean {
  try {
    context.sys.lstat(path);
    return true;
  } catch (error) {
    reason(error);
    return false;
  }
}

function same(context: Context, one: string, other: string): boolean {
  if (!exists(context, one)) return false;
  const [a, b] = [context.sys.lstat(one), context.sys.lstat(other)];
  return a.ino === b.ino && a.dev === b.dev;
}

/** `to`'s directory made the point of view of `source`. */
function relative(context: Context, source: string, to: string): string {
  const absolute = (path: string): string => normalize(path.startsWith('/') ? path : join(context.sys.cwd(), path));
  return relativePath(absolute(dirname(to)), absolute(source));
}

/** The way from one absolute directory to a path. */
export function relativePath(from: string, to: string): string {
  const [a, b] = [from, to].map((path) => path.split('/').filter(Boolean)) as [string[], string[]];
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return [...a.slice(shared).map(() => '..'), ...b.slice(shared)].join('/') || '.';
}

/** link(1) */
export const link: Command = (context) => {
  const { operands } = parseOptions(context, '');
  if (operands.length !== 2) missingOperand(context, operands[0]);
  const [source, to] = operands as [string, string];
  try {
    context.sys.link(source, to);
  } catch (error) {
    const what = context.gnu ? 'cannot create link' : "can't create hardlink";
    context.fail(`${what} ${context.quote(to)} to ${context.quote(source)}: ${reason(error)}`);
  }
};
