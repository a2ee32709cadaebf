import { AccountNames, groupsOf, users } from '../common/accounts.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { type Options, parseOptions, usage } from '../common/options.ts';

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
  const user = users(context.sys).find((one) => one.name === name || (context.gnu && String(one.uid) === name));
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
  const kinds = new Set(options.list.map(([key]) => key).filter((key) => 'ugG'.includes(key))).size;
  if (context.gnu) {
    if (kinds > 1) throw new Exit(1, 'cannot print "only" of more than one choice');
    if (kinds === 0 && options.any('nr')) throw new Exit(1, 'cannot print only names or real IDs in default format');
    if (kinds === 0 && options.has('z')) throw new Exit(1, 'option --zero not permitted in default format');
  } else if (kinds > 1 || (kinds === 0 && options.any('nr')) || options.operands.length > 1) usage(context);
  const { operands } = options;
  for (const operand of operands.length > 0 ? operands : [undefined]) {
    try {
      tell(context, options, identityOf(context, operand, options.has('r')));
    } catch (error) {
      if (!(error instanceof Exit)) throw error;
      context.fail(error.message, error.status);
    }
  }
};

function tell(context: Context, options: Options, { uid, gid, groups }: Identity): void {
  const names = new AccountNames(context.sys);
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
}

/** whoami(1) */
export const whoami: Command = (context) => {
  if (context.gnu) {
    const { operands } = parseOptions(context, '');
    if (operands.length > 0) context.misuse(`extra operand ${context.quote(operands[0]!)}`);
  } else if (context.args.length > 0) usage(context);
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
export const logname: Command = (context) => {
  throw new Exit(1, context.gnu ? 'no login name' : 'getlogin: No such device or address');
};
