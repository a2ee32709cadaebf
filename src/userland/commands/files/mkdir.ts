import { isErrno, KernelError } from '../../../kernel/errno.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { parseMode } from '../common/modes.ts';
import { missingOperand, parseOptions } from '../common/options.ts';
import { dirname } from '../common/paths.ts';

/** mkdir(1) */
export const mkdir: Command = (context) => {
  const options = parseOptions(context, context.gnu ? 'm:pvZ' : 'm:pv', {
    long: { mode: 'm', parents: 'p', verbose: 'v' },
  });
  if (options.operands.length === 0) missingOperand(context);
  const text = options.get('m');
  const change = text === undefined ? undefined : parseMode(text);
  if (text !== undefined && !change) throw new Exit(1, `invalid mode ${context.quote(text)}`);
  const mode = change?.apply(0o777, true, 0);
  for (const path of options.operands) {
    try {
      if (options.has('p')) makeParents(context, path, mode, options.has('v'));
      else {
        context.sys.mkdir(path, mode);
        created(context, path, options.has('v'));
      }
      if (mode !== undefined && !options.has('p')) context.sys.chmod(path, mode);
    } catch (error) {
      const parent = options.has('p') && isErrno(error) ? error.path : undefined;
      context.cannot('create directory', parent ?? path, error);
    }
  }
};

function created(context: Context, path: string, verbose: boolean): void {
  if (!verbose) return;
  const verb = context.name === 'install' ? 'creating' : 'created';
  context.print(
    context.gnu ? `${context.name}: ${verb} directory ${context.quote(path)}\n` : `created directory: '${path}'\n`,
  );
}

/** Makes every missing directory of `path`; only the last gets `mode`. An error names the one that could not be made. */
export function makeParents(context: Context, path: string, mode?: number, verbose = false): void {
  const { sys } = context;
  let made = false;
  for (const { 0: name, index } of path.matchAll(/[^/]+\/*|^\/+/g)) {
    const end = index + name.length;
    // busybox says a parent's name with the slashes after it
    const at = path.slice(0, end);
    const shown = end === path.length || !context.gnu ? at : at.replace(/(.)\/+$/, '$1');
    try {
      made = makeMissing(context, at, end === path.length);
      if (made) created(context, shown, verbose);
    } catch (error) {
      throw isErrno(error) ? new KernelError(error.code, shown) : error;
    }
  }
  if (mode !== undefined && made) sys.chmod(path, mode);
}

/** Makes a directory that is not there yet; what is there must be one. */
function makeMissing(context: Context, path: string, last: boolean): boolean {
  const { sys } = context;
  if (sys.exists(path) && sys.stat(path).kind === 'directory') return false;
  try {
    sys.mkdir(path.replace(/(.)\/+$/, '$1'));
    return true;
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
    // a file on the way, and to busybox a link to nothing, are what stat(2) says of them
    if (!last && sys.exists(path)) sys.readdir(path);
    else if (!context.gnu) sys.stat(path);
    throw error;
  }
}

/** rmdir(1) */
export const rmdir: Command = (context) => {
  const options = parseOptions(context, 'pv', {
    long: { parents: 'p', verbose: 'v', 'ignore-fail-on-non-empty': 'ignore' },
  });
  if (options.operands.length === 0) missingOperand(context);
  for (const operand of options.operands) {
    let path = operand;
    for (;;) {
      if (options.has('v')) context.print(`rmdir: removing directory, ${context.quote(path)}\n`);
      try {
        context.sys.rmdir(path);
      } catch (error) {
        if (options.has('ignore') && isErrno(error, 'ENOTEMPTY')) break;
        const verb = path === operand ? '' : 'directory ';
        if (context.gnu) context.fail(`failed to remove ${verb}${context.quote(path)}: ${reason(error)}`);
        else context.fail(`'${path}': ${reason(error)}`);
        break;
      }
      const parent = dirname(path);
      if (!options.has('p') || parent === '.' || parent === '/') break;
      path = parent;
    }
  }
};
