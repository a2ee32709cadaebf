import { findGroup, findUser } from '../common/accounts.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { missingOperand, parseOptions } from '../common/options.ts';
import { join } from '../common/paths.ts';

const RULES = {
  long: {
    recursive: 'R',
    'no-dereference': 'h',
    changes: 'c',
    verbose: 'v',
    silent: 'f',
    quiet: 'f',
    reference: 'reference:',
    dereference: 'dereference',
  },
};

/** chown(1) */
export const chown: Command = (context) => {
  run(context, (text) => parseOwner(context, text));
};

/** chgrp(1) */
export const chgrp: Command = (context) => {
  run(context, (text) => ({ uid: -1, gid: parseGroup(context, text) }));
};

function parseGroup(context: Context, text: string): number {
  const gid = findGroup(context.sys, text);
  if (gid === undefined) {
    throw new Exit(1, context.gnu ? `invalid group: ${context.quote(text)}` : `unknown group ${text}`);
  }
  return gid;
}

/** `user`, `user:group`, `user:` (login group), `:group`, also with a dot. */
export function parseOwner(context: Context, text: string): { uid: number; gid: number } {
  const invalid = (what: string): never => {
    if (context.gnu) throw new Exit(1, `invalid ${what}: ${context.quote(text)}`);
    const [user, group] = text.split(/[:.]/);
    throw new Exit(1, what === 'user' ? `unknown user ${user}` : `unknown group ${group}`);
  };
  const whole = findUser(context.sys, text);
  if (whole) return { uid: whole.uid, gid: -1 };
  const separator = text.includes(':') ? ':' : '.';
  const at = text.indexOf(separator);
  if (at < 0) return invalid('user');
  const [userPart, groupPart] = [text.slice(0, at), text.slice(at + 1)];
  const user = userPart === '' ? undefined : findUser(context.sys, userPart);
  if (userPart !== '' && !user) return invalid('user');
  const gid = groupPart === '' ? (user?.gid ?? -1) : findGroup(context.sys, groupPart);
  if (gid === undefined) return invalid(context.gnu ? 'group' : 'group');
  return { uid: user?.uid ?? -1, gid };
}

function run(context: Context, parse: (text: string) => { uid: number; gid: number }): void {
  const { sys } = context;
  const options = parseOptions(context, 'RhcvfLPH', RULES);
  const operands = [...options.operands];
  const reference = options.get('reference');
  let owner: { uid: number; gid: number };
  let text = reference ?? '';
  if (reference !== undefined) owner = sys.stat(reference);
  else {
    const first = operands.shift();
    if (first === undefined) missingOperand(context);
    if (operands.length === 0) missingOperand(context, first);
    text = first;
    owner = parse(first);
  }
  const visit = (path: string, top: boolean): void => {
    const noFollow = options.has('h') || (!top && options.has('R') && !options.has('L'));
    try {
      sys.chown(path, owner.uid, owner.gid, { noFollow });
      if (options.has('v')) context.print(`changed ownership of ${context.quote(path)} to ${text}\n`);
      if (options.has('R') && sys.lstat(path).kind === 'directory') {
        for (const { name } of sys.readdir(path)) visit(join(path, name), false);
      }
    } catch (error) {
      const why = reason(error);
      if (options.has('f')) context.status = 1;
      else if (context.gnu && !sys.exists(path)) context.fail(`cannot access ${context.quote(path)}: ${why}`);
      else if (context.gnu) {
        const what = owner.uid === -1 ? 'group' : 'ownership';
        context.fail(`changing ${what} of ${context.quote(path)}: ${why}`);
      } else context.fail(`${path}: ${why}`);
    }
  };
  for (const path of operands) visit(path, true);
}
