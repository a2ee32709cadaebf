import type { ContainerSummary } from '../../../engine/api/containers.ts';
import { bytesSize, humanSizeWithPrecision } from '../../../engine/api/units.ts';
import type { Cli, Command } from '../../cli.ts';
import { truncateId } from '../../formats/values.ts';
import { type Columns, formatRows } from '../../table/formatter.ts';
import { containerPath } from './create.ts';
import { interrupted } from './signals.ts';

interface CpuStats {
  cpu_usage: { total_usage: number; percpu_usage?: number[] };
  system_cpu_usage?: number;
  online_cpus?: number;
}

interface StatsAnswer {
  id: string;
  name: string;
  pids_stats?: { current?: number };
  cpu_stats: CpuStats;
  precpu_stats: CpuStats;
  memory_stats: { usage?: number; limit?: number; stats?: Record<string, number> };
  blkio_stats?: { io_service_bytes_recursive?: { op: string; value: number }[] | null };
  networks?: Record<string, { rx_bytes: number; tx_bytes: number }>;
}

interface Row {
  readonly container: string;
  readonly stats: StatsAnswer | undefined;
}

const TABLE =
  'table {{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}';

/** `docker stats` (stats.go) */
export const stats: Command = {
  async run(cli, { args, flags }) {
    const given = flags.string('format') || 'table';
    const format = given === 'table' ? TABLE : given;
    const columns = statsColumns(!flags.bool('no-trunc'));
    const collect = async (): Promise<Row[]> => {
      const names = args.length
        ? args
        : (await cli.engine.get<ContainerSummary[]>('/containers/json', { all: flags.bool('all') })).map(
            ({ Id }) => Id,
          );
      return Promise.all(names.map(async (container) => ({ container, stats: await sample(cli, container) })));
    };
    if (flags.bool('no-stream')) {
      await cli.out(formatRows(format, columns, await collect()));
      return;
    }
    const { promise, stop } = interrupted(cli);
    let running = true;
    const ended = promise.then(() => {
      running = false;
    });
    try {
      while (running) {
        const text = formatRows(format, columns, await collect());
        await cli.out(`\x1b[H${text.replaceAll('\n', '\x1b[K\n')}\x1b[J`);
        await Promise.race([cli.host.sleep(500), ended]);
      }
    } finally {
      stop();
    }
  },
};

const sample = (cli: Cli, name: string): Promise<StatsAnswer> =>
  cli.engine.get(containerPath(name, '/stats'), { stream: '0' });

function statsColumns(truncate: boolean): Columns<Row> {
  const memory = ({ stats }: Row) => {
    const { usage = 0, stats: detail = {} } = stats?.memory_stats ?? {};
    const cache = detail.total_inactive_file ?? detail.inactive_file ?? 0;
    return cache < usage ? usage - cache : usage;
  };
  const percent = (value: number) => `${value.toFixed(2)}%`;
  const blocks = ({ stats }: Row, op: string) =>
    (stats?.blkio_stats?.io_service_bytes_recursive ?? [])
      .filter((entry) => entry.op.toLowerCase().startsWith(op))
      .reduce((total, { value }) => total + value, 0);
  const traffic = ({ stats }: Row, side: 'rx_bytes' | 'tx_bytes') =>
    Object.values(stats?.networks ?? {}).reduce((total, one) => total + one[side], 0);
  return {
    type: 'container.statsContext',
    headers: {
      Container: 'CONTAINER',
      Name: 'NAME',
      ID: 'CONTAINER ID',
      CPUPerc: 'CPU %',
      MemUsage: 'MEM USAGE / LIMIT',
      MemPerc: 'MEM %',
      NetIO: 'NET I/O',
      BlockIO: 'BLOCK I/O',
      PIDs: 'PIDS',
    },
    cells: {
      Container: (row) => row.container,
      Name: ({ stats }) => stats?.name.replace(/^\//, '') || '--',
      ID: ({ stats, container }) => (truncate ? truncateId(stats?.id ?? container) : (stats?.id ?? container)),
      CPUPerc: ({ stats }) => percent(cpuPercent(stats)),
      MemUsage: (row) => `${bytesSize(memory(row))} / ${bytesSize(row.stats?.memory_stats.limit ?? 0)}`,
      MemPerc: (row) => percent(row.stats?.memory_stats.limit ? (memory(row) / row.stats.memory_stats.limit) * 100 : 0),
      NetIO: (row) =>
        `${humanSizeWithPrecision(traffic(row, 'rx_bytes'), 3)} / ${humanSizeWithPrecision(traffic(row, 'tx_bytes'), 3)}`,
      BlockIO: (row) =>
        `${humanSizeWithPrecision(blocks(row, 'r'), 3)} / ${humanSizeWithPrecision(blocks(row, 'w'), 3)}`,
      PIDs: ({ stats }) => String(stats?.pids_stats?.current ?? 0),
    },
  };
}

function cpuPercent(stats: StatsAnswer | undefined): number {
  if (!stats) return 0;
  const own = stats.cpu_stats.cpu_usage.total_usage - stats.precpu_stats.cpu_usage.total_usage;
  const system = (stats.cpu_stats.system_cpu_usage ?? 0) - (stats.precpu_stats.system_cpu_usage ?? 0);
  const cpus = stats.cpu_stats.online_cpus || stats.cpu_stats.cpu_usage.percpu_usage?.length || 1;
  return system > 0 && own > 0 ? (own / system) * cpus * 100 : 0;
}
