import { isErrno } from '../../../kernel/errno.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { textFromBytes } from '../common/binary.ts';

/** A row of the process table, as /proc tells it. */
export interface ProcessRow {
  readonly pid: number;
  readonly ppid: number;
  readonly group: number;
  readonly session: number;
  readonly tty: string;
  readonly foreground: boolean;
  readonly name: string;
  readonly argv: readonly string[];
  readonly state: string;
  readonly uid: number;
  /** Seconds since boot. */
  readonly start: number;
  /** CPU seconds. */
  readonly cpu: number;
  /** KiB */
  readonly virtual: number;
  readonly resident: number;
  readonly nice: number;
}

const TICKS = 100;

/** Every process that /proc shows. */
export function processList(sys: SystemCalls): ProcessRow[] {
  return sys
    .readdir('/proc')
    .filter(({ name }) => /^\d+$/.test(name))
    .map(({ name }) => Number(name))
    .sort((a, b) => a - b)
    .flatMap((pid) => row(sys, pid) ?? []);
}

function row(sys: SystemCalls, pid: number): ProcessRow | undefined {
  try {
    const text = textFromBytes(sys.readFile(`/proc/${pid}/stat`));
    const match = /^\d+ \(([\s\S]*)\) (.*)$/.exec(text.trim());
    if (!match) return undefined;
    const fields = match[2]!.split(' ');
    const field = (index: number): number => Number(fields[index - 3] ?? 0);
    const status = textFromBytes(sys.readFile(`/proc/${pid}/status`));
    const argv = textFromBytes(sys.readFile(`/proc/${pid}/cmdline`)).split('\0');
    if (argv.at(-1) === '') argv.pop();
    const device = field(7);
    return {
      pid,
      name: match[1]!,
      argv,
      state: fields[0] ?? 'S',
      ppid: field(4),
      group: field(5),
      session: field(6),
      tty: device === 0 ? '?' : device >> 8 === 136 ? `pts/${device & 255}` : `tty${device & 255}`,
      foreground: field(8) === field(5),
      cpu: (field(14) + field(15)) / TICKS,
      nice: field(19),
      start: field(22) / TICKS,
      virtual: Math.floor(field(23) / 1024),
      resident: field(24) * 4,
      uid: Number(/^Uid:\s+\d+\s+(\d+)/m.exec(status)?.[1] ?? 0),
    };
  } catch (error) {
    // it ended meanwhile
    if (isErrno(error)) return undefined;
    throw error;
  }
}
