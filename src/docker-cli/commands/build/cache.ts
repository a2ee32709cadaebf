import { humanSizeWithPrecision } from '../../../engine/api/units.ts';
import { type Command, noArguments } from '../../cli.ts';
import { alignTabs } from '../../table/tabwriter.ts';
import type { DiskUsage } from '../system/df.ts';
import { details, prunedTable } from './disk-usage.ts';

/** `docker builder prune` is buildx's: it lists what went as it goes. */
export const prune: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    const all = flags.bool('all');
    const warning = all
      ? 'WARNING! This will remove all build cache. Are you sure you want to continue?'
      : 'WARNING! This will remove all dangling build cache. Are you sure you want to continue?';
    if (!flags.bool('force') && !(await cli.confirm(warning))) return;
    const before = (await cli.engine.get<DiskUsage>('/system/df', { type: 'build-cache' })).BuildCache ?? [];
    const filters: Record<string, string[]> = {};
    for (const filter of flags.strings('filter'))
      (filters[filter.split('=')[0]!] ??= []).push(filter.slice(filter.indexOf('=') + 1));
    const answer = await cli.engine.json<{ CachesDeleted: string[] | null; SpaceReclaimed: number }>(
      'POST',
      '/build/prune',
      {
        query: { all, filters: Object.keys(filters).length ? JSON.stringify(filters) : undefined },
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

const COLUMNS = { minimum: 1, padding: 3 };

export const version: Command = {
  args: noArguments,
  run: (cli) => cli.out('github.com/docker/buildx v0.29.1 a32761aeb3debd39be1eca514af3693af0db334b\n'),
};

/** `docker buildx ls`: the engine's own builder is the only one. */
export const ls: Command = {
  args: noArguments,
  async run(cli) {
    const { Components, Arch, Os } = await cli.engine.get<{
      Components?: { Name: string; Version: string }[];
      Arch: string;
      Os: string;
    }>('/version');
    const builder = Components?.find(({ Name }) => Name === 'BuildKit')?.Version ?? 'v0.25.1';
    const rows = [
      'NAME/NODE\tDRIVER/ENDPOINT\tSTATUS\tBUILDKIT\tPLATFORMS',
      'default*\tdocker\t\t\t',
      ` \\_ default\t \\_ default\trunning\t${builder}\t${Os}/${Arch}`,
    ];
    await cli.out(alignTabs(`${rows.join('\n')}\n`, COLUMNS));
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
  run: async (_cli, { args }) => only(args[0]),
};
