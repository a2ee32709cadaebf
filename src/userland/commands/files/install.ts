import { isErrno } from '../../../kernel/errno.ts';
import { findGroup, findUser } from '../common/accounts.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { parseMode } from '../common/modes.ts';
import { parseOptions } from '../common/options.ts';
import { dirname } from '../common/paths.ts';
import { Copier, destinations } from './copy.ts';
import { checkOperands } from './cp.ts';
import { makeParents } from './mkdir.ts';

/** install(1) */
export const install: Command = async (context) => {
  const options = parseOptions(context, 'bcCdDg:m:o:pst:Tv', {
    long: {
      compare: 'C',
      directory: 'd',
      group: 'g',
      mode: 'm',
      owner: 'o',
      'preserve-timestamps': 'p',
      strip: 's',
      'target-directory': 't',
      'no-target-directory': 'T',
      verbose: 'v',
    },
  });
  const { sys } = context;
  const modeText = options.get('m') ?? '755';
  const mode = parseMode(modeText)?.apply(0, options.has('d'), 0);
  if (mode === undefined) throw new Exit(1, `invalid mode ${context.quote(modeText)}`);
  const id = (key: string, find: (name: string) => number | undefined, what: string): number => {
    const name = options.get(key);
    if (name === undefined) return -1;
    const found = find(name);
    if (found === undefined) {
      throw new Exit(1, context.gnu ? `invalid ${what} ${context.quote(name)}` : `unknown ${what} ${name}`);
    }
    return found;
  };
  const uid = id('o', (name) => findUser(sys, name)?.uid, 'user');
  const gid = id('g', (name) => findGroup(sys, name), 'group');
  const settle = (path: string): void => {
    if (uid >= 0 || gid >= 0) sys.chown(path, uid, gid);
    sys.chmod(path, mode);
  };
  if (options.has('d')) {
    for (const path of options.operands) {
      try {
        makeParents(context, path, undefined, options.has('v'));
        settle(path);
      } catch (error) {
        cannotMake(context, path, error);
      }
    }
    return;
  }
  checkOperands(context, options, 'file');
  const directory = options.get('t');
  if (options.has('D')) {
    const parent = directory ?? dirname(options.operands.at(-1)!);
    try {
      makeParents(context, parent, undefined, options.has('v'));
    } catch (error) {
      cannotMake(context, parent, error);
      if (context.gnu) return;
    }
  }
  const pairs = destinations(context, options.operands, directory, options.has('T'));
  if (!pairs) return 1;
  const preserve = { mode: false, owner: false, times: options.has('p'), links: false };
  const copier = new Copier(context, {
    recursive: false,
    follow: 'L',
    preserve,
    force: false,
    interactive: false,
    noClobber: false,
    update: false,
    verbose: options.has('v'),
    hardLink: false,
    symlink: false,
    removeFirst: true,
  });
  for (const [from, to] of pairs) {
    await copier.copy(from, to);
    if (context.status !== 0) continue;
    try {
      settle(to);
    } catch (error) {
      context.fail(`cannot change permissions of ${context.quote(to)}: ${reason(error)}`);
    }
  }
};

function cannotMake(context: Context, path: string, error: unknown): void {
  const parent = (isErrno(error) && error.path) || path;
  // GNU's meets a file on the way when it enters it
  const blocked = context.gnu && context.sys.exists(parent);
  const why = blocked ? 'Not a directory' : reason(error);
  context.fail(`${context.gnu ? 'cannot' : "can't"} create directory ${context.quote(parent)}: ${why}`);
}
