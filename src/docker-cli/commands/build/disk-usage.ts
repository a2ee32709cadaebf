import { humanSizeWithPrecision } from '../../../engine/api/units.ts';
import { type Command, noArguments } from '../../cli.ts';
import { messageOf, StatusError } from '../../errors.ts';
import { ago } from '../../formats/values.ts';
import { type Columns, formatRows } from '../../table/formatter.ts';
import { alignTabs } from '../../table/tabwriter.ts';
import { BOOL, INT, STRINGS } from '../../template/types.ts';
import type { BuildCacheEntry, DiskUsage } from '../system/df.ts';

/** `docker buildx du` (buildx's commands/diskusage.go) */
export const du: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    const all = (await cli.engine.get<DiskUsage>('/system/df', { type: 'build-cache' })).BuildCache ?? [];
    const filters = flags.strings('filter');
    const cache = all
      .filter((row) => filters.every((filter) => matches(row, filter)))
      .sort((a, b) => a.Size - b.Size || (a.ID < b.ID ? -1 : 1));
    const now = cli.host.now();
    const format = flags.string('format') || (flags.bool('verbose') ? 'pretty' : 'table');
    if (format === 'pretty') await cli.out(cache.map((row) => `${details(row, now)}\n`).join(''));
    else if (format !== 'table') await cli.out(formatted(format, columns(now), cache));
    else await cli.out(cacheTable(cache, now));
    if (filters.length > 0 || (format !== 'table' && format !== 'pretty')) return;
    const shared = cache.filter(({ Shared }) => Shared);
    if (shared.length)
      await cli.out(`Shared:\t\t${total(shared)}\nPrivate:\t${total(cache.filter(({ Shared }) => !Shared))}\n`);
    await cli.out(`Reclaimable:\t${total(cache.filter(({ InUse }) => !InUse))}\nTotal:\t\t${total(cache)}\n`);
  },
};

function formatted(...given: Parameters<typeof formatRows<BuildCacheEntry>>): string {
  try {
    return formatRows(...given);
  } catch (error) {
    throw new StatusError(`ERROR: ${messageOf(error)}`, 1);
  }
}

function cacheTable(rows: readonly BuildCacheEntry[], now: number): string {
  const lines = rows.map((row) => cells(row, now).join('\t'));
  return alignTabs(`${['ID\tRECLAIMABLE\tSIZE\tLAST ACCESSED', ...lines].join('\n')}\n`);
}

/** Records as `prune` lists them while they go: cells of fixed widths, and tabs. */
export function prunedTable(rows: readonly BuildCacheEntry[], now: number): string {
  const lines = rows.map((row) => {
    const [id, reclaimable, size, used] = cells(row, now) as [string, string, string, string];
    return `${id.padEnd(40)}\t${reclaimable.padEnd(5)}\t\t${size.padEnd(10)}\t${used}`;
  });
  return `${['ID\t\t\t\t\t\tRECLAIMABLE\tSIZE\t\tLAST ACCESSED', ...lines].join('\n')}\n`;
}

function cells(row: BuildCacheEntry, now: number): string[] {
  const id = `${row.ID}${isMutable(row) ? '*' : ''}`;
  return [id, String(!row.InUse), `${size(row.Size)}${row.Shared ? '*' : ''}`, used(row, now)];
}

/** The block of one record under `--verbose`. */
export function details(row: BuildCacheEntry, now: number): string {
  const parents = row.Parents?.length ? `Parents:\n${row.Parents.map((parent) => ` - ${parent}\n`).join('')}` : '';
  const fields = [
    ['Created at', goTime(row.CreatedAt)],
    ['Mutable', isMutable(row)],
    ['Reclaimable', !row.InUse],
    ['Shared', row.Shared],
    ['Size', size(row.Size)],
    ...(row.Description ? [['Description', row.Description]] : []),
    ['Usage count', row.UsageCount],
    ...(row.LastUsedAt ? [['Last used', used(row, now)]] : []),
    ['Type', row.Type],
  ];
  const line = ([name, value]: unknown[]) => `${`${name}:`.padEnd(14)}${value}\n`;
  return `${line(['ID', row.ID])}${parents}${fields.map(line).join('')}`;
}

const columns = (now: number): Columns<BuildCacheEntry> => ({
  type: 'commands.diskusageContext',
  headers: {
    ID: 'ID',
    CreatedAt: 'CREATED AT',
    Mutable: 'MUTABLE',
    Reclaimable: 'RECLAIMABLE',
    Shared: 'SHARED',
    Size: 'SIZE',
    Description: 'DESCRIPTION',
    UsageCount: 'USAGE COUNT',
    LastUsedAt: 'LAST ACCESSED',
    Type: 'TYPE',
  },
  cells: {
    ID: ({ ID }) => ID,
    CreatedAt: ({ CreatedAt }) => goTime(CreatedAt),
    Mutable: isMutable,
    Parents: ({ Parents }) => Parents,
    Reclaimable: ({ InUse }) => !InUse,
    Shared: ({ Shared }) => Shared,
    Size: ({ Size }) => size(Size),
    Description: ({ Description }) => Description,
    UsageCount: ({ UsageCount }) => UsageCount,
    LastUsedAt: (row) => used(row, now),
    Type: ({ Type }) => Type,
  },
  types: { Mutable: BOOL, Parents: STRINGS, Reclaimable: BOOL, Shared: BOOL, UsageCount: INT },
});

/** containerd's filters, as far as records have fields: `type=regular`, `description~=RUN`. */
function matches(row: BuildCacheEntry, filter: string): boolean {
  const [, name = '', operator = '', value = ''] = /^([^=!~]*)(==?|!=|~=)(.*)$/s.exec(filter) ?? [];
  const fields: Record<string, string> = {
    id: row.ID,
    type: row.Type,
    description: row.Description,
    // These are there or not, and have no value to compare with.
    inuse: '',
    mutable: '',
    immutable: '',
    shared: '',
    private: '',
  };
  const actual = fields[name];
  if (actual === undefined) return false;
  if (operator === '~=') return new RegExp(value).test(actual);
  return (actual === value) === (operator !== '!=');
}

function isMutable({ Type }: BuildCacheEntry): boolean {
  return Type === 'exec.cachemount' || Type === 'source.local';
}

function size(bytes: number): string {
  return humanSizeWithPrecision(bytes, 4);
}

function total(rows: readonly BuildCacheEntry[]): string {
  return size(rows.reduce((sum, { Size }) => sum + Size, 0));
}

function used({ LastUsedAt }: BuildCacheEntry, now: number): string {
  return LastUsedAt ? ago(now, Date.parse(LastUsedAt) / 1000) : '';
}

/** Go's Time.String of a time in UTC. */
function goTime(text: string): string {
  return text.replace('T', ' ').replace('Z', ' +0000 UTC');
}
