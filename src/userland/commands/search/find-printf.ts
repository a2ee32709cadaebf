import type { Stat } from '../../../kernel/fs/types.ts';
import { binaryFromText, textFromBinary } from '../common/binary.ts';
import { modeString } from '../common/modes.ts';
import { basename, dirname } from '../common/paths.ts';
import { strftime } from '../common/time/strftime.ts';
import { localTime, timeZone } from '../common/time/zone.ts';
import { decodeEscapes } from '../value/escapes.ts';
import type { FindRun, Found } from './find.ts';
import type { Test } from './find-expression.ts';

const TYPE: Record<Stat['kind'], string> = {
  file: 'f',
  directory: 'd',
  symlink: 'l',
  fifo: 'p',
  character: 'c',
  block: 'b',
  socket: 's',
};

/** GNU find's -printf. */
export function printer(run: FindRun, format: string): Test {
  const zone = timeZone(run.context.sys);
  const { value: text } = decodeEscapes(binaryFromText(format), 'format');
  const template = textFromBinary(text);
  return (file) => {
    run.context.print(
      template.replace(
        /%([-0 ]*)(\d*)(?:\.(\d+))?([ACTB][@a-zA-Z+]|[a-zA-Z%])/g,
        (whole, flags, width, precision, letter) => {
          let field = directive(run, file, letter, zone);
          if (field === undefined) return whole;
          if (precision !== undefined) field = field.slice(0, Number(precision));
          if (flags.includes('-')) return field.padEnd(Number(width));
          return field.padStart(Number(width), flags.includes('0') ? '0' : ' ');
        },
      ),
    );
    return true;
  };
}

function directive(
  run: FindRun,
  { path, depth, start, stat }: Found,
  letter: string,
  zone: ReturnType<typeof timeZone>,
): string | undefined {
  const { sys } = run.context;
  if (letter.length === 2) {
    const moment = letter[0] === 'A' ? stat.atime : letter[0] === 'C' ? stat.ctime : stat.mtime;
    return moments(moment, letter[1]!, zone);
  }
  switch (letter) {
    case '%':
      return '%';
    case 'p':
      return path;
    case 'f':
      return basename(path);
    case 'h':
      return path.includes('/') ? dirname(path) : '.';
    case 'P':
      return path.slice(start.length).replace(/^\//, '');
    case 'H':
      return start;
    case 'd':
      return String(depth);
    case 's':
      return String(stat.size);
    case 'b':
      return String(stat.blocks);
    case 'k':
      return String(Math.ceil(stat.blocks / 2));
    case 'm':
      return stat.mode.toString(8);
    case 'M':
      return modeString(stat.kind, stat.mode);
    case 'n':
      return String(stat.nlink);
    case 'i':
      return String(stat.ino);
    case 'D':
      return String(stat.dev);
    case 'u':
      return run.names.user(stat.uid) ?? String(stat.uid);
    case 'U':
      return String(stat.uid);
    case 'g':
      return run.names.group(stat.gid) ?? String(stat.gid);
    case 'G':
      return String(stat.gid);
    case 'y':
      return TYPE[stat.kind];
    case 'Y':
      return stat.kind !== 'symlink' ? TYPE[stat.kind] : sys.exists(path) ? TYPE[sys.stat(path).kind] : 'N';
    case 'l':
      return stat.kind === 'symlink' ? sys.readlink(path) : '';
    case 'F':
      return sys.statfs(path).type;
    case 't':
    case 'a':
    case 'c': {
      const moment = letter === 't' ? stat.mtime : letter === 'a' ? stat.atime : stat.ctime;
      return strftime('%a %b %e %H:%M:%S.%N0 %Y', localTime(moment, zone));
    }
    default:
      return undefined;
  }
}

function moments(moment: number, letter: string, zone: ReturnType<typeof timeZone>): string {
  const time = localTime(moment, zone);
  if (letter === '@') return strftime('%s.%N0', time);
  if (letter === '+') return strftime('%Y-%m-%d+%H:%M:%S.%N0', time);
  if (letter === 'S') return strftime('%S.%N0', time);
  if (letter === 'T') return strftime('%H:%M:%S.%N0', time);
  return strftime(`%${letter}`, time);
}

/** -ls: inode, blocks, and what `ls -l` shows. */
export function longListing(run: FindRun): Test {
  const zone = timeZone(run.context.sys);
  return ({ path, stat }) => {
    const recent = Math.abs(run.now - stat.mtime) < 15_778_476_000;
    const when = strftime(recent ? '%b %e %H:%M' : '%b %e  %Y', localTime(stat.mtime, zone));
    const user = (run.names.user(stat.uid) ?? String(stat.uid)).padEnd(8);
    const group = (run.names.group(stat.gid) ?? String(stat.gid)).padEnd(8);
    const link = stat.kind === 'symlink' ? ` -> ${run.context.sys.readlink(path)}` : '';
    const blocks = String(Math.ceil(stat.blocks / 2)).padStart(6);
    run.context.print(
      `${String(stat.ino).padStart(9)} ${blocks} ${modeString(stat.kind, stat.mode)} ${String(stat.nlink).padStart(3)} ` +
        `${user} ${group} ${String(stat.size).padStart(8)} ${when} ${path}${link}\n`,
    );
    return true;
  };
}
