import { linesOf } from '../../commands/common/accounts.ts';
import { type Command, Exit } from '../../commands/common/context.ts';
import { usage } from '../../commands/common/options.ts';

/** busybox's nslookup(1): asks for IPv4 and IPv6 addresses; here nobody has one of the second kind. */
export const nslookup: Command = async (context) => {
  const [name, given] = context.args.filter((arg) => !arg.startsWith('-'));
  if (name === undefined) usage(context);
  const configured = linesOf(context.sys, '/etc/resolv.conf')
    .map((line) => /^nameserver\s+(\S+)/.exec(line)?.[1])
    .find(Boolean);
  const server = given ?? configured;
  if (server === undefined) throw new Exit(1, "can't connect to remote host: no nameserver in /etc/resolv.conf");
  context.print(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
  const addresses = await context.sys.resolve(name);
  if (addresses.length === 0) {
    context.print(`** server can't find ${name}: NXDOMAIN\n\n`.repeat(2));
    return 1;
  }
  const answers = addresses.map((address) => `Name:\t${name}\nAddress: ${address}\n`).join('');
  context.print(`Non-authoritative answer:\n${answers}\nNon-authoritative answer:\n\n`);
};
