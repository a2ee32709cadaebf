import { linesOf } from '../common/accounts.ts';
import { type Command, Exit, reason } from '../common/context.ts';
import { parseOptions, usage } from '../common/options.ts';
import { join } from '../common/paths.ts';
import { humanSize } from '../common/sizes.ts';
import { strftime } from '../common/time/strftime.ts';
import { localTime, timeZone } from '../common/time/zone.ts';

/** uname(1) */
export const uname: Command = (context) => {
  const options = parseOptions(context, 'asnrvmpio', {
    long: {
      all: 'a',
      'kernel-name': 's',
      nodename: 'n',
      'kernel-release': 'r',
      'kernel-version': 'v',
      machine: 'm',
      processor: 'p',
      'hardware-platform': 'i',
      'operating-system': 'o',
    },
  });
  const { sysname, nodename, release, version, machine } = context.sys.uname();
  const system = context.gnu ? 'GNU/Linux' : 'Linux';
  const fields: [string, string][] = [
    ['s', sysname],
    ['n', nodename],
    ['r', release],
    ['v', version],
    ['m', machine],
    ['p', 'unknown'],
    ['i', 'unknown'],
    ['o', system],
  ];
  const chosen = options.list.length === 0 ? ['s'] : options.list.map(([key]) => key);
  const shown = fields.filter(([key, value]) => chosen.includes(key) || (chosen.includes('a') && value !== 'unknown'));
  context.print(`${shown.map(([, value]) => value).join(' ')}\n`);
};

/** arch(1) */
export const arch: Command = (context) => {
  context.print(`${context.sys.uname().machine}\n`);
};

/** nproc(1) */
export const nproc: Command = (context) => {
  parseOptions(context, '', { long: { all: 'all', ignore: 'ignore:' } });
  const cores = linesOf(context.sys, '/proc/cpuinfo').filter((line) => line.startsWith('processor')).length;
  context.print(`${cores || 1}\n`);
};

/** What /etc/hosts calls a name first, which is the whole of it. */
function canonicalName(hosts: readonly string[], name: string): string {
  for (const line of hosts) {
    const [, first, ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (first !== undefined && [first, ...aliases].includes(name)) return first;
  }
  return name;
}

/** hostname(1) */
export const hostname: Command = (context) => {
  const options = parseOptions(context, 'sfdiIF:', { long: { short: 's', fqdn: 'f', long: 'f', domain: 'd' } });
  const { sys } = context;
  const [name] = options.operands;
  if (name !== undefined) {
    try {
      sys.setHostname(name);
    } catch (error) {
      throw new Exit(1, context.gnu ? 'you must be root to change the host name' : `sethostname: ${reason(error)}`);
    }
    return;
  }
  const own = sys.uname().nodename;
  const full = options.any('fd') ? canonicalName(linesOf(sys, '/etc/hosts'), own) : own;
  if (options.any('iI')) {
    const addresses = sys
      .interfaces()
      .filter(({ address }) => address !== '127.0.0.1')
      .map(({ address }) => address);
    context.print(`${addresses.join(' ')}${options.has('I') ? ' ' : ''}\n`);
  } else if (options.has('d')) context.print(`${full.includes('.') ? full.slice(full.indexOf('.') + 1) : ''}\n`);
  else context.print(`${options.has('s') ? full.split('.')[0] : full}\n`);
};

/** tty(1) */
export const tty: Command = (context) => {
  const options = parseOptions(context, 's', { status: 2, long: { silent: 's', quiet: 's' } });
  const terminal = context.sys.isatty(0) ? context.sys.ttyname(0) : undefined;
  if (!options.has('s')) context.print(`${terminal ?? 'not a tty'}\n`);
  return terminal === undefined ? 1 : 0;
};

function memory(context: Parameters<Command>[0]): Map<string, number> {
  return new Map(
    linesOf(context.sys, '/proc/meminfo').flatMap((line): [string, number][] => {
      const match = /^(\w+):\s+(\d+)/.exec(line);
      return match ? [[match[1]!, Number(match[2])]] : [];
    }),
  );
}

/** free(1) */
export const free: Command = (context) => {
  const options = parseOptions(context, 'bkmghtw', {
    long: { human: 'h', mega: 'm', giga: 'g', bytes: 'b', total: 't' },
  });
  const info = memory(context);
  if (info.size === 0) throw new Exit(1, "can't open '/proc/meminfo': No such file or directory");
  const factor = { b: 1 / 1024, m: 1024, g: 1024 ** 2 }[options.last('bkmg') ?? ''] ?? 1;
  const value = (kib: number): string => {
    if (!options.has('h')) return String(Math.floor(kib / factor));
    return context.gnu ? `${humanSize(kib * 1024, false)}i`.replace(/(\d)i$/, '$1B') : humanSize(kib * 1024, false);
  };
  const get = (key: string): number => info.get(key) ?? 0;
  const cache = get('Cached') + get('Buffers') + get('SReclaimable');
  const used = get('MemTotal') - get('MemFree') - cache;
  const width = 12;
  const names = ['total', 'used', 'free', 'shared', 'buff/cache', 'available'];
  const row = (label: string, numbers: number[]): string =>
    `${label.padEnd(context.gnu ? 8 : 7)}${numbers.map((number) => value(number).padStart(width)).join('')}\n`;
  context.print(`${''.padEnd(context.gnu ? 8 : 7)}${names.map((name) => name.padStart(width)).join('')}\n`);
  context.print(row('Mem:', [get('MemTotal'), used, get('MemFree'), get('Shmem'), cache, get('MemAvailable')]));
  const swap = get('SwapTotal');
  context.print(row('Swap:', [swap, swap - get('SwapFree'), get('SwapFree')]));
};

/** uptime(1) */
export const uptime: Command = (context) => {
  parseOptions(context, 'ps', { long: { pretty: 'p', since: 's' } });
  const seconds = Number((linesOf(context.sys, '/proc/uptime')[0] ?? '0').split(' ')[0]);
  const loads = (linesOf(context.sys, '/proc/loadavg')[0] ?? '0.00 0.00 0.00').split(' ').slice(0, 3);
  const now = strftime('%H:%M:%S', localTime(context.sys.now(), timeZone(context.sys)));
  const days = Math.floor(seconds / 86400);
  const [hours, minutes] = [Math.floor((seconds % 86400) / 3600), Math.floor((seconds % 3600) / 60)];
  const span = hours > 0 ? `${String(hours).padStart(2)}:${String(minutes).padStart(2, '0')}` : `${minutes} min`;
  const up = `${days > 0 ? `${days} day${days === 1 ? '' : 's'}, ` : ''}${span}`;
  context.print(` ${now} up ${up},  0 users,  load average: ${loads.join(', ')}\n`);
};

/** du(1) */
export const du: Command = async (context) => {
  const options = parseOptions(context, 'abcd:hHkLlmsSxX:', {
    long: {
      all: 'a',
      bytes: 'b',
      total: 'c',
      'max-depth': 'd',
      'human-readable': 'h',
      summarize: 's',
      'apparent-size': 'apparent',
      'one-file-system': 'x',
      exclude: 'exclude:',
      'separate-dirs': 'S',
    },
  });
  const { sys } = context;
  const apparent = options.has('b') || options.has('apparent');
  const deepest = options.has('s') ? 0 : Number(options.get('d') ?? Number.POSITIVE_INFINITY);
  const unit = options.has('b') ? 1 : options.has('m') ? 1024 ** 2 : 1024;
  const show = (bytes: number, path: string): void => {
    const amount = options.has('h') ? humanSize(bytes, context.gnu) : String(Math.ceil(bytes / unit));
    context.print(`${amount}\t${path}\n`);
  };
  const seen = new Set<string>();
  /** The directories we are in: a link that leads back to one is not followed. */
  const inside = new Set<string>();
  const visit = (path: string, depth: number): number => {
    const stat = options.has('L') ? sys.stat(path) : sys.lstat(path);
    if (stat.kind !== 'directory' && stat.nlink > 1 && !options.has('l')) {
      const identity = `${stat.dev}:${stat.ino}`;
      if (seen.has(identity)) return 0;
      seen.add(identity);
    }
    let size = apparent ? stat.size : stat.blocks * 512;
    if (stat.kind === 'directory') {
      const identity = `${stat.dev}:${stat.ino}`;
      if (inside.has(identity)) return 0;
      inside.add(identity);
      try {
        for (const { name } of sys.readdir(path)) {
          if (options.all('exclude').includes(name)) continue;
          const below = visit(join(path, name), depth + 1);
          if (!options.has('S')) size += below;
        }
      } catch (error) {
        if (context.gnu) context.fail(`cannot read directory ${context.quote(path)}: ${reason(error)}`);
        else context.cannot('open', path, error);
      }
      inside.delete(identity);
    }
    if (depth <= deepest && (stat.kind === 'directory' || options.has('a') || depth === 0)) show(size, path);
    return size;
  };
  let total = 0;
  for (const path of options.operands.length > 0 ? options.operands : ['.']) {
    try {
      total += visit(path, 0);
    } catch (error) {
      if (context.gnu) context.fail(`cannot access ${context.quote(path)}: ${reason(error)}`);
      else context.fail(`${path}: ${reason(error)}`);
    }
  }
  if (options.has('c')) show(total, 'total');
};

/** mount(8): lists; mounting needs a capability no container has by default. */
export const mount: Command = (context) => {
  const options = parseOptions(context, 'at:o:rwnvBl', { long: { bind: 'B', all: 'a', types: 't', options: 'o' } });
  if (options.operands.length === 0) {
    for (const { device, target, type, options: flags } of context.sys.mounts()) {
      if (options.get('t') === undefined || options.get('t') === type) {
        context.print(`${device} on ${target} type ${type} (${flags})\n`);
      }
    }
    return;
  }
  const [source, target = source] = options.operands as [string, string?];
  if (context.gnu) throw new Exit(32, `${target}: permission denied.`);
  throw new Exit(1, `permission denied (are you root?)`);
};

/** umount(8) */
export const umount: Command = (context) => {
  const { operands } = parseOptions(context, 'afdlnrt:v');
  if (operands.length === 0) usage(context);
  for (const path of operands) {
    const mounted = context.sys.mounts().some(({ target }) => target === path);
    if (context.gnu) context.fail(mounted ? `${path}: must be superuser to unmount.` : `${path}: not mounted.`, 32);
    else context.fail(`can't unmount ${path}: ${mounted ? 'Operation not permitted' : 'Invalid argument'}`);
  }
};
