import { isErrno } from '../../../kernel/errno.ts';
import { AccountNames, linesOf } from '../common/accounts.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { parseOptions } from '../common/options.ts';
import { strftime } from '../common/time/strftime.ts';
import { localTime, timeZone } from '../common/time/zone.ts';
import { versionLine } from '../common/version.ts';
import { type ProcessRow, processList } from '../process/process-list.ts';
import { clip, FullScreen } from './full-screen.ts';

interface Usage {
  /** Seconds since boot of this look and CPU seconds of each process then. */
  readonly at: number;
  readonly cpu: ReadonlyMap<number, number>;
}

interface Look {
  readonly rows: readonly { row: ProcessRow; percent: number }[];
  readonly usage: Usage;
}

/** top(1): procps's and busybox's, on the whole screen or in batches (`-b`). */
export const top: Command = async (context) => {
  if (context.gnu && ['-v', '-V', '--version'].includes(context.args[0] ?? '')) {
    context.print(`${versionLine(context)}\n`);
    return 0;
  }
  const options = parseOptions(context, 'bcHid:n:o:p:SsU:u:w::1m');
  const { sys } = context;
  const delay = Number(options.get('d') ?? (context.gnu ? 3 : 5)) * 1000;
  if (Number.isNaN(delay)) throw new Exit(1, `bad delay interval '${options.get('d')}'`);
  const rounds = Number(options.get('n') ?? Number.POSITIVE_INFINITY);
  const batch = options.has('b') || (!context.gnu && !sys.isatty(1));
  if (!batch && (!sys.isatty(1) || !sys.isatty(0))) throw new Exit(1, 'failed tty get');
  const pids = new Set(options.all('p').flatMap((list) => list.split(',').map(Number)));
  let order: 'cpu' | 'memory' | 'pid' | 'time' = 'cpu';
  let usage: Usage = { at: 0, cpu: new Map() };
  const look = (): string[] => {
    const seen = measure(context, usage);
    usage = seen.usage;
    const rows = seen.rows.filter(({ row }) => pids.size === 0 || pids.has(row.pid));
    const sorted = [...rows].sort(COMPARE[order]);
    return context.gnu ? procps(context, sorted) : busybox(context, sorted);
  };
  if (batch) {
    for (let i = 0; i < rounds; i++) {
      if (i > 0) await sys.sleep(delay);
      context.print(`${look().join('\n')}\n${context.gnu && i + 1 < rounds ? '\n' : ''}`);
      await context.out.flush();
    }
    return;
  }
  const screen = new FullScreen(sys, 0, { alternate: false });
  await screen.open();
  for (let i = 0; i < rounds; ) {
    const lines = look().map((line) => clip(line, 0, screen.columns));
    const title = lines.findIndex((line) => /^ +PID /.test(line));
    lines[title] = `\x1b[7m${lines[title]!.padEnd(screen.columns)}\x1b[27m`;
    await screen.draw(lines.slice(0, screen.rows - 1), { row: Math.min(title - 1, screen.rows - 1), column: 0 });
    const key = await screen.key(delay);
    if (key === 'q' || key === 'Q' || key === 'ctrl-c' || key === 'hangup') break;
    if (key === 'M') order = 'memory';
    else if (key === 'P') order = 'cpu';
    else if (key === 'N') order = 'pid';
    else if (key === 'T') order = 'time';
    else if (key === undefined) i++;
  }
  await screen.close();
};

const COMPARE = {
  cpu: (a: Look['rows'][0], b: Look['rows'][0]) => b.percent - a.percent || a.row.pid - b.row.pid,
  memory: (a: Look['rows'][0], b: Look['rows'][0]) => b.row.resident - a.row.resident || a.row.pid - b.row.pid,
  pid: (a: Look['rows'][0], b: Look['rows'][0]) => b.row.pid - a.row.pid,
  time: (a: Look['rows'][0], b: Look['rows'][0]) => b.row.cpu - a.row.cpu,
};

/** The processes and how much of a CPU each took since the last look (at first: since it started). */
function measure(context: Context, before: Usage): Look {
  const at = uptime(context);
  const list = processList(context.sys);
  const rows = list.map((row) => {
    const known = before.cpu.get(row.pid);
    const [cpu, seconds] = known === undefined ? [row.cpu, at - row.start] : [row.cpu - known, at - before.at];
    return { row, percent: seconds > 0 ? Math.min(100, Math.max(0, (100 * cpu) / seconds)) : 0 };
  });
  return { rows, usage: { at, cpu: new Map(list.map(({ pid, cpu }) => [pid, cpu])) } };
}

function uptime({ sys }: Context): number {
  return Number((linesOf(sys, '/proc/uptime')[0] ?? '0').split(' ')[0]);
}

/** KiB by name, of /proc/meminfo. */
function memory(context: Context): (name: string) => number {
  const found = new Map(
    linesOf(context.sys, '/proc/meminfo').map((line): [string, number] => {
      const [name = '', value = '0'] = line.split(/:\s*/);
      return [name, Number.parseInt(value, 10)];
    }),
  );
  return (name) => found.get(name) ?? 0;
}

function loadAverage({ sys }: Context): string[] {
  try {
    return (linesOf(sys, '/proc/loadavg')[0] ?? '0.00 0.00 0.00').split(' ');
  } catch (error) {
    if (isErrno(error)) return ['0.00', '0.00', '0.00'];
    throw error;
  }
}

function procps(context: Context, rows: Look['rows']): string[] {
  const { sys } = context;
  const names = new AccountNames(sys);
  const of = memory(context);
  const total = of('MemTotal');
  const mega = (kilobytes: number): string => (kilobytes / 1024).toFixed(1).padStart(8);
  const states = (letters: string): string =>
    String(rows.filter(({ row }) => letters.includes(row.state)).length).padStart(3);
  const busy = Math.min(100, rows.reduce((sum, { percent }) => sum + percent, 0) / cpus(context));
  const cached = of('Buffers') + of('Cached');
  const up = uptime(context);
  const [days, hours, minutes] = [Math.floor(up / 86400), Math.floor(up / 3600) % 24, Math.floor(up / 60) % 60];
  const clock = hours > 0 ? `${String(hours).padStart(2)}:${String(minutes).padStart(2, '0')}` : `${minutes} min`;
  const upText = `${days > 0 ? `${days} day${days === 1 ? '' : 's'}, ` : ''}${clock}`;
  const now = strftime('%H:%M:%S', localTime(sys.now(), timeZone(sys)));
  const lines = [
    `top - ${now} up ${upText},  0 users,  load average: ${loadAverage(context).slice(0, 3).join(', ')}`,
    `Tasks: ${String(rows.length).padStart(3)} total, ${states('R')} running, ${states('SDI')} sleeping, ${states('T')} stopped, ${states('Z')} zombie`,
    `%Cpu(s): ${busy.toFixed(1).padStart(4)} us,  0.0 sy,  0.0 ni, ${(100 - busy).toFixed(1)} id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st `,
    `MiB Mem : ${mega(total)} total, ${mega(of('MemFree'))} free, ${mega(total - of('MemFree') - cached)} used, ${mega(cached)} buff/cache     `,
    `MiB Swap: ${mega(of('SwapTotal'))} total, ${mega(of('SwapFree'))} free, ${mega(of('SwapTotal') - of('SwapFree'))} used. ${mega(of('MemAvailable') || of('MemFree'))} avail Mem `,
    '',
    '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND',
  ];
  for (const { row, percent } of rows) {
    const user = names.user(row.uid) ?? String(row.uid);
    const time = `${Math.floor(row.cpu / 60)}:${(row.cpu % 60).toFixed(2).padStart(5, '0')}`;
    lines.push(
      [
        String(row.pid).padStart(7),
        (user.length > 8 ? `${user.slice(0, 7)}+` : user).padEnd(8),
        String(20 + row.nice).padStart(3),
        String(row.nice).padStart(3),
        String(row.virtual).padStart(7),
        String(row.resident).padStart(6),
        String(shared(context, row.pid)).padStart(6),
        row.state,
        percent.toFixed(1).padStart(5),
        ((100 * row.resident) / Math.max(1, total)).toFixed(1).padStart(5),
        time.padStart(9),
        row.name,
      ].join(' '),
    );
  }
  return lines;
}

function cpus({ sys }: Context): number {
  return Math.max(1, linesOf(sys, '/proc/cpuinfo').filter((line) => line.startsWith('processor')).length);
}

function busybox(context: Context, rows: Look['rows']): string[] {
  const names = new AccountNames(context.sys);
  const of = memory(context);
  const total = of('MemTotal');
  const used = total - of('MemFree');
  const busy = Math.min(100, rows.reduce((sum, { percent }) => sum + percent, 0) / cpus(context));
  const running = rows.filter(({ row }) => row.state === 'R').length;
  const lines = [
    `Mem: ${used}K used, ${of('MemFree')}K free, ${of('Shmem')}K shrd, ${of('Buffers')}K buff, ${of('Cached')}K cached`,
    `CPU: ${String(Math.round(busy)).padStart(3)}% usr   0% sys   0% nic ${String(Math.round(100 - busy)).padStart(3)}% idle   0% io   0% irq   0% sirq`,
    `Load average: ${loadAverage(context).slice(0, 3).join(' ')} ${running}/${rows.length} ${context.sys.pid}`,
    '  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND',
  ];
  const size = (kilobytes: number): string =>
    kilobytes >= 100000 ? `${Math.floor(kilobytes / 1024)}m`.padStart(5) : String(kilobytes).padStart(5);
  for (const { row, percent } of rows) {
    const share = (100 * row.virtual) / Math.max(1, total);
    const user = (names.user(row.uid) ?? String(row.uid)).slice(0, 8).padEnd(8);
    const command = row.argv.length > 0 ? row.argv.join(' ') : `[${row.name}]`;
    lines.push(
      `${String(row.pid).padStart(5)} ${String(row.ppid).padStart(5)} ${user} ${row.state.padEnd(4)} ${size(row.virtual)} ${String(Math.round(share)).padStart(3)}%   0 ${String(Math.round(percent)).padStart(3)}% ${command}`,
    );
  }
  return lines;
}

/** KiB of shared pages, when /proc tells. */
function shared({ sys }: Context, pid: number): number {
  const path = `/proc/${pid}/statm`;
  return sys.exists(path) ? Number((linesOf(sys, path)[0] ?? '').split(' ')[2] ?? 0) * 4 : 0;
}
