import type { Command, Context } from '../common/context.ts';
import { parseOptions } from '../common/options.ts';
import { humanSize } from '../common/sizes.ts';

interface Row {
  readonly device: string;
  readonly type: string;
  readonly total: number;
  readonly used: number;
  readonly mountPoint: string;
}

/** What is counted: bytes in some unit, or inodes. */
interface Counting {
  readonly unit: string;
  readonly inodes: boolean;
  readonly human: boolean;
  readonly portable: boolean;
  readonly withType: boolean;
  amount(value: number): string;
}

/** df(1) */
export const df: Command = (context) => {
  const options = parseOptions(context, 'ahHikmPTt:x:B:', {
    long: { all: 'a', 'human-readable': 'h', inodes: 'i', portability: 'P', 'print-type': 'T', type: 't' },
  });
  const { sys } = context;
  const human = options.any('hH');
  const inodes = options.has('i');
  const size = options.has('m') ? 1024 ** 2 : 1024;
  const counting: Counting = {
    unit: options.has('m') ? '1M' : options.has('P') ? '1024' : '1K',
    inodes,
    human,
    portable: options.has('P'),
    withType: options.has('T'),
    amount: (value) => {
      if (inodes) return String(value);
      return human ? humanSize(value, context.gnu) : String(Math.ceil(value / size));
    },
  };
  const targets = options.operands.length > 0 ? options.operands : sys.mounts().map(({ target }) => target);
  const rows: Row[] = [];
  for (const path of targets) {
    try {
      const { files, ...row } = sys.statfs(path);
      const hidden = options.operands.length === 0 && !options.has('a');
      if (hidden && (row.total === 0 || row.mountPoint !== path)) continue;
      if (options.has('t') && options.get('t') !== row.type) continue;
      rows.push(inodes ? { ...row, ...files } : row);
    } catch (error) {
      if (context.gnu) context.failed(path, error);
      else context.fail(`${path}: can't find mount point`);
    }
  }
  const whole = options.operands.length === 0 && !options.has('a');
  if (context.gnu) printGnu(context, counting, whole ? oncePerDevice(rows) : rows);
  else printBusybox(context, counting, rows);
};

/** GNU df tells of each device once, by its shortest mount point. */
function oncePerDevice(rows: readonly Row[]): Row[] {
  const kept: Row[] = [];
  for (const row of rows) {
    const same = row.device.startsWith('/') ? kept.findIndex(({ device }) => device === row.device) : -1;
    if (same < 0) kept.push(row);
    else if (row.mountPoint.length < kept[same]!.mountPoint.length) kept[same] = row;
  }
  return kept;
}

function percentOf({ total, used }: Row): string {
  return total === 0 ? '-' : `${Math.ceil((used / total) * 100)}%`;
}

/** Columns as wide as what is in them. */
function printGnu(context: Context, counting: Counting, rows: readonly Row[]): void {
  const { unit, inodes, human, portable, withType, amount } = counting;
  const names = inodes
    ? ['Inodes', 'IUsed', 'IFree', 'IUse%']
    : [human ? 'Size' : `${unit}-blocks`, 'Used', human ? 'Avail' : 'Available', portable ? 'Capacity' : 'Use%'];
  const table = [
    ['Filesystem', ...(withType ? ['Type'] : []), ...names, 'Mounted on'],
    ...rows.map((row) => [
      row.device,
      ...(withType ? [row.type] : []),
      amount(row.total),
      amount(row.used),
      amount(row.total - row.used),
      percentOf(row),
      row.mountPoint,
    ]),
  ];
  const lefts = withType ? 2 : 1;
  const widths = table[0]!.map((title, at) => {
    const least = at === 0 ? 14 : at < lefts || title.endsWith('%') ? 4 : 5;
    return Math.max(least, ...table.map((cells) => cells[at]!.length));
  });
  for (const cells of table) {
    const padded = cells.map((cell, at) => {
      if (at === cells.length - 1) return cell;
      return at < lefts ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!);
    });
    context.print(`${padded.join(' ')}\n`);
  }
}

/** Columns of a fixed width; a device too long for its own has a line for itself. */
function printBusybox(context: Context, counting: Counting, rows: readonly Row[]): void {
  const { unit, inodes, human, portable, withType, amount } = counting;
  const what = inodes ? '   Inodes' : human ? '     Size' : `${unit}-blocks`;
  const type = withType ? 'Type       ' : '';
  const share = portable ? 'Capacity' : 'Use%';
  context.print(`Filesystem           ${type}${what.padEnd(15)}Used Available ${share} Mounted on\n`);
  for (const row of rows) {
    const { device, total, used, mountPoint } = row;
    const name = device.length > 20 && !portable ? `${device}\n${' '.repeat(20)}` : device.padEnd(20);
    const kind = withType ? ` ${row.type.padEnd(10)}` : '';
    const numbers = [total, used, total - used].map((value) => amount(value).padStart(9)).join(' ');
    const percent = (total === 0 ? '0%' : percentOf(row)).padStart(4);
    context.print(`${name}${kind} ${numbers} ${percent} ${mountPoint}\n`);
  }
}
