import { BUILD_PRUNE_FILTERS } from '../../../engine/api/build-prune.ts';
import { humanSizeWithPrecision } from '../../../engine/api/units.ts';
import { type Command, noArguments } from '../../cli.ts';
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
