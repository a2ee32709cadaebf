import { humanSizeWithPrecision } from '../../../engine/api/units.ts';
import type { Volume } from '../../../engine/api/volumes.ts';
import { atLeast, atMost, type Command, type Commands, noArguments } from '../../cli.ts';
import { filtersQuery, namedPath } from '../../client/client.ts';
import { isNotFound } from '../../errors.ts';
import { labelsText } from '../../formats/values.ts';
import { toMap } from '../../opts/env.ts';
import { type Columns, formatRows } from '../../table/formatter.ts';
import { alignTabs } from '../../table/tabwriter.ts';
import { printValue } from '../../template/print.ts';
import { type GoValue, goString } from '../../template/types.ts';
import { forEachName } from '../each.ts';
import { inspectVolumes } from '../inspect.ts';
import { listed, pruneWarning, pruning } from '../prune.ts';

const create: Command = {
  args: atMost(1),
  async run(cli, { args, flags }) {
    if (flags.changed('name') && args[0] !== undefined)
      throw new Error('conflicting options: cannot specify a volume-name through both --name and as a positional arg');
    const { Name } = await cli.engine.post<Volume>(
      '/volumes/create',
      {},
      {
        Name: args[0] ?? flags.string('name'),
        Driver: flags.string('driver'),
        DriverOpts: toMap(flags.strings('opt')),
        Labels: toMap(flags.strings('label')),
      },
    );
    await cli.out(`${Name}\n`);
  },
};

const CLUSTER_TITLE = 'VOLUME NAME\tGROUP\tDRIVER\tAVAILABILITY\tSTATUS\n';

const ls: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    // An engine that is part of no cluster has none of its volumes.
    if (flags.bool('cluster')) return cli.out(alignTabs(CLUSTER_TITLE));
    const { Volumes } = await cli.engine.get<{ Volumes: Volume[] | null }>('/volumes', {
      filters: filtersQuery(flags.strings('filter')),
    });
    const volumes = [...(Volumes ?? [])].sort((a, b) => naturalOrder(a.Name, b.Name));
    await cli.out(
      formatRows(volumeFormat(flags.string('format') || 'table', flags.bool('quiet')), volumeColumns, volumes),
    );
  },
};

export function volumeFormat(format: string, quiet: boolean): string {
  if (format === 'table') return quiet ? '{{.Name}}' : 'table {{.Driver}}\t{{.Name}}';
  if (format === 'raw') return quiet ? 'name: {{.Name}}' : 'name: {{.Name}}\ndriver: {{.Driver}}\n';
  return format;
}

export const volumeColumns: Columns<Volume> = {
  type: 'formatter.volumeContext',
  headers: {
    Name: 'VOLUME NAME',
    Driver: 'DRIVER',
    Scope: 'SCOPE',
    Mountpoint: 'MOUNTPOINT',
    Labels: 'LABELS',
    Links: 'LINKS',
    Size: 'SIZE',
    Group: 'GROUP',
    Availability: 'AVAILABILITY',
    Status: 'STATUS',
  },
  cells: {
    Name: ({ Name }) => Name,
    Driver: ({ Driver }) => Driver,
    Scope: ({ Scope }) => Scope,
    Mountpoint: ({ Mountpoint }) => Mountpoint,
    Labels: ({ Labels }) => labelsText(Labels),
    Links: ({ UsageData }) => (UsageData ? String(UsageData.RefCount) : 'N/A'),
    Size: ({ UsageData }) => (UsageData ? humanSizeWithPrecision(UsageData.Size, 4) : 'N/A'),
    Group: () => 'N/A',
    Availability: () => 'N/A',
    Status: () => 'N/A',
  },
  methods: {
    Label:
      ({ Labels }) =>
      (name: GoValue) =>
        goString(Labels?.[printValue(name)] ?? ''),
  },
};

/** Runs of digits count as numbers (fvbommel/sortorder). */
export function naturalOrder(a: string, b: string): number {
  const split = (text: string) => text.match(/\d+|\D+/g) ?? [];
  const left = split(a);
  const right = split(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x, y] = [left[i]!, right[i]!];
    if (x === y) continue;
    if (/^\d/.test(x) && /^\d/.test(y) && Number(x) !== Number(y)) return Number(x) - Number(y);
    return x < y ? -1 : 1;
  }
  return left.length - right.length;
}

const rm: Command = {
  args: atLeast(1),
  run: (cli, { args, flags }) =>
    forEachName(cli, args, async (name) => {
      const force = flags.bool('force');
      try {
        await cli.engine.send('DELETE', namedPath('volume', name), { query: { force } });
      } catch (error) {
        if (!(force && isNotFound(error))) throw error;
      }
      return name;
    }),
};

const prune = pruning<{ VolumesDeleted: string[] | null; SpaceReclaimed: number }>({
  path: '/volumes/prune',
  warning: (flags) =>
    pruneWarning(
      flags.bool('all')
        ? 'all local volumes not used by at least one container'
        : 'anonymous local volumes not used by at least one container',
    ),
  filters(flags) {
    if (!flags.bool('all')) return [];
    if (flags.strings('filter').some((filter) => filter.startsWith('all=')))
      throw new Error('conflicting options: cannot specify both --all and --filter all=1');
    return ['all=true'];
  },
  report: ({ VolumesDeleted }) => listed('Deleted Volumes:', VolumesDeleted),
});

export const volumeCommands: Commands = {
  'volume create': create,
  'volume inspect': inspectVolumes,
  'volume ls': ls,
  'volume prune': prune,
  'volume rm': rm,
};
