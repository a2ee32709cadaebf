import { type Cli, type Command, noArguments } from '../../cli.ts';
import { EngineClient } from '../../client/client.ts';
import type { Endpoint } from '../../context/endpoint.ts';
import { messageOf, StatusError } from '../../errors.ts';
import { type Columns, formatRows } from '../../table/formatter.ts';
import { allBuilders, builderNamed, endpointNotFound, failureOfBuilder, isContext, noBuilder } from './builder.ts';

interface ServerVersion {
  readonly Components?: readonly { readonly Name: string; readonly Version: string }[];
  readonly Arch: string;
  readonly Os: string;
}

/** A builder, or a node of one. */
interface BuilderRow {
  readonly name: string;
  readonly current: boolean;
  readonly isNode: boolean;
  readonly failed: boolean;
  readonly buildKit: string;
  readonly platform: string;
}

/** In a table the current builder has a star and nodes stand below it. */
const builderColumns = (table: boolean): Columns<BuilderRow> => ({
  type: 'commands.lsContext',
  headers: {
    Name: 'NAME/NODE',
    DriverEndpoint: 'DRIVER/ENDPOINT',
    LastActivity: 'LAST ACTIVITY',
    Status: 'STATUS',
    Buildkit: 'BUILDKIT',
    Platforms: 'PLATFORMS',
  },
  cells: {
    Name: ({ name, current, isNode }) => (table ? `${isNode ? ' \\_ ' : ''}${name}${current ? '*' : ''}` : name),
    DriverEndpoint: ({ name, isNode, failed }) => (isNode ? (table ? ` \\_ ${name}` : name) : failed ? '' : 'docker'),
    LastActivity: () => '',
    Status: ({ isNode, failed }) => (failed ? 'error' : isNode ? 'running' : ''),
    Buildkit: ({ buildKit }) => buildKit,
    Platforms: ({ platform }) => platform,
  },
});

const LS_TABLE = 'table {{.Name}}\t{{.DriverEndpoint}}\t{{.Status}}\t{{.Buildkit}}\t{{.Platforms}}';

/** `docker buildx ls`: every context is a builder; those that cannot be reached come last. */
export const ls: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    checkCurrent(cli);
    const given = flags.string('format');
    if (given === 'json' || given.includes('json .'))
      throw new Error('drydock: not simulated: docker buildx ls as JSON');
    const format = given === '' || given === 'table' ? LS_TABLE : given;
    const working: BuilderRow[] = [];
    const failed: BuilderRow[] = [];
    let failures = '';
    for (const builder of await allBuilders(cli)) {
      const failure = await failureOfBuilder(cli, builder);
      const name = builder.context;
      const row = { name, current: name === cli.endpoint.context, isNode: false, buildKit: '', platform: '' };
      if (failure === undefined) {
        const { Components, Arch, Os } = await versionOf(cli, builder);
        const buildKit = Components?.find(({ Name }) => Name === 'BuildKit')?.Version ?? 'v0.25.1';
        const node = { ...row, current: false, isNode: true, buildKit, platform: `${Os}/${Arch}` };
        working.push({ ...row, failed: false }, { ...node, failed: false });
      } else {
        failed.push({ ...row, failed: true });
        failures += `\nCannot load builder ${name}: ${failure}`;
      }
    }
    const isTable = format.startsWith('table');
    try {
      await cli.out(formatRows(format, builderColumns(isTable), [...working, ...failed]));
    } catch (error) {
      throw new StatusError(`ERROR: ${messageOf(error)}`, 1);
    }
    if (isTable && failures !== '') await cli.err(`${failures}\n`);
  },
};

export const inspect: Command = {
  async run(cli, { args }) {
    if (args[0] === undefined) checkCurrent(cli);
    const builder = args[0] === undefined ? cli.endpoint : await builderNamed(cli, args[0]);
    const failure = await failureOfBuilder(cli, builder);
    const name = builder.context;
    if (failure !== undefined) return cli.out(`Name:   ${name}\nDriver: \nError:  ${failure}\n`);
    const { Arch, Os } = await versionOf(cli, builder);
    await cli.out(
      `Name:   ${name}\nDriver: docker\n\nNodes:\nName:             ${name}\nEndpoint:         ${name}\nStatus:           running\nPlatforms:        ${Os}/${Arch}\n`,
    );
  },
};

export const use: Command = {
  args: { kind: 'exact', count: 1 },
  async run(cli, { args }) {
    const name = args[0]!;
    const { context, unresolved } = cli.endpoint;
    if (name === context && unresolved === undefined) return;
    if (context === 'default') checkCurrent(cli);
    const shown = name === 'default' ? 'default context' : `context ${name}`;
    if (await isContext(cli, name))
      throw new StatusError(`ERROR: run \`docker context use ${name}\` to switch to ${shown}`, 1);
    const path = `${cli.host.env.get('HOME') ?? '/root'}/.docker/buildx/instances/${name}`;
    throw new StatusError(
      `ERROR: failed to find instance ${JSON.stringify(name)}: open ${path}: no such file or directory`,
      1,
    );
  },
};

function checkCurrent(cli: Cli): void {
  const { context, unresolved } = cli.endpoint;
  if (unresolved === undefined) return;
  throw context === 'default' ? endpointNotFound(cli) : noBuilder(context);
}

const versionOf = (cli: Cli, { door, address }: Endpoint): Promise<ServerVersion> =>
  new EngineClient(door, address, cli.engine.apiVersion).get<ServerVersion>('/version');
