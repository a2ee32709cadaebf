import { humanSizeWithPrecision } from '../../../engine/api/units.ts';
import { type Command, noArguments } from '../../cli.ts';
import { ago } from '../../formats/values.ts';
import { alignTabs } from '../../table/tabwriter.ts';
import type { BuildCacheEntry, DiskUsage } from '../system/df.ts';

const HEADER = 'ID\tRECLAIMABLE\tSIZE\tLAST ACCESSED';

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
    const table = rows.length
      ? alignTabs(`${HEADER}\n${rows.map((row) => `${line(row, cli.host.now(), true)}\n`).join('')}`, COLUMNS)
      : '';
    await cli.out(`${table}Total:\t${humanSizeWithPrecision(answer.SpaceReclaimed, 4)}\n`);
  },
};

/** `docker buildx du` */
export const du: Command = {
  args: noArguments,
  async run(cli) {
    const cache = (await cli.engine.get<DiskUsage>('/system/df', { type: 'build-cache' })).BuildCache ?? [];
    const now = cli.host.now();
    const size = (entries: readonly BuildCacheEntry[]) =>
      humanSizeWithPrecision(
        entries.reduce((sum, { Size }) => sum + Size, 0),
        4,
      );
    if (cache.length)
      await cli.out(alignTabs(`${HEADER}\n${cache.map((row) => `${line(row, now, !row.InUse)}\n`).join('')}`, COLUMNS));
    const shared = cache.filter(({ Shared }) => Shared);
    if (shared.length)
      await cli.out(`Shared:\t\t${size(shared)}\nPrivate:\t${size(cache.filter(({ Shared }) => !Shared))}\n`);
    await cli.out(`Reclaimable:\t${size(cache.filter(({ InUse }) => !InUse))}\nTotal:\t\t${size(cache)}\n`);
  },
};

const COLUMNS = { minimum: 1, padding: 3 };

function line(row: BuildCacheEntry, now: number, reclaimable: boolean): string {
  const mutable = ['exec.cachemount', 'source.local'].includes(row.Type) ? '*' : '';
  const used = row.LastUsedAt ? ago(now, Date.parse(row.LastUsedAt) / 1000) : '';
  return `${row.ID}${mutable}\t${reclaimable}\t${humanSizeWithPrecision(row.Size, 4)}${row.Shared ? '*' : ''}\t${used}`;
}

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
