import { AccountNames, findGroup, findUser, users } from '../common/accounts.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { missingOperand, parseOptions } from '../common/options.ts';
import { join } from '../common/paths.ts';

const RULES = {
  recursive: 'R',
  'no-dereference': 'h',
  changes: 'c',
  verbose: 'v',
  silent: 'f',
  quiet: 'f',
};
const GNU_RULES = { ...RULES, reference: 'reference:', from: 'from:', dereference: 'dereference' };

/** Who is to own a file: numbers, -1 for whom it stays; names where they were given as names. */
interface Owner {
  uid: number;
  gid: number;
  user?: string;
  group?: string;
}

/** chown(1) */
export const chown: Command = (context) => {
  run(context, (text) => (context.gnu ? gnuOwner(context, text) : busyboxOwner(context, text)));
};

/** chgrp(1) */
export const chgrp: Command = (context) => {
  run(context, (text) => {
    if (context.gnu && text === '') return { uid: -1, gid: -1 };
    return { uid: -1, ...group(context, text, text) };
  });
};

function group(context: Context, name: string, whole: string): { gid: number; group?: string } {
  const gid = findGroup(context.sys, name);
  if (gid === undefined) {
    throw new Exit(1, context.gnu ? `invalid group: ${context.quote(whole)}` : `unknown group ${name}`);
  }
  return { gid, ...(isNumber(name) ? {} : { group: name }) };
}

function isNumber(text: string): boolean {
  return /^\+?\d+$/.test(text);
}

/** `user`, `user:group`, `user:` (login group), `:group`; a dot for the colon is of old. */
function gnuOwner(context: Context, text: string): Owner {
  if (findUser(context.sys, text)) return parts(context, text, undefined, text);
  const dot = !text.includes(':') && text.includes('.');
  const at = dot ? text.indexOf('.') : text.indexOf(':');
  if (at < 0) throw new Exit(1, `invalid user: ${context.quote(text)}`);
  const owner = parts(context, text.slice(0, at), text.slice(at + 1), text);
  if (dot) context.warn(`warning: '.' should be ':': ${context.quote(text)}`);
  return owner;
}

function parts(context: Context, name: string, groupName: string | undefined, text: string): Owner {
  const user = name === '' ? undefined : findUser(context.sys, name);
  if (name !== '' && !user) throw new Exit(1, `invalid user: ${context.quote(text)}`);
  const login = groupName === '' && name !== '';
  // only a user that is known by name has a login group
  if (login && user?.gid === undefined) throw new Exit(1, `invalid spec: ${context.quote(text)}`);
  const owner: Owner = { uid: user?.uid ?? -1, gid: login ? user!.gid! : -1 };
  if (name !== '' && !isNumber(name)) owner.user = name;
  if (login) {
    const named = new AccountNames(context.sys).group(owner.gid);
    if (named !== undefined) owner.group = named;
  } else if (groupName) Object.assign(owner, group(context, groupName, text));
  // the words are then of an owner, not of a group
  if (owner.uid < 0 && owner.group !== undefined) owner.user = '';
  return owner;
}

/** As libbb reads it: a user that is a number alone has the group of its line, or of its own number. */
function busyboxOwner(context: Context, text: string): Owner {
  const at = text.indexOf(':');
  if (at === 0) return { uid: -1, ...group(context, text.slice(1), text.slice(1)) };
  const name = at < 0 ? text : text.slice(0, at);
  const user = findUser(context.sys, name);
  if (at < 0) {
    if (!user) throw new Exit(1, `unknown user ${name}`);
    return { uid: user.uid, gid: -1 };
  }
  const groupName = text.slice(at + 1);
  const gid = groupName === '' ? undefined : findGroup(context.sys, groupName);
  if (!user || (groupName !== '' && gid === undefined)) {
    throw new Exit(1, `unknown user/group ${groupName === '' ? name : text}`);
  }
  const login = user.gid ?? users(context.sys).find(({ uid }) => uid === user.uid)?.gid ?? user.uid;
  return { uid: user.uid, gid: gid ?? login };
}

function run(context: Context, parse: (text: string) => Owner): void {
  const { sys } = context;
  const options = parseOptions(context, 'RhcvfLPH', { long: context.gnu ? GNU_RULES : RULES });
  const operands = [...options.operands];
  const reference = options.get('reference');
  let owner: Owner;
  if (reference !== undefined) {
    const { uid, gid } = sys.stat(reference);
    owner = context.name === 'chgrp' ? { uid: -1, gid } : { uid, gid };
  } else {
    const first = operands.shift();
    if (first === undefined) missingOperand(context);
    if (operands.length === 0) missingOperand(context, first);
    owner = parse(first);
  }
  const only = options.get('from') === undefined ? undefined : gnuOwner(context, options.get('from')!);
  const names = new AccountNames(sys);
  const tell = (path: string, old: { uid: number; gid: number } | undefined, done: boolean): void => {
    const differs = old && ((owner.uid >= 0 && owner.uid !== old.uid) || (owner.gid >= 0 && owner.gid !== old.gid));
    if (!options.has('v') && !(options.has('c') && done && differs)) return;
    if (context.gnu) context.print(`${described(context, path, owner, old, done, !!differs, names)}\n`);
    else if (done && old) {
      const now = `${owner.uid < 0 ? old.uid : owner.uid}:${owner.gid < 0 ? old.gid : owner.gid}`;
      context.print(`changed ownership of '${path}' to ${now}\n`);
    }
  };
  const visit = (path: string, top: boolean): void => {
    const noFollow = options.has('h') || (!top && options.has('R') && !options.has('L'));
    let old: { uid: number; gid: number } | undefined;
    try {
      if (options.has('R') && sys.lstat(path).kind === 'directory') {
        for (const { name } of sys.readdir(path)) visit(join(path, name), false);
      }
      old = noFollow ? sys.lstat(path) : sys.stat(path);
      const wanted = (only?.uid ?? -1) < 0 || only!.uid === old.uid;
      if (wanted && ((only?.gid ?? -1) < 0 || only!.gid === old.gid)) {
        sys.chown(path, owner.uid, owner.gid, { noFollow });
        tell(path, old, true);
      }
    } catch (error) {
      complain(context, path, owner, error, options.has('f'));
      tell(path, old, false);
    }
  };
  for (const path of operands) visit(path, true);
}

function complain(context: Context, path: string, owner: Owner, error: unknown, quiet: boolean): void {
  const { sys } = context;
  const why = reason(error);
  if (quiet) {
    context.status = 1;
    return;
  }
  if (!context.gnu) {
    context.fail(`${path}: ${why}`);
    return;
  }
  let verb = owner.uid === -1 ? 'changing group of' : 'changing ownership of';
  if (!sys.exists(path)) {
    verb = 'cannot access';
    try {
      if (sys.lstat(path).kind === 'symlink') verb = 'cannot dereference';
    } catch (missing) {
      reason(missing);
    }
  }
  context.fail(`${verb} ${context.quote(path)}: ${why}`);
}

/** GNU's sentence: the old owner by name, the new one as it was asked for. */
function described(
  context: Context,
  path: string,
  owner: Owner,
  old: { uid: number; gid: number } | undefined,
  done: boolean,
  differs: boolean,
  names: AccountNames,
): string {
  const user = owner.user ?? (owner.uid < 0 ? undefined : String(owner.uid));
  const group = owner.group ?? (owner.gid < 0 ? undefined : String(owner.gid));
  const joined = (one: string | undefined, other: string | undefined): string =>
    one === undefined ? (other ?? '') : other === undefined ? one : `${one}:${other}`;
  const what = user === undefined && group !== undefined ? 'group' : 'ownership';
  const file = context.quote(path);
  const now = joined(user, group);
  const before =
    old &&
    joined(
      user === undefined ? undefined : (names.user(old.uid) ?? String(old.uid)),
      group === undefined ? undefined : (names.group(old.gid) ?? String(old.gid)),
    );
  if (done && !differs) return `${what} of ${file} retained${before ? ` as ${before}` : ''}`;
  const verb = done ? 'changed' : 'failed to change';
  return `${verb} ${what} of ${file}${before === undefined ? '' : ` from ${before}`} to ${now}`;
}
