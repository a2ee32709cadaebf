import { isErrno } from '../../../kernel/errno.ts';
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
      const where = isErrno(error) && options.has('p') && error.path ? error.path : path;
      if (context.gnu) context.cannot('create directory', where, error);
      else context.cannot('create directory', path, error);
    }
  }
};

function created(context: Context, path: string, verbose: boolean): void {
  if (!verbose) return;
  context.print(context.gnu ? `mkdir: created directory ${context.quote(path)}\n` : `created directory: '${path}'\n`);
}

/** Makes every missing directory of `path`; only the last gets `mode`. */
export function makeParents(context: Context, path: string, mode?: number, verbose = false): void {
  const { sys } = context;
  const missing: string[] = [];
  let at = path.replace(/(.)\/+$/, '$1');
  while (!sys.exists(at)) {
    missing.push(at);
    const parent = dirname(at);
    if (parent === at) break;
    at = parent;
  }
  if (missing.length === 0) {
    // names the fault: EEXIST when it is no directory
    if (sys.stat(path).kind !== 'directory') sys.mkdir(path);
    return;
  }
  for (const directory of missing.reverse()) {
    if (/(^|\/)\.{1,2}$/.test(directory)) continue;
    sys.mkdir(directory);
    created(context, directory, verbose);
  }
  if (mode !== undefined) sys.chmod(path, mode);
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
      if (context.gnu && options.has('v')) context.print(`rmdir: removing directory, ${context.quote(path)}\n`);
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
