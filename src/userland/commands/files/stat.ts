import type { Stat } from '../../../kernel/fs/types.ts';
import { AccountNames } from '../common/accounts.ts';
import { binaryFromText, textFromBinary } from '../common/binary.ts';
import { type Command, type Context, reason } from '../common/context.ts';
import { modeString, rawMode } from '../common/modes.ts';
import { missingOperand, parseOptions } from '../common/options.ts';
import { strftime } from '../common/time/strftime.ts';
import { localTime, timeZone } from '../common/time/zone.ts';
import { decodeEscapes } from '../value/escapes.ts';

/** stat(1) */
export const stat: Command = (context) => {
  const { sys } = context;
  const options = parseOptions(context, 'Lc:ft', {
    long: { dereference: 'L', format: 'c', printf: 'printf:', 'file-system': 'f', terse: 't' },
  });
  if (options.operands.length === 0) missingOperand(context);
  const names = new AccountNames(sys);
  const format = options.get('c') ?? options.get('printf');
  for (const path of options.operands) {
    try {
      if (options.has('f')) {
        context.print(fileSystem(context, path, format));
        continue;
      }
      const info = options.has('L') ? sys.stat(path) : sys.lstat(path);
      const facts = new Facts(context, path, info, names);
      if (options.has('printf')) {
        context.print(facts.fill(textFromBinary(decodeEscapes(binaryFromText(format!), 'format').value)));
      } else if (format !== undefined) context.print(`${facts.fill(format)}\n`);
      else if (options.has('t')) context.print(`${facts.fill('%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %W %o')}\n`);
      else context.print(facts.whole());
    } catch (error) {
      if (context.gnu) context.fail(`cannot statx ${context.quote(path)}: ${reason(error)}`);
      else context.fail(`can't stat '${path}': ${reason(error)}`);
    }
  }
};

class Facts {
  readonly #context: Context;
  readonly #path: string;
  readonly #stat: Stat;
  readonly #names: AccountNames;

  constructor(context: Context, path: string, stat: Stat, names: AccountNames) {
    this.#context = context;
    this.#path = path;
    this.#stat = stat;
    this.#names = names;
  }

  fill(format: string): string {
    return format.replace(/%([-#0+ ]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g, (whole, flags, width, precision, letter) => {
      let value = this.#value(letter);
      if (value === undefined) return letter === '%' ? '%' : whole.length === 2 ? '?' : whole;
      if (precision !== undefined && 'XYZ'.includes(letter)) {
        value += `.${strftime('%N', this.#time(letter)).slice(0, Number(precision))}`;
      }
      if (flags.includes('#') && letter === 'a') value = `0${value}`;
      if (flags.includes('-')) return value.padEnd(Number(width));
      return value.padStart(Number(width), flags.includes('0') ? '0' : ' ');
    });
  }

  whole(): string {
    const { kind } = this.#stat;
    const device = kind === 'character' || kind === 'block';
    const link = kind === 'symlink' ? ` -> ${this.#context.sys.readlink(this.#path)}` : '';
    const size = `  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\n`;
    const where = this.#context.gnu
      ? `Device: %Hd,%Ld\tInode: %-10i  Links: %-5h${device ? ' Device type: %Hr,%Lr' : ''}`
      : `Device: %Dh/%dd\tInode: %-10i  Links: %-5h${device ? ' Device type: %t,%T' : ''}`;
    // busybox quotes the names of a link.
    const head = link && !this.#context.gnu ? this.fill('  File: %N') : this.fill('  File: %n') + link;
    const links = where.replace(/%([HL])([dr])/g, (_, half, letter) => String(this.#half(letter, half === 'H')));
    const rest = this.fill(
      `${size}${links.replace('%-5h', device ? '%-5h' : '%h')}\n` +
        'Access: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\n' +
        `Access: %x\nModify: %y\nChange: %z\n${this.#context.gnu ? ' Birth: %w\n' : ''}`,
    );
    return `${head}\n${rest}`;
  }

  #half(letter: string, high: boolean): number {
    if (letter === 'r') return this.#stat.rdev[high ? 0 : 1];
    return high ? 0 : this.#stat.dev;
  }

  #time(letter: string): ReturnType<typeof localTime> {
    const { atime, mtime, ctime } = this.#stat;
    const lower = letter.toLowerCase();
    return localTime(lower === 'x' ? atime : lower === 'y' ? mtime : ctime, timeZone(this.#context.sys));
  }

  #value(letter: string): string | undefined {
    const stat = this.#stat;
    switch (letter) {
      case 'a':
        return stat.mode.toString(8);
      case 'A':
        return modeString(stat.kind, stat.mode);
      case 'b':
        return String(stat.blocks);
      case 'B':
        return '512';
      case 'C':
        return '?';
      case 'd':
        return String(stat.dev);
      case 'D':
        return stat.dev.toString(16);
      case 'f':
        return rawMode(stat.kind, stat.mode).toString(16);
      case 'F':
        return kindName(stat);
      case 'g':
        return String(stat.gid);
      case 'G':
        return this.#names.group(stat.gid) ?? 'UNKNOWN';
      case 'h':
        return String(stat.nlink);
      case 'i':
        return String(stat.ino);
      case 'm':
        return this.#context.sys.statfs(this.#path).mountPoint;
      case 'n':
        return this.#path;
      case 'N': {
        const name = this.#context.quote(this.#path);
        if (stat.kind !== 'symlink') return this.#context.gnu ? name : this.#path;
        return `${name} -> ${this.#context.quote(this.#context.sys.readlink(this.#path))}`;
      }
      case 'o':
        return '4096';
      case 's':
        return String(stat.size);
      case 't':
        return stat.rdev[0].toString(16);
      case 'T':
        return stat.rdev[1].toString(16);
      case 'u':
        return String(stat.uid);
      case 'U':
        return this.#names.user(stat.uid) ?? 'UNKNOWN';
      case 'w':
        return '-';
      case 'W':
        return '0';
      case 'x':
      case 'y':
      case 'z':
        return strftime('%Y-%m-%d %H:%M:%S.%N %z', this.#time(letter));
      case 'X':
      case 'Y':
      case 'Z':
        return strftime('%s', this.#time(letter));
      default:
        return undefined;
    }
  }
}

export function kindName({ kind, size }: Pick<Stat, 'kind' | 'size'>): string {
  if (kind === 'file') return size === 0 ? 'regular empty file' : 'regular file';
  if (kind === 'symlink') return 'symbolic link';
  if (kind === 'character' || kind === 'block') return `${kind} special file`;
  return kind;
}

function fileSystem(context: Context, path: string, format: string | undefined): string {
  const info = context.sys.statfs(path);
  const block = 4096;
  const [total, free] = [Math.floor(info.total / block), Math.floor((info.total - info.used) / block)];
  const values: Record<string, string> = {
    a: String(free),
    b: String(total),
    f: String(free),
    n: path,
    s: String(block),
    S: String(block),
    T: info.type === 'overlay' ? 'overlayfs' : info.type,
    i: '0',
    c: '0',
    d: '0',
    l: '255',
  };
  if (format !== undefined) {
    return `${format.replace(/%(.)/g, (whole, letter) => values[letter] ?? whole)}\n`;
  }
  return (
    `  File: "${path}"\n    ID: 0        Namelen: 255     Type: ${values.T}\nBlock size: ${block}       ` +
    `Fundamental block size: ${block}\nBlocks: Total: ${String(total).padEnd(10)} Free: ${String(free).padEnd(10)} ` +
    `Available: ${free}\nInodes: Total: 0          Free: 0\n`
  );
}
