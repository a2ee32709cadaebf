import { type Cli, type Command, exactly } from '../../cli.ts';
import { parseHost } from '../../context/parse-host.ts';
import { type ContextMeta, ContextStore, checkContextName } from '../../context/store.ts';
import { messageOf } from '../../errors.ts';
import type { Flags } from '../../flags/flags.ts';
import { DEFAULT_DESCRIPTION, readContext } from './default-context.ts';

export const create: Command = {
  args: exactly(1),
  async run(cli, { args, flags }) {
    const name = args[0]!;
    const store = new ContextStore(cli.host);
    checkContextName(name);
    if (await store.has(name)) throw new Error(`context ${JSON.stringify(name)} already exists`);
    const from = flags.string('from');
    // Without anything said, it is what is in use.
    const copied = from === '' && !flags.changed('docker') ? cli.endpoint.context : from;
    await store.write(copied === '' ? await made(cli, name, flags) : await copy(cli, copied, name, flags));
    await cli.out(`${name}\n`);
    await cli.err(`Successfully created context ${JSON.stringify(name)}\n`);
  },
};

export const update: Command = {
  args: exactly(1),
  async run(cli, { args, flags }) {
    const name = args[0]!;
    checkContextName(name);
    const store = new ContextStore(cli.host);
    const { Metadata, Endpoints } = await store.read(name);
    const docker = flags.changed('docker') ? await dockerEndpoint(cli, flags, 'update') : Endpoints.docker;
    await store.write({ Name: name, Metadata: described(flags, Metadata.Description), Endpoints: { docker } });
    await cli.out(`${name}\n`);
    await cli.err(`Successfully updated context ${JSON.stringify(name)}\n`);
  },
};

async function made(cli: Cli, name: string, flags: Flags): Promise<ContextMeta> {
  return { Name: name, Metadata: described(flags), Endpoints: { docker: await dockerEndpoint(cli, flags, 'create') } };
}

async function copy(cli: Cli, from: string, name: string, flags: Flags): Promise<ContextMeta> {
  const { Metadata, Endpoints } = await readContext(cli, from);
  const description = from === 'default' ? DEFAULT_DESCRIPTION : Metadata.Description;
  return { Name: name, Metadata: described(flags, description), Endpoints };
}

function described(flags: Flags, before?: string): ContextMeta['Metadata'] {
  const description = flags.string('description') || before;
  return description ? { Description: description } : {};
}

const KEYS = ['from', 'host', 'ca', 'cert', 'key', 'skip-tls-verify'];

/** `--docker host=…,skip-tls-verify=…` (cli/command/context/options.go). */
async function dockerEndpoint(
  cli: Cli,
  flags: Flags,
  doing: 'create' | 'update',
): Promise<ContextMeta['Endpoints']['docker']> {
  const given = Object.fromEntries(
    flags.strings('docker').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  try {
    const unknown = Object.keys(given).find((key) => !KEYS.includes(key));
    if (unknown !== undefined) throw new Error(`unrecognized config key: ${unknown}`);
    if (given.from !== undefined) return (await readContext(cli, given.from)).Endpoints.docker;
    const skip = given['skip-tls-verify'] ?? 'false';
    if (!/^(1|0|t|f|true|false)$/i.test(skip))
      throw new Error(`skip-tls-verify: parsing ${JSON.stringify(skip)}: invalid syntax`);
    for (const key of ['ca', 'cert', 'key'] as const) if (given[key]) cli.readFile(given[key]);
    if (['ca', 'cert', 'key'].some((key) => given[key])) throw new Error('drydock: not simulated: TLS material');
    return { Host: hostOf(given.host ?? ''), SkipTLSVerify: /^(1|t|true)$/i.test(skip) };
  } catch (error) {
    throw new Error(`unable to ${doing} docker endpoint config: ${messageOf(error)}`);
  }
}

function hostOf(host: string): string {
  if (host !== '' && !host.includes('://'))
    throw new Error(`unable to apply docker endpoint options: unable to parse docker host \`${host}\``);
  return host === '' ? '' : parseHost(host);
}
