import type { ContainerSummary } from '../../../engine/api/containers.ts';
import type { ImageSummary } from '../../../engine/api/images.ts';
import { humanSize, humanSizeWithPrecision } from '../../../engine/api/units.ts';
import type { Volume } from '../../../engine/api/volumes.ts';
import { type Cli, type Command, noArguments } from '../../cli.ts';
import { containerColumns } from '../../formats/container.ts';
import { imageColumns, imageRows } from '../../formats/image.ts';
import { ago } from '../../formats/values.ts';
import { type Columns, formatRows, rowType, rowValue } from '../../table/formatter.ts';
import { Template } from '../../template/execute.ts';
import { volumeColumns } from '../volume/index.ts';

export interface BuildCacheEntry {
  ID: string;
  Parents?: string[];
  Type: string;
  Description: string;
  InUse: boolean;
  Shared: boolean;
  Size: number;
  CreatedAt: string;
  LastUsedAt?: string | null;
  UsageCount: number;
}

export interface DiskUsage {
  LayersSize: number;
  Images: ImageSummary[] | null;
  Containers: ContainerSummary[] | null;
  Volumes: Volume[] | null;
  BuildCache: BuildCacheEntry[] | null;
}

interface Row {
  readonly type: string;
  readonly total: number;
  readonly active: number;
  readonly size: number;
  readonly reclaimable: string;
}

/** `docker system df` (formatter/disk_usage.go) */
export const df: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    const usage = await cli.engine.get<DiskUsage>('/system/df');
    const format = flags.string('format') || 'table';
    if (flags.bool('verbose')) {
      await verbose(cli, usage, format);
      return;
    }
    const table = 'table {{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}';
    await cli.out(formatRows(format === 'table' ? table : format, columns, rowsOf(usage)));
  },
};

const columns: Columns<Row> = {
  // What the first row is, at which a wrong template fails.
  type: 'formatter.diskUsageImagesContext',
  headers: { Type: 'TYPE', TotalCount: 'TOTAL', Active: 'ACTIVE', Size: 'SIZE', Reclaimable: 'RECLAIMABLE' },
  cells: {
    Active: ({ active }) => String(active),
    Reclaimable: ({ reclaimable }) => reclaimable,
    Size: ({ size }) => humanSize(size),
    TotalCount: ({ total }) => String(total),
    Type: ({ type }) => type,
  },
};

function rowsOf(usage: DiskUsage): Row[] {
  const images = usage.Images ?? [];
  const containers = usage.Containers ?? [];
  const volumes = (usage.Volumes ?? []).filter((volume) => volume.UsageData);
  const cache = usage.BuildCache ?? [];
  const percent = (part: number, whole: number) =>
    whole > 0 ? `${humanSize(part)} (${Math.trunc((part * 100) / whole)}%)` : humanSize(part);
  const sum = <T>(list: readonly T[], size: (one: T) => number) => list.reduce((total, one) => total + size(one), 0);

  const used = images.filter((image) => image.Containers > 0);
  const usedSize = sum(used, (image) =>
    image.Size === -1 || image.SharedSize === -1 ? 0 : image.Size - image.SharedSize,
  );
  const imageFree = usage.LayersSize - usedSize;

  const active = containers.filter(({ State }) => ['running', 'paused', 'restarting'].includes(State));
  const containerSize = sum(containers, ({ SizeRw }) => SizeRw ?? 0);
  const containerFree = sum(
    containers.filter((one) => !active.includes(one)),
    ({ SizeRw }) => SizeRw ?? 0,
  );

  const known = (volume: Volume) => (volume.UsageData!.Size === -1 ? 0 : volume.UsageData!.Size);
  const volumeSize = sum(volumes, known);
  const volumeFree = sum(
    volumes.filter((volume) => volume.UsageData!.RefCount === 0),
    known,
  );

  const own = cache.filter(({ Shared }) => !Shared);
  const cacheSize = sum(own, ({ Size }) => Size);
  const cacheUsed = sum(
    own.filter(({ InUse }) => InUse),
    ({ Size }) => Size,
  );
  return [
    {
      type: 'Images',
      total: images.length,
      active: used.length,
      size: usage.LayersSize,
      reclaimable: percent(imageFree, usage.LayersSize),
    },
    {
      type: 'Containers',
      total: containers.length,
      active: active.length,
      size: containerSize,
      reclaimable: percent(containerFree, containerSize),
    },
    {
      type: 'Local Volumes',
      total: usage.Volumes?.length ?? 0,
      active: volumes.filter((volume) => volume.UsageData!.RefCount > 0).length,
      size: volumeSize,
      reclaimable: percent(volumeFree, volumeSize),
    },
    {
      type: 'Build Cache',
      total: cache.length,
      active: cache.filter(({ InUse }) => InUse).length,
      size: cacheSize,
      reclaimable: humanSize(cacheSize - cacheUsed),
    },
  ];
}

async function verbose(cli: Cli, whole: DiskUsage, format: string): Promise<void> {
  // The size of the image below is not told again.
  const usage = { ...whole, Containers: (whole.Containers ?? []).map((one) => ({ ...one, SizeRootFs: 0 })) };
  const now = cli.host.now();
  if (format !== 'table') {
    await cli.out(filledIn(usage, format, now));
    return;
  }
  const images = imageRows(usage.Images ?? [], false);
  const section = (title: string, table: string) => `${title}\n\n${table}\n`;
  const cache = usage.BuildCache ?? [];
  const total = cache.filter(({ Shared }) => !Shared).reduce((sum, { Size }) => sum + Size, 0);
  await cli.out(
    section(
      'Images space usage:',
      formatRows(
        'table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t{{.SharedSize}}\t{{.UniqueSize}}\t{{.Containers}}',
        imageColumns({ truncate: true, now }),
        images,
      ),
    ) +
      section(
        'Containers space usage:',
        formatRows(
          'table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t{{.RunningFor}}\t{{.Status}}\t{{.Names}}',
          containerColumns({ truncate: true, now }),
          usage.Containers ?? [],
        ),
      ) +
      section(
        'Local Volumes space usage:',
        formatRows('table {{.Name}}\t{{.Links}}\t{{.Size}}', volumeColumns, usage.Volumes ?? []),
      ) +
      section(
        `Build cache usage: ${humanSize(total)}`,
        formatRows(
          'table {{.ID}}\t{{.CacheType}}\t{{.Size}}\t{{.CreatedSince}}\t{{.LastUsedSince}}\t{{.UsageCount}}\t{{.Shared}}',
          cacheColumns(now),
          cache,
        ),
      ).slice(0, -1),
  );
}

/** All four listings at once, for a template of the reader's own. */
function filledIn(usage: DiskUsage, format: string, now: number): string {
  const listing = <T>(columns: Columns<T>, rows: readonly T[]) => ({
    type: { kind: 'slice', element: rowType(columns) } as const,
    value: rows.map((row) => rowValue(columns, row)),
  });
  const parts = {
    Images: listing(imageColumns({ truncate: true, now }), imageRows(usage.Images ?? [], false)),
    Containers: listing(containerColumns({ truncate: true, now }), usage.Containers ?? []),
    Volumes: listing(volumeColumns, usage.Volumes ?? []),
    BuildCache: listing(cacheColumns(now), usage.BuildCache ?? []),
  };
  const fields = Object.entries(parts).map(([name, { type }]) => ({ name, json: name, type }));
  const value = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.value]));
  const template = new Template('', format === 'json' ? '{{json .}}' : format);
  return template.execute({ type: { kind: 'struct', name: '*formatter.diskUsageContext', fields }, value });
}

const cacheColumns = (now: number): Columns<BuildCacheEntry> => ({
  type: 'formatter.buildCacheContext',
  headers: {
    ID: 'CACHE ID',
    CacheType: 'CACHE TYPE',
    Size: 'SIZE',
    CreatedSince: 'CREATED',
    LastUsedSince: 'LAST USED',
    UsageCount: 'USAGE',
    Shared: 'SHARED',
  },
  cells: {
    ID: ({ ID, InUse }) => ID.slice(0, 12) + (InUse ? '*' : ''),
    CacheType: ({ Type }) => Type,
    Size: ({ Size }) => humanSizeWithPrecision(Size, 3),
    CreatedSince: ({ CreatedAt }) => ago(now, Date.parse(CreatedAt) / 1000),
    LastUsedSince: ({ LastUsedAt }) => (LastUsedAt ? ago(now, Date.parse(LastUsedAt) / 1000) : ''),
    UsageCount: ({ UsageCount }) => String(UsageCount),
    Shared: ({ Shared }) => String(Shared),
  },
});
