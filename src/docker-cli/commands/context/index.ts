import { type Cli, type Command, type Commands, noArguments } from '../../cli.ts';
import { type Columns, formatRows } from '../../table/formatter.ts';

interface Context {
  name: string;
  host: string;
}

/** There is one context, `default`: whatever DOCKER_HOST says. */
const columns: Columns<Context> = {
  type: 'formatter.clientContextContext',
  headers: { Name: 'NAME', Description: 'DESCRIPTION', DockerEndpoint: 'DOCKER ENDPOINT', Error: 'ERROR' },
  types: { Current: { kind: 'bool' } },
  cells: {
    Current: () => true,
    Description: () => 'Current DOCKER_HOST based configuration',
    DockerEndpoint: ({ host }) => host,
    Error: () => '',
    Name: ({ name }) => name,
  },
};

const ls: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    const table = 'table {{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}';
    const given = flags.bool('quiet') ? '{{.Name}}' : flags.string('format') || 'table';
    await cli.out(formatRows(given === 'table' ? table : given, columns, [{ name: 'default', host: cli.address }]));
    if (given === 'table' && cli.host.env.get('DOCKER_HOST'))
      await cli.err(
        'Warning: DOCKER_HOST environment variable overrides the active context. To use a context, either set the global --context flag, or unset DOCKER_HOST environment variable.\n',
      );
  },
};

const show: Command = {
  args: noArguments,
  run: (cli) => cli.out('default\n'),
};

const inspect: Command = {
  async run(cli, { args, flags }) {
    for (const name of args) if (name !== 'default') throw new Error(missing(name));
    if (flags.string('format') !== '') throw new Error('drydock: not simulated: docker context inspect --format');
    await cli.out(
      `${JSON.stringify(args.length > 1 ? args.map(() => described(cli)) : [described(cli)], undefined, '    ')}\n`,
    );
  },
};

const use: Command = {
  args: { kind: 'exact', count: 1 },
  async run(cli, { args }) {
    if (args[0] !== 'default') throw new Error(missing(args[0]!));
    await cli.out('default\n');
    await cli.err('Current context is now "default"\n');
  },
};

const missing = (name: string): string =>
  `context ${JSON.stringify(name)}: context not found: open /root/.docker/contexts/meta: no such file or directory`;

const described = (cli: Cli): object => ({
  Name: 'default',
  Metadata: {},
  Endpoints: { docker: { Host: cli.address, SkipTLSVerify: false } },
  TLSMaterial: {},
  Storage: { MetadataPath: '<IN MEMORY>', TLSPath: '<IN MEMORY>' },
});

export const contextCommands: Commands = {
  'context inspect': inspect,
  'context ls': ls,
  'context show': show,
  'context use': use,
};
