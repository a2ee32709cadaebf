import { groups, linesOf, users } from '../commands/common/accounts.ts';
import type { Command, Context } from '../commands/common/context.ts';

const NOT_FOUND = 2;

/** getent(1): entries of the name service. */
export const getent: Command = async (context) => {
  const { sys, args } = context;
  const [database, ...keys] = args;
  if (database === undefined) {
    context.warn('wrong number of arguments');
    context.out.text("Try `getent --help' or `getent --usage' for more information.\n", 2);
    return 1;
  }
  switch (database) {
    case 'passwd': {
      const rows = users(sys).map((user) => ({
        keys: [user.name, String(user.uid)],
        text: `${user.name}:x:${user.uid}:${user.gid}:${user.comment}:${user.home}:${user.shell}`,
      }));
      return print(context, rows, keys);
    }
    case 'group': {
      const rows = groups(sys).map((group) => ({
        keys: [group.name, String(group.gid)],
        text: `${group.name}:x:${group.gid}:${group.members.join(',')}`,
      }));
      return print(context, rows, keys);
    }
    case 'hosts':
    case 'ahosts':
    case 'ahostsv4':
      return hosts(context, database, keys);
    case 'shadow':
    case 'services':
    case 'protocols': {
      const separator = database === 'shadow' ? ':' : /\s+/;
      const rows = linesOf(sys, `/etc/${database}`)
        .filter((line) => !line.startsWith('#'))
        .map((text) => ({ keys: text.split(separator).slice(0, 1), text }));
      return print(context, rows, keys);
    }
    default:
      context.out.text(
        `Unknown database: ${database}\nTry \`getent --help' or \`getent --usage' for more information.\n`,
        2,
      );
      return 1;
  }
};

function print(
  context: Context,
  rows: readonly { keys: readonly string[]; text: string }[],
  wanted: readonly string[],
): number {
  if (wanted.length === 0) {
    for (const { text } of rows) context.print(`${text}\n`);
    return 0;
  }
  let status = 0;
  for (const key of wanted) {
    const found = rows.find(({ keys }) => keys.includes(key));
    if (found) context.print(`${found.text}\n`);
    else status = NOT_FOUND;
  }
  return status;
}

async function hosts(context: Context, database: string, names: readonly string[]): Promise<number> {
  const { sys } = context;
  const line = (address: string, name: string) => `${address.padEnd(15)} ${name}\n`;
  if (names.length === 0) {
    for (const entry of linesOf(sys, '/etc/hosts')) {
      const [address = '', ...rest] = entry.replace(/#.*/, '').trim().split(/\s+/);
      if (address !== '') context.print(line(address, rest.join(' ')));
    }
    return 0;
  }
  let status = 0;
  for (const name of names) {
    const addresses = await sys.resolve(name);
    if (addresses.length === 0) status = NOT_FOUND;
    for (const address of addresses) {
      if (database === 'hosts') context.print(line(address, name));
      else {
        context.print(`${address.padEnd(15)} STREAM ${name}\n`);
        for (const kind of ['DGRAM', 'RAW']) context.print(`${address.padEnd(15)} ${kind.padEnd(6)} \n`);
      }
    }
  }
  return status;
}
