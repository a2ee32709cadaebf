import { isErrno } from '../../../kernel/errno.ts';
import { type Command, type Context, reason } from '../common/context.ts';
import { missingOperand, parseOptions, usage } from '../common/options.ts';
import { dirname as directoryPart, join, basename as lastPart, normalize } from '../common/paths.ts';
import { relativePath } from './ln.ts';

/** basename(1) */
export const basename: Command = (context) => {
  const options = parseOptions(context, '+as:z', { long: { multiple: 'a', suffix: 's', zero: 'z' } });
  const { operands } = options;
  if (operands.length === 0) missingOperand(context);
  const many = options.any('as');
  if (!many && operands.length > 2) {
    if (context.gnu) context.misuse(`extra operand ${context.quote(operands[2]!)}`);
    missingOperand(context);
  }
  const suffix = options.get('s') ?? (many ? '' : (operands[1] ?? ''));
  const end = options.has('z') ? '\0' : '\n';
  for (const path of many ? operands : operands.slice(0, 1)) {
    const name = lastPart(path);
    const cut = suffix !== '' && name !== suffix && name.endsWith(suffix);
    context.print((cut ? name.slice(0, -suffix.length) : name) + end);
  }
};

/** dirname(1) */
export const dirname: Command = (context) => {
  if (!context.gnu) {
    const [path, ...more] = context.args[0] === '--' ? context.args.slice(1) : context.args;
    if (path === undefined || path.startsWith('-') || more.length > 0) missingOperand(context);
    context.print(`${directoryPart(path)}\n`);
    return;
  }
  const options = parseOptions(context, 'z', { long: { zero: 'z' } });
  if (options.operands.length === 0) missingOperand(context);
  for (const path of options.operands) context.print(directoryPart(path) + (options.has('z') ? '\0' : '\n'));
};

/** pwd(1) */
export const pwd: Command = (context) => {
  const options = parseOptions(context, 'LP', { long: { logical: 'L', physical: 'P' } });
  const { sys } = context;
  const logical = sys.env.get('PWD');
  const here = sys.cwd();
  const trusted =
    options.last('LP') === 'L' && logical?.startsWith('/') && !/\/\.{1,2}(\/|$)/.test(logical) && sys.exists(logical);
  const same = trusted && logical !== undefined && sys.realpath(logical) === sys.realpath(here);
  context.print(`${same ? logical : here}\n`);
};

/** Follows symlinks as far as `demand` asks: all parts must exist, all but the last, or none. */
export function canonical(context: Context, path: string, demand: 'all' | 'parent' | 'none'): string {
  const { sys } = context;
  if (demand === 'all' || path === '') return sys.realpath(path);
  if (demand === 'parent' && !context.gnu) return busyboxPath(context, path, 0);
  // what ends in a slash must be a directory, where it is at all
  if (demand === 'parent' && path.endsWith('/') && sys.exists(path.replace(/\/+$/, ''))) return sys.realpath(path);
  const absolute = path.startsWith('/') ? path : join(sys.cwd(), path);
  return resolve(context, absolute, demand, 0);
}

/** libbb lets the last part be missing only where the path has a slash before it, or a link says where it would be. */
function busyboxPath(context: Context, path: string, depth: number): string {
  const { sys } = context;
  try {
    return sys.realpath(path);
  } catch (error) {
    if (!isErrno(error, 'ENOENT') || path === '' || depth === 40) throw error;
    let target: string | undefined;
    try {
      target = sys.readlink(path);
    } catch (other) {
      if (!isErrno(other)) throw other;
    }
    if (target !== undefined) {
      return busyboxPath(context, target.startsWith('/') ? target : join(sys.cwd(), target), depth + 1);
    }
    const trimmed = path.replace(/^\/+/, '/').replace(/(.)\/+$/, '$1');
    const slash = trimmed.lastIndexOf('/');
    if (slash < 0) throw error;
    if (slash === 0) return trimmed;
    return `${sys.realpath(trimmed.slice(0, slash))}/${trimmed.slice(slash + 1)}`;
  }
}

function resolve(context: Context, path: string, demand: 'parent' | 'none', depth: number): string {
  const { sys } = context;
  if (sys.exists(path)) return sys.realpath(path);
  const trimmed = path.replace(/(.)\/+$/, '$1');
  const [parent, name] = [directoryPart(trimmed), lastPart(trimmed)];
  let above: string;
  if (sys.exists(parent)) above = sys.realpath(parent);
  else if (demand === 'none' && parent !== trimmed) above = resolve(context, parent, demand, depth);
  else above = sys.realpath(parent);
  if (demand === 'parent' && sys.stat(above).kind !== 'directory') sys.readdir(above);
  const whole = normalize(join(above, name));
  // a circle of links: fails as ELOOP
  if (depth === 40) return sys.realpath(whole);
  try {
    if (sys.lstat(whole).kind === 'symlink') {
      const target = sys.readlink(whole);
      return resolve(context, target.startsWith('/') ? target : join(above, target), demand, depth + 1);
    }
  } catch (error) {
    if (!isErrno(error) || error.code === 'ELOOP') throw error;
  }
  return whole;
}

/** readlink(1) */
export const readlink: Command = (context) => {
  const options = parseOptions(context, 'femnqsvz', {
    long: {
      canonicalize: 'f',
      'canonicalize-existing': 'e',
      'canonicalize-missing': 'm',
      'no-newline': 'n',
      verbose: 'v',
      quiet: 'q',
      silent: 's',
      zero: 'z',
    },
  });
  if (options.operands.length === 0) missingOperand(context);
  if (!context.gnu && options.operands.length > 1) usage(context);
  const end = options.has('n') && options.operands.length === 1 ? '' : options.has('z') ? '\0' : '\n';
  const mode = options.last('fem');
  for (const path of options.operands) {
    try {
      const demand = mode === 'e' ? 'all' : mode === 'm' ? 'none' : 'parent';
      context.print((mode ? canonical(context, path, demand) : context.sys.readlink(path)) + end);
    } catch (error) {
      const why = reason(error);
      const plain = !context.gnu && isErrno(error, 'EINVAL') ? 'cannot read link: not a symlink' : why;
      if (options.has('v')) context.fail(`${path}: ${plain}`);
      else context.status = 1;
    }
  }
};

/** realpath(1) */
export const realpath: Command = (context) => {
  if (!context.gnu) {
    // takes no options: all is a path
    if (context.args.length === 0) missingOperand(context);
    for (const path of context.args) {
      try {
        context.print(`${canonical(context, path, 'parent')}\n`);
      } catch (error) {
        context.fail(`${path}: ${reason(error)}`);
      }
    }
    return;
  }
  const options = parseOptions(context, 'eLmPqsz', {
    long: {
      'canonicalize-existing': 'e',
      'canonicalize-missing': 'm',
      logical: 'L',
      physical: 'P',
      quiet: 'q',
      strip: 's',
      'no-symlinks': 's',
      zero: 'z',
      'relative-to': 'relative-to:',
      'relative-base': 'relative-base:',
    },
  });
  const { sys } = context;
  if (options.operands.length === 0) missingOperand(context);
  const absolute = (path: string): string => normalize(path.startsWith('/') ? path : join(sys.cwd(), path));
  const demand = options.has('e') ? 'all' : options.has('m') ? 'none' : 'parent';
  const existing = (path: string): string => {
    if (options.has('e')) sys.stat(path);
    return path;
  };
  const find = (path: string): string =>
    options.has('s') ? existing(absolute(path)) : canonical(context, options.has('L') ? absolute(path) : path, demand);
  const base = options.get('relative-base');
  const to = options.get('relative-to') ?? base;
  for (const path of options.operands) {
    try {
      const found = find(path);
      const inside = base === undefined || `${found}/`.startsWith(`${find(base).replace(/\/$/, '')}/`);
      context.print(
        (to !== undefined && inside ? relativePath(find(to), found) : found) + (options.has('z') ? '\0' : '\n'),
      );
    } catch (error) {
      if (options.has('q')) context.status = 1;
      else context.failed(path, error);
    }
  }
};
