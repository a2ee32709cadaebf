import { AccountNames, linesOf } from '../common/accounts.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { strftime } from '../common/time/strftime.ts';
import { localTime, timeZone } from '../common/time/zone.ts';
import { versionLine } from '../common/version.ts';
import { type ProcessRow, processList } from './process-list.ts';

interface Column {
  title: string;
  right?: boolean;
  value: (row: ProcessRow) => string;
}

/** ps(1): busybox's, or procps with UNIX (`-ef`) and BSD (`aux`) options. */
export const ps: Command = (context) => {
  if (context.gnu && ['--version', '-V', 'V'].includes(context.args[0] ?? ''))
    context.print(`${versionLine(context)}\n`);
  else if (context.gnu) procps(context);
  else busybox(context);
};

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

function columnsFor(context: Context): Record<string, Column> {
  const names = new AccountNames(context.sys);
  const uptime = Number((linesOf(context.sys, '/proc/uptime')[0] ?? '0').split(' ')[0]);
  const boot = context.sys.now() - uptime * 1000;
  const total = Number(/(\d+)/.exec(linesOf(context.sys, '/proc/meminfo')[0] ?? '')?.[1] ?? 1);
  const user = ({ uid }: ProcessRow): string => {
    const name = names.user(uid) ?? String(uid);
    return name.length > 8 ? `${name.slice(0, 7)}+` : name;
  };
  const started =
    (format: string) =>
    (row: ProcessRow): string =>
      strftime(format, localTime(boot + row.start * 1000, timeZone(context.sys)));
  const command = ({ argv, name, state }: ProcessRow): string =>
    state === 'Z' ? `[${name}] <defunct>` : argv.length > 0 ? argv.join(' ') : `[${name}]`;
  const cpuPercent = (row: ProcessRow): string => ((row.cpu / Math.max(1, uptime - row.start)) * 100).toFixed(1);
  const state = (row: ProcessRow): string =>
    row.state + (row.pid === row.session ? 's' : '') + (row.foreground && row.tty !== '?' ? '+' : '');
  const elapsed = (row: ProcessRow): string => {
    const seconds = Math.max(0, uptime - row.start);
    const clock = `${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
    return seconds >= 3600 ? `${two(seconds / 3600)}:${clock}` : clock;
  };
  const time = ({ cpu }: ProcessRow): string => `${two(cpu / 3600)}:${two((cpu % 3600) / 60)}:${two(cpu % 60)}`;
  const shortTime = ({ cpu }: ProcessRow): string => `${Math.floor(cpu / 60)}:${two(cpu % 60)}`;
  const number = (title: string, value: (row: ProcessRow) => number): Column => ({
    title,
    right: true,
    value: (row) => String(value(row)),
  });
  return {
    pid: number('PID', (row) => row.pid),
    ppid: number('PPID', (row) => row.ppid),
    pgid: number('PGID', (row) => row.group),
    pgrp: number('PGRP', (row) => row.group),
    sid: number('SID', (row) => row.session),
    uid: number('UID', (row) => row.uid),
    ni: number('NI', (row) => row.nice),
    nice: number('NI', (row) => row.nice),
    vsz: number('VSZ', (row) => row.virtual),
    rss: number('RSS', (row) => row.resident),
    user: { title: 'USER', value: user },
    UID: { title: 'UID', value: user },
    tty: { title: context.gnu ? 'TTY' : 'TT', value: ({ tty }) => tty },
    tname: { title: 'TTY', value: ({ tty }) => tty },
    stat: { title: 'STAT', value: state },
    state: { title: 'S', value: ({ state }) => state },
    s: { title: 'S', value: ({ state }) => state },
    time: { title: 'TIME', right: context.gnu, value: time },
    shorttime: { title: 'TIME', right: context.gnu, value: shortTime },
    etime: { title: 'ELAPSED', right: true, value: elapsed },
    stime: { title: 'STIME', value: started('%H:%M') },
    start: { title: 'START', value: started('%H:%M') },
    lstart: { title: 'STARTED', value: started('%a %b %e %H:%M:%S %Y') },
    c: { title: 'C', right: true, value: () => '0' },
    pcpu: { title: '%CPU', right: true, value: cpuPercent },
    pmem: { title: '%MEM', right: true, value: ({ resident }) => ((resident / total) * 100).toFixed(1) },
    comm: { title: context.gnu ? 'CMD' : 'COMMAND', value: ({ name }) => name },
    ucmd: { title: 'CMD', value: ({ name }) => name },
    args: { title: 'COMMAND', value: command },
    cmd: { title: 'CMD', value: command },
  };
}

const ALIASES: Record<string, string> = {
  command: 'args',
  ucomm: 'comm',
  tt: 'tty',
  '%cpu': 'pcpu',
  '%mem': 'pmem',
  euser: 'user',
  sess: 'sid',
};

function show(
  context: Context,
  rows: ProcessRow[],
  chosen: Column[],
  widths: (number | undefined)[],
  headers: boolean,
): void {
  const table = rows.map((row) => chosen.map((column) => column.value(row)));
  const title = chosen.map((column) => column.title);
  const shown = headers && title.some((text) => text !== '') ? [title, ...table] : table;
  const wide = chosen.map((column, at) =>
    Math.max(widths[at] ?? column.title.length, ...table.map((cells) => cells[at]!.length)),
  );
  const limit = context.sys.isatty(1) ? context.sys.windowSize(1).columns : Number.POSITIVE_INFINITY;
  for (const cells of shown) {
    // busybox writes every heading from the left, numbers or not.
    const right = (at: number) => chosen[at]!.right && (context.gnu || cells !== title);
    const line = cells
      .map((cell, at) =>
        right(at) ? cell.padStart(wide[at]!) : at === cells.length - 1 ? cell : cell.padEnd(wide[at]!),
      )
      .join(' ');
    context.print(`${line.slice(0, limit)}\n`);
  }
}

function chooseColumns(context: Context, table: Record<string, Column>, lists: string[]): Column[] {
  return lists.flatMap((list) => {
    const renamed = /^([^,=]+)=(.*)$/.exec(list);
    const names = renamed ? [`${renamed[1]}=${renamed[2]}`] : list.split(/[, ]+/);
    return names.map((text) => {
      const [name = '', title] = text.split('=');
      const column = table[ALIASES[name] ?? name];
      if (!column)
        throw new Exit(
          1,
          context.gnu ? `unknown user-defined format specifier "${name}"` : `bad -o argument '${name}'`,
        );
      const heading = title ?? (name === 'comm' && context.gnu ? 'COMMAND' : column.title);
      return { ...column, title: heading };
    });
  });
}

function busybox(context: Context): void {
  const table = columnsFor(context);
  const lists: string[] = [];
  for (let at = 0; at < context.args.length; at++) {
    const arg = context.args[at]!;
    if (arg === '-o') lists.push(context.args[++at] ?? '');
    else if (arg.startsWith('-o')) lists.push(arg.slice(2));
  }
  const rows = processList(context.sys);
  if (lists.length > 0) {
    const chosen = chooseColumns(context, table, lists);
    const widths = chosen.map(({ title }) => ({ PID: 5, PPID: 5, USER: 8, COMMAND: 16 })[title]);
    show(context, rows, chosen, widths, true);
    return;
  }
  const names = columnsFor(context);
  const chosen = [names.pid!, names.user!, names.shorttime!, { ...names.args!, title: 'COMMAND' }];
  show(context, rows, chosen, [5, 8, 5], true);
}

function procps(context: Context): void {
  const table = columnsFor(context);
  const lists: string[] = [];
  const selected = {
    all: false,
    pids: new Set<number>(),
    users: new Set<string>(),
    commands: new Set<string>(),
    withTty: false,
  };
  let style: 'short' | 'full' | 'user' | 'bsd' = 'short';
  let headers = true;
  let sort: string | undefined;
  const args = [...context.args];
  for (let arg = args.shift(); arg !== undefined; arg = args.shift()) {
    const value = (inline: string): string => inline || args.shift() || '';
    if (arg.startsWith('--')) {
      const [name = '', given] = arg.slice(2).split('=');
      if (name === 'sort') sort = given ?? args.shift();
      else if (name === 'no-headers' || name === 'no-heading') headers = false;
      else if (name === 'format') lists.push(given ?? args.shift() ?? '');
      else if (name === 'pid')
        for (const pid of (given ?? args.shift() ?? '').split(',')) selected.pids.add(Number(pid));
      else throw new Exit(1, `unrecognized option '${arg}'`);
      continue;
    }
    const bsd = !arg.startsWith('-');
    const letters = bsd ? arg : arg.slice(1);
    if (bsd && /^\d+$/.test(arg)) {
      selected.pids.add(Number(arg));
      continue;
    }
    for (let i = 0; i < letters.length; i++) {
      const letter = letters[i]!;
      const rest = letters.slice(i + 1);
      if ('opUuCt'.includes(letter) && !(bsd && letter === 'u')) {
        const list = value(rest);
        if (letter === 'o') lists.push(list);
        else if (letter === 'p') for (const pid of list.split(/[, ]+/)) selected.pids.add(Number(pid));
        else if (letter === 'C') for (const name of list.split(',')) selected.commands.add(name);
        else if (letter !== 't') for (const name of list.split(',')) selected.users.add(name);
        break;
      }
      if (letter === 'e' || letter === 'A') selected.all = selected.all || !bsd;
      else if (letter === 'a') selected.withTty = !selected.all;
      else if (letter === 'x') selected.all = true;
      else if (letter === 'f' || letter === 'F' || letter === 'l') style = bsd ? 'bsd' : 'full';
      else if (letter === 'u') style = 'user';
      else if (letter === 'h') headers = false;
      else if (!'wjHTL'.includes(letter)) throw new Exit(1, `unsupported option -- '${letter}'`);
      if (bsd && style === 'short') style = 'bsd';
    }
  }
  const names = new AccountNames(context.sys);
  let rows = processList(context.sys);
  const own = rows.find(({ pid }) => pid === context.sys.pid);
  rows = rows.filter((row) => {
    if (selected.pids.size > 0) return selected.pids.has(row.pid);
    if (selected.commands.size > 0) return selected.commands.has(row.name);
    if (selected.users.size > 0)
      return selected.users.has(names.user(row.uid) ?? '') || selected.users.has(String(row.uid));
    if (selected.all) return true;
    if (selected.withTty) return row.tty !== '?';
    return row.tty === (own?.tty ?? '?') && row.uid === own?.uid;
  });
  if (sort !== undefined) {
    const descending = sort.startsWith('-');
    const name = sort.replace(/^[-+]/, '');
    const column = table[ALIASES[name] ?? name];
    if (column) {
      rows.sort((a, b) => {
        const [x, y] = [column.value(a), column.value(b)];
        const order = Number.isNaN(Number(x)) ? (x < y ? -1 : x > y ? 1 : 0) : Number(x) - Number(y);
        return descending ? -order : order;
      });
    }
  }
  const pick = (...keys: string[]): Column[] => keys.map((key) => table[key]!);
  if (lists.length > 0) {
    const chosen = chooseColumns(context, table, lists);
    show(
      context,
      rows,
      chosen,
      chosen.map(({ title }) => ({ PID: 7, PPID: 7, USER: 8, COMMAND: 15, TT: 8 })[title]),
      headers,
    );
  } else if (style === 'full') {
    show(context, rows, pick('UID', 'pid', 'ppid', 'c', 'stime', 'tty', 'time', 'cmd'), [8, 7, 7, 2, 5, 8, 8], headers);
  } else if (style === 'user') {
    const chosen = pick('user', 'pid', 'pcpu', 'pmem', 'vsz', 'rss', 'tname', 'stat', 'start', 'shorttime', 'args');
    show(context, rows, chosen, [8, 7, 4, 4, 6, 5, 8, 4, 5, 6], headers);
  } else if (style === 'bsd') {
    show(context, rows, pick('pid', 'tname', 'stat', 'shorttime', 'args'), [7, 8, 4, 6], headers);
  } else show(context, rows, pick('pid', 'tname', 'time', 'ucmd'), [7, 8, 8], headers);
}
