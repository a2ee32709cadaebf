import { type Command, Exit } from '../../commands/common/context.ts';
import { strftime } from '../../commands/common/time/strftime.ts';
import { localTime, timeZone } from '../../commands/common/time/zone.ts';
import { packageVersion } from '../../packages/common/package-version.ts';
import { type Answer, ask } from './query.ts';

/** BIND's nslookup(1), dig(1) and host(1): addresses of names. */
export const nslookup: Command = async (context) => {
  const [name, server] = context.args.filter((arg) => !arg.startsWith('-'));
  if (name === undefined) throw new Exit(1, 'drydock: not simulated: nslookup that asks for names');
  const answer = await ask(context, name, server);
  const known = answer.addresses.length > 0;
  context.print(`Server:\t\t${answer.server}\nAddress:\t${answer.server}#53\n\n`);
  if (known) {
    const lines = answer.addresses.map((address) => `Name:\t${name}\nAddress: ${address}\n`);
    context.print(`Non-authoritative answer:\n${lines.join('')}\n`);
    return 0;
  }
  context.print(`** server can't find ${name}: NXDOMAIN\n\n`);
  return 1;
};

export const host: Command = async (context) => {
  const [name, server] = context.args.filter((arg) => !arg.startsWith('-'));
  if (name === undefined) throw new Exit(1, 'drydock: not simulated: host without a name');
  const { addresses } = await ask(context, name, server);
  if (addresses.length === 0) {
    context.print(`Host ${name} not found: 3(NXDOMAIN)\n`);
    return 1;
  }
  for (const address of addresses) context.print(`${name} has address ${address}\n`);
  return 0;
};

export const dig: Command = async (context) => {
  const { args, sys } = context;
  const server = args.find((arg) => arg.startsWith('@'))?.slice(1);
  const words = args.filter((arg) => !/^[-+@]/.test(arg) && arg !== 'IN');
  const type = words.find((word) => /^(A|AAAA|MX|NS|TXT|CNAME|SOA|PTR|ANY|SRV)$/i.test(word))?.toUpperCase() ?? 'A';
  if (type !== 'A' || args.includes('-x'))
    throw new Exit(1, `drydock: not simulated: dig ${type === 'A' ? '-x' : type}`);
  const name = words.find((word) => word.toUpperCase() !== type) ?? '.';
  const answer = await ask(context, name, server);
  if (args.includes('+short')) {
    for (const address of answer.addresses) context.print(`${address}\n`);
    return 0;
  }
  const version = packageVersion(sys, 'bind9-dnsutils') ?? packageVersion(sys, 'bind-tools') ?? '9.18.0';
  const when = strftime('%a %b %d %H:%M:%S %Z %Y', localTime(sys.now(), timeZone(sys)));
  context.print(
    `\n; <<>> DiG ${version} <<>> ${args.join(' ')}\n;; global options: +cmd\n${message(answer, sys.platform.random(2))}`,
  );
  context.print(`;; Query time: 0 msec\n;; SERVER: ${answer.server}#53(${answer.server}) (UDP)\n;; WHEN: ${when}\n`);
  // A header, the question, and sixteen bytes for each address.
  context.print(`;; MSG SIZE  rcvd: ${12 + name.length + 6 + answer.addresses.length * (name.length + 16)}\n\n`);
  return 0;
};

function message({ name, addresses }: Answer, random: Uint8Array): string {
  const known = addresses.length > 0;
  const id = random[0]! * 256 + random[1]!;
  const status = known ? 'NOERROR' : 'NXDOMAIN';
  const full = name.endsWith('.') ? name : `${name}.`;
  const column = (text: string, tabs: number): string =>
    text + '\t'.repeat(Math.max(1, tabs - Math.floor(text.length / 8)));
  const lines = [
    ';; Got answer:',
    `;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: ${id}`,
    `;; flags: qr rd ra; QUERY: 1, ANSWER: ${addresses.length}, AUTHORITY: 0, ADDITIONAL: 0`,
    '',
    ';; QUESTION SECTION:',
    `${column(`;${full}`, 4)}IN\tA`,
    '',
    ...(known
      ? [';; ANSWER SECTION:', ...addresses.map((address) => `${column(full, 3)}600\tIN\tA\t${address}`), '']
      : []),
  ];
  return `${lines.join('\n')}\n`;
}
