import { AccountNames, groupsOf, users } from '../common/accounts.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { parseOptions } from '../common/options.ts';

interface Identity {
  uid: number;
  gid: number;
  groups: number[];
}

function identityOf(context: Context, name: string | undefined, real: boolean): Identity {
  if (name === undefined) {
    const own = context.sys.credentials();
    const [uid, gid] = real ? [own.uid, own.gid] : [own.euid, own.egid];
    // The kernel keeps them in order; GNU's programs tell the effective one first.
    const groups = [...new Set([gid, ...own.groups])];
    return { uid, gid, groups: context.gnu ? groups : groups.sort((a, b) => a - b) };
  }
  const user = users(context.sys).find((one) => one.name === name || String(one.uid) === name);
  if (!user) {
    throw new Exit(1, context.gnu ? `${context.quote(name)}: no such user` : `unknown user ${name}`);
  }
  return { uid: user.uid, gid: user.gid, groups: groupsOf(context.sys, user.name, user.gid) };
}

/** id(1) */
export const id: Command = (context) => {
  const options = parseOptions(context, 'ugGnrz', {
    long: { user: 'u', group: 'g', groups: 'G', name: 'n', real: 'r', zero: 'z' },
  });
  const names = new AccountNames(context.sys);
  const { uid, gid, groups } = identityOf(context, options.operands[0], options.has('r'));
  const name = (number: number, lookup: string | undefined): string => {
    if (lookup !== undefined) return lookup;
    context.fail(
      context.gnu ? `cannot find name for ${options.has('u') ? 'user' : 'group'} ID ${number}` : `unknown ID ${number}`,
    );
    return String(number);
  };
  const what = options.last('ugG');
  if (what === undefined) {
    const label = (number: number, lookup: string | undefined): string =>
      `${number}${lookup === undefined ? '' : `(${lookup})`}`;
    const list = groups.map((one) => label(one, names.group(one))).join(',');
    context.print(
      `uid=${label(uid, names.user(uid))} gid=${label(gid, names.group(gid))}${list ? ` groups=${list}` : ''}\n`,
    );
    return;
  }
  const asName = options.has('n');
  if (what === 'u') context.print(`${asName ? name(uid, names.user(uid)) : uid}\n`);
  else {
    const list = what === 'g' ? [gid] : groups;
    context.print(`${list.map((one) => (asName ? name(one, names.group(one)) : one)).join(' ')}\n`);
  }
};

/** whoami(1) */
export const whoami: Command = (context) => {
  parseOptions(context, '');
  const { euid } = context.sys.credentials();
  const name = new AccountNames(context.sys).user(euid);
  if (name === undefined) {
    throw new Exit(1, context.gnu ? `cannot find name for user ID ${euid}` : `unknown uid ${euid}`);
  }
  context.print(`${name}\n`);
};

/** groups(1) */
export const groups: Command = (context) => {
  const { operands } = parseOptions(context, '');
  const names = new AccountNames(context.sys);
  for (const user of operands.length > 0 ? operands : [undefined]) {
    const list = identityOf(context, user, false).groups.map((gid) => names.group(gid) ?? String(gid));
    context.print(`${user !== undefined && context.gnu ? `${user} : ` : ''}${list.join(' ')}\n`);
  }
};

/** who(1), users(1): nobody logs in here. */
export const who: Command = (context) => {
  parseOptions(context, 'aHbqrum');
};

/** logname(1) */
export const logname: Command = () => {
  throw new Exit(1, 'no login name');
};
