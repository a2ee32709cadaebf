import { BUILD_PRUNE_FILTERS } from '../../../engine/api/build-prune.ts';
import { humanSizeWithPrecision } from '../../../engine/api/units.ts';
import { type Command, noArguments } from '../../cli.ts';
import { messageOf, StatusError } from '../../errors.ts';
import { type Columns, formatRows } from '../../table/formatter.ts';
import type { DiskUsage } from '../system/df.ts';
import { details, prunedTable } from './disk-usage.ts';

/** `docker builder prune` is buildx's: it lists what went as it goes. */
export const prune: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    if (flags.changed('keep-storage'))
      await cli.out('Flag --keep-storage has been deprecated, keep-storage flag has been changed to reserved-space\n');
    const all = flags.bool('all');
    const warning = all
      ? 'WARNING! This will remove all build cache. Are you sure you want to continue?'
      : 'WARNING! This will remove all dangling build cache. Are you sure you want to continue?';
    if (!flags.bool('force') && !(await cli.confirm(warning))) return;
    const before = (await cli.engine.get<DiskUsage>('/system/df', { type: 'build-cache' })).BuildCache ?? [];
    const filters: Record<string, string[]> = {};
    for (const filter of flags.strings('filter'))
      (filters[filter.split('=')[0]!] ??= []).push(filter.slice(filter.indexOf('=') + 1));
    // No record has such a field.
    if (Object.keys(filters).some((name) => !FIELDS.has(name))) return cli.out('Total:\t0B\n');
    const answer = await cli.engine.json<{ CachesDeleted: string[] | null; SpaceReclaimed: number }>(
      'POST',
      '/build/prune',
      {
        query: {
          all,
          filters: Object.keys(filters).length ? JSON.stringify(filters) : undefined,
          'reserved-space': flags.number('reserved-space') || flags.number('keep-storage') || undefined,
          'max-used-space': flags.number('max-used-space') || undefined,
        },
      },
    );
    const gone = new Set(answer.CachesDeleted ?? []);
    const rows = before.filter(({ ID }) => gone.has(ID));
    const now = cli.host.now();
    const table = rows.length ? prunedTable(rows, now) : '';
    const list = flags.bool('verbose') ? rows.map((row) => `${details(row, now)}\n`).join('') : table;
    await cli.out(`${list}Total:\t${humanSizeWithPrecision(answer.SpaceReclaimed, 4)}\n`);
  },
};

/** What records can be chosen by. */
const FIELDS: ReadonlySet<string> = new Set(BUILD_PRUNE_FILTERS);

export const version: Command = {
  args: noArguments,
  run: (cli) => cli.out('github.com/docker/buildx v0.29.1 a32761aeb3debd39be1eca514af3693af0db334b\n'),
};

/** A builder, or a node of one. */
interface BuilderRow {
  readonly isNode: boolean;
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
    Name: ({ isNode }) => (table ? (isNode ? ' \\_ default' : 'default*') : 'default'),
    DriverEndpoint: ({ isNode }) => (isNode ? (table ? ' \\_ default' : 'default') : 'docker'),
    LastActivity: () => '',
    Status: ({ isNode }) => (isNode ? 'running' : ''),
    Buildkit: ({ isNode, buildKit }) => (isNode ? buildKit : ''),
    Platforms: ({ isNode, platform }) => (isNode ? platform : ''),
  },
});

const LS_TABLE = 'table {{.Name}}\t{{.DriverEndpoint}}\t{{.Status}}\t{{.Buildkit}}\t{{.Platforms}}';

/** `docker buildx ls`: the engine's own builder is the only one. */
export const ls: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    const { Components, Arch, Os } = await cli.engine.get<{
      Components?: { Name: string; Version: string }[];
      Arch: string;
      Os: string;
    }>('/version');
    const buildKit = Components?.find(({ Name }) => Name === 'BuildKit')?.Version ?? 'v0.25.1';
    const given = flags.string('format');
    if (given === 'json' || given.includes('json .'))
      throw new Error('drydock: not simulated: docker buildx ls as JSON');
    const format = given === '' || given === 'table' ? LS_TABLE : given;
    const rows = [false, true].map((isNode) => ({ isNode, buildKit, platform: `${Os}/${Arch}` }));
    try {
      await cli.out(formatRows(format, builderColumns(format.startsWith('table')), rows));
    } catch (error) {
      throw new StatusError(`ERROR: ${messageOf(error)}`, 1);
    }
  },
};

const only = (name: string | undefined): void => {
  if (name !== undefined && name !== 'default') throw new Error(`ERROR: no builder ${JSON.stringify(name)} found`);
};

export const inspect: Command = {
  async run(cli, { args }) {
    only(args[0]);
    const { Arch, Os } = await cli.engine.get<{ Arch: string; Os: string }>('/version');
    await cli.out(
      `Name:   default\nDriver: docker\n\nNodes:\nName:             default\nEndpoint:         default\nStatus:           running\nPlatforms:        ${Os}/${Arch}\n`,
    );
  },
};

export const use: Command = {
  args: { kind: 'exact', count: 1 },
  async run(cli, { args }) {
    const [name] = args;
    if (name === undefined || name === 'default') return;
    const path = `${cli.host.env.get('HOME') ?? '/root'}/.docker/buildx/instances/${name}`;
    throw new Error(`ERROR: failed to find instance ${JSON.stringify(name)}: open ${path}: no such file or directory`);
  },
};
