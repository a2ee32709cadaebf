import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { modeString, parseMode } from '../common/modes.ts';
import { missingOperand, type Options, parseOptions } from '../common/options.ts';
import { join } from '../common/paths.ts';
import { quoteIfNeeded } from '../common/quote.ts';

/** chmod(1) */
export const chmod: Command = (context) => {
  const { sys } = context;
  // -rwx and friends are modes, not options
  const args = [...context.args];
  const at = args.findIndex((arg) => /^-[rwxXstugo0-7,+=-]+$/.test(arg) && !/^-[Rcvf]/.test(arg) && arg !== '--');
  let mode: string | undefined;
  if (at >= 0 && !args.slice(0, at).includes('--')) [mode] = args.splice(at, 1);
  const options: Options = parseOptions(Object.assign(Object.create(context), { args }), 'Rcvf', {
    long: { recursive: 'R', changes: 'c', verbose: 'v', silent: 'f', quiet: 'f', reference: 'reference:' },
  });
  const operands = [...options.operands];
  const reference = options.get('reference');
  if (reference !== undefined) mode = sys.stat(reference).mode.toString(8).padStart(5, '0');
  mode ??= operands.shift();
  if (mode === undefined) missingOperand(context);
  if (operands.length === 0) missingOperand(context, mode);
  // to busybox a number is the whole mode; GNU's keeps a directory's set-id bits
  if (!context.gnu && /^[0-7]{1,4}$/.test(mode)) mode = mode.padStart(5, '0');
  const change = parseMode(mode);
  if (!change) {
    if (context.gnu) context.misuse(`invalid mode: ${context.quote(mode)}`);
    throw new Exit(1, `invalid mode '${mode}'`);
  }
  const umask = sys.umask();
  const bare = at >= 0;
  const visit = (path: string, top: boolean): void => {
    try {
      const stat = sys.lstat(path);
      if (stat.kind === 'symlink' && !top) return;
      const real = stat.kind === 'symlink' ? sys.stat(path) : stat;
      const directory = real.kind === 'directory';
      const wanted = change.apply(real.mode, directory, umask);
      sys.chmod(path, wanted);
      const changed = wanted !== real.mode;
      if (options.has('v') || (options.has('c') && changed)) {
        const show = (value: number): string =>
          `${value.toString(8).padStart(4, '0')} (${modeString('file', value).slice(1)})`;
        const what = !context.gnu
          ? `changed to ${show(wanted)}`
          : changed
            ? `changed from ${show(real.mode)} to ${show(wanted)}`
            : `retained as ${show(wanted)}`;
        context.print(`mode of ${context.quote(path)} ${what}\n`);
      }
      // what the umask kept of a mode like -w, which asked for no one in particular
      const meant = bare ? change.apply(real.mode, directory, 0) : wanted;
      if (context.gnu && wanted & ~meant) {
        const show = (value: number): string => modeString('file', value).slice(1);
        context.fail(`${quoteIfNeeded(path)}: new permissions are ${show(wanted)}, not ${show(meant)}`);
      }
      if (directory && options.has('R') && stat.kind !== 'symlink') {
        for (const { name } of sys.readdir(path)) visit(join(path, name), false);
      }
    } catch (error) {
      const why = reason(error);
      // busybox takes -f and complains all the same
      if (options.has('f') && context.gnu) context.status = 1;
      else if (context.gnu && !sys.exists(path)) {
        context.fail(
          isLink(context, path)
            ? `cannot operate on dangling symlink ${context.quote(path)}`
            : `cannot access ${context.quote(path)}: ${why}`,
        );
        if (options.has('v')) context.print(`${context.quote(path)} could not be accessed\n`);
      } else if (context.gnu) context.fail(`changing permissions of ${context.quote(path)}: ${why}`);
      else context.fail(`${path}: ${why}`);
    }
  };
  for (const path of operands) visit(path, true);
};

function isLink(context: Context, path: string): boolean {
  try {
    return context.sys.lstat(path).kind === 'symlink';
  } catch (error) {
    reason(error);
    return false;
  }
}
