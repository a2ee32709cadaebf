import type { Stat } from '../../../kernel/fs/types.ts';
import { AccountNames } from '../common/accounts.ts';
import { type Command, type Context, reason } from '../common/context.ts';
import { globPattern } from '../common/glob.ts';
import { modeString } from '../common/modes.ts';
import { type Options, parseOptions } from '../common/options.ts';
import { join } from '../common/paths.ts';
import { quoteIfNeeded } from '../common/quote.ts';
import { humanSize } from '../common/sizes.ts';
import { strftime } from '../common/time/strftime.ts';
import { localTime, type TimeZone, timeZone } from '../common/time/zone.ts';
import { columnsAcross, columnsDown } from './columns.ts';
import { colourOf, paint } from './ls-colours.ts';

const LETTERS = 'aAbBcCdDfFgGhHiI:klLmnNopqQrRsStT:uUvw:xXZ1';

interface Entry {
  name: string;
  path: string;
  stat: Stat;
  /** What a symlink points to, when it can be followed. */
  target?: Stat;
}

const LONG: Record<string, string> = {
  all: 'a',
  'almost-all': 'A',
  directory: 'd',
  classify: 'classify::',
  'file-type': 'p',
  color: 'color::',
  'full-time': 'full-time',
  'group-directories-first': 'group-first',
  'human-readable': 'h',
  inode: 'i',
  'no-group': 'G',
  'numeric-uid-gid': 'n',
  reverse: 'r',
  recursive: 'R',
  size: 's',
  sort: 'sort:',
  time: 'time:',
  'time-style': 'time-style:',
  width: 'w',
  dereference: 'L',
  'quote-name': 'Q',
  'ignore-backups': 'B',
  literal: 'N',
  escape: 'b',
  'quoting-style': 'quoting-style:',
  hide: 'hide:',
  zero: 'zero',
  si: 'si',
  ignore: 'I',
};
/** Those of busybox. */
const FEW_LONG = { color: 'color::', 'full-time': 'full-time', 'group-directories-first': 'group-first' };

/** ls(1) */
export const ls: Command = (context) => {
  const options = parseOptions(context, context.gnu ? LETTERS : 'aACdFghHiklLnpqrRsStT:uvw:xX1c', {
    status: context.gnu ? 2 : 1,
    long: context.gnu ? LONG : FEW_LONG,
  });
  new Lister(context, options).run();
};

/** C's escapes, as GNU ls -b and -Q print names. */
function cStyle(name: string, also: string): string {
  const letters: Record<string, string> = {
    '\x07': 'a',
    '\b': 'b',
    '\f': 'f',
    '\n': 'n',
    '\r': 'r',
    '\t': 't',
    '\v': 'v',
  };
  return name.replace(/[\x00-\x1f\x7f\\ "]/g, (char) => {
    if (char === '\\') return '\\\\';
    if (char === ' ' || char === '"') return char === also ? `\\${char}` : char;
    return `\\${letters[char] ?? char.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
}

class Lister {
  readonly #context: Context;
  readonly #options: Options;
  readonly #names: AccountNames;
  readonly #zone: TimeZone;
  readonly #tty: boolean;
  readonly #long: boolean;
  readonly #colour: boolean;
  #printed = false;

  constructor(context: Context, options: Options) {
    this.#context = context;
    this.#options = options;
    this.#names = new AccountNames(context.sys);
    this.#zone = timeZone(context.sys);
    this.#tty = context.sys.isatty(1);
    this.#long = (options.any('lngo') || options.has('full-time')) && !/[1Cx]/.test(options.last('lngoCx') ?? '');
    const when = options.get('color');
    this.#colour = context.gnu
      ? when !== undefined && (/^(|always|yes|force)$/.test(when) || (when !== 'never' && when !== 'no' && this.#tty))
      : when === undefined
        ? this.#tty
        : when !== 'never' && (when === 'always' || this.#tty);
  }

  run(): void {
    const operands = this.#options.operands.length > 0 ? this.#options.operands : ['.'];
    const files: Entry[] = [];
    const directories: Entry[] = [];
    for (const path of operands) {
      const entry = this.#operand(path);
      if (!entry) continue;
      const stat = this.#followsOperands() ? (entry.target ?? entry.stat) : entry.stat;
      if (stat.kind === 'directory' && !this.#options.has('d')) directories.push(entry);
      else files.push(entry);
    }
    if (files.length > 0) {
      this.#show(this.#sort(files));
      this.#printed = true;
    }
    const titled = operands.length > 1 || this.#options.has('R');
    for (const { path } of this.#sort(directories)) this.#directory(path, titled);
  }

  #hidden(option: string, name: string): boolean {
    return this.#options.all(option).some((glob) => globPattern(glob).test(name));
  }

  #followsOperands(): boolean {
    return this.#options.any('LH') || (!this.#long && !this.#options.any('dF'));
  }

  #operand(path: string): Entry | undefined {
    try {
      return this.#entry(path, path, true);
    } catch (error) {
      if (this.#context.gnu) this.#context.fail(`cannot access ${this.#context.quote(path)}: ${reason(error)}`, 2);
      else this.#context.fail(`${path}: ${reason(error)}`);
      return undefined;
    }
  }

  #entry(name: string, path: string, top = false): Entry {
    const { sys } = this.#context;
    const stat = sys.lstat(path);
    if (stat.kind !== 'symlink') return { name, path, stat };
    // busybox follows links when it has not to tell of them.
    const follows = this.#options.has('L') || (!this.#context.gnu && top && !this.#long && !this.#options.any('dFis'));
    const target = sys.exists(path) || (follows && !this.#context.gnu) ? sys.stat(path) : undefined;
    return this.#options.has('L') && target ? { name, path, stat: target, target } : { name, path, stat, target };
  }

  #directory(path: string, titled: boolean): void {
    const { sys } = this.#context;
    let names: string[];
    try {
      names = sys.readdir(path).map(({ name }) => name);
    } catch (error) {
      if (this.#context.gnu) {
        this.#context.fail(`cannot open directory ${this.#context.quote(path)}: ${reason(error)}`, 2);
      } else this.#context.cannot('open', path, error);
      return;
    }
    if (titled) this.#context.print(`${this.#printed ? '\n' : ''}${this.#quoted(path)}:\n`);
    this.#printed = true;
    const all = this.#options.last('aA') === 'a' || this.#options.has('f');
    if (all) names.push('.', '..');
    else if (!this.#options.has('A'))
      names = names.filter((name) => !name.startsWith('.') && !this.#hidden('hide', name));
    if (this.#context.gnu)
      names = names.filter((name) => !this.#hidden('I', name) && !(this.#options.has('B') && name.endsWith('~')));
    if (this.#options.has('B')) names = names.filter((name) => !name.endsWith('~'));
    const entries = this.#sort(names.map((name) => this.#entry(name, join(path, name))));
    if (this.#long || this.#options.has('s')) {
      const blocks = entries.reduce((sum, { stat }) => sum + stat.blocks, 0);
      this.#context.print(`total ${this.#blocks(blocks)}\n`);
    }
    this.#show(entries);
    if (!this.#options.has('R')) return;
    for (const { name, stat, path: below } of entries) {
      if (stat.kind === 'directory' && name !== '.' && name !== '..') this.#directory(below, true);
    }
  }

  #blocks(blocks: number): string {
    return this.#options.has('h') ? humanSize(blocks * 512, this.#context.gnu) : String(Math.ceil(blocks / 2));
  }

  #sort(entries: Entry[]): Entry[] {
    const options = this.#options;
    const by =
      options.get('sort') ??
      { S: 'size', t: 'time', X: 'extension', v: 'version', U: 'none', f: 'none' }[options.last('StXvUf') ?? ''];
    const byName = (a: Entry, b: Entry): number => compare(a.name, b.name);
    const time = this.#timeKey();
    let order = byName;
    if (by === 'none') order = () => 0;
    else if (by === 'size') order = (a, b) => b.stat.size - a.stat.size || byName(a, b);
    else if (by === 'time' || (options.any('cu') && !this.#long && this.#context.gnu)) {
      order = (a, b) => b.stat[time] - a.stat[time] || byName(a, b);
    } else if (by === 'extension') order = (a, b) => compare(extension(a.name), extension(b.name)) || byName(a, b);
    else if (by === 'version') order = (a, b) => versionCompare(a.name, b.name);
    const sorted = [...entries].sort(order);
    if (options.has('r') && by !== 'none') sorted.reverse();
    if (!options.has('group-first')) return sorted;
    const isDirectory = ({ stat, target }: Entry): boolean => (target ?? stat).kind === 'directory';
    return [...sorted.filter(isDirectory), ...sorted.filter((entry) => !isDirectory(entry))];
  }

  #timeKey(): 'mtime' | 'atime' | 'ctime' {
    const named = this.#options.get('time');
    if (this.#options.has('u') || named?.startsWith('a') || named === 'use') return 'atime';
    return this.#options.has('c') || named?.startsWith('c') ? 'ctime' : 'mtime';
  }

  #quoted(name: string): string {
    const style = this.#options.get('quoting-style') ?? (this.#options.last('QbN') || undefined);
    if (style === 'Q' || style === 'c') return `"${cStyle(name, '"')}"`;
    if (style === 'b' || style === 'escape') return cStyle(name, ' ');
    if (style === 'shell') return quoteIfNeeded(name);
    // busybox never prints what is no character
    if (!this.#context.gnu) return name.replace(/[\x00-\x1f\x7f]/g, '?');
    if (this.#context.gnu && this.#tty && !this.#options.has('N')) return quoteIfNeeded(name);
    return this.#tty || this.#options.has('q') ? name.replace(/[\x00-\x1f\x7f]/g, '?') : name;
  }

  /** The name as shown and how wide it is. */
  #label({ name, stat, target }: Entry): { text: string; width: number } {
    const plain = this.#quoted(name);
    const colour = this.#colour ? colourOf(stat, target, this.#context.gnu, name) : undefined;
    const mark = this.#mark(stat);
    return { text: paint(plain, colour, this.#context.gnu) + mark, width: plain.length + mark.length };
  }

  #mark({ kind, mode }: Stat): string {
    const classify = this.#options.has('F') || this.#options.has('classify');
    if (kind === 'directory' && (classify || this.#options.has('p'))) return '/';
    if (!classify) return '';
    if (kind === 'symlink') return this.#long ? '' : '@';
    if (kind === 'fifo') return '|';
    if (kind === 'socket') return '=';
    return kind === 'file' && mode & 0o111 ? '*' : '';
  }

  #show(entries: Entry[]): void {
    const options = this.#options;
    const prefix = this.#prefixes(entries);
    if (this.#long) {
      this.#rows(entries, prefix);
      return;
    }
    const labels = entries.map((entry, index) => {
      const { text, width } = this.#label(entry);
      return { text: prefix[index]! + text, width: width + prefix[index]!.length };
    });
    const layout = options.last('1Cxm') ?? (this.#tty ? 'C' : '1');
    const width = Number(options.get('w') ?? (this.#tty ? this.#context.sys.windowSize(1).columns : 80)) || 80;
    if (layout === '1')
      this.#context.print(labels.map(({ text }) => `${text}${options.has('zero') ? '\0' : '\n'}`).join(''));
    else if (layout === 'm') this.#context.print(`${labels.map(({ text }) => text).join(', ')}\n`);
    else if (layout === 'x') this.#context.print(columnsAcross(labels, width, this.#context.gnu));
    else this.#context.print(columnsDown(labels, width, this.#context.gnu));
  }

  /** Inode number and blocks, padded alike. */
  #prefixes(entries: Entry[]): string[] {
    const columns: string[][] = [];
    if (this.#options.has('i')) columns.push(entries.map(({ stat }) => String(stat.ino)));
    if (this.#options.has('s')) columns.push(entries.map(({ stat }) => this.#blocks(stat.blocks)));
    const widths = columns.map((column) => Math.max(...column.map((text) => text.length)));
    return entries.map((_, row) => columns.map((column, at) => `${column[row]!.padStart(widths[at]!)} `).join(''));
  }

  #rows(entries: Entry[], prefixes: string[]): void {
    const options = this.#options;
    const { gnu } = this.#context;
    const number = options.has('n');
    const rows = entries.map(({ stat }) => ({
      links: String(stat.nlink),
      user: (number ? undefined : this.#names.user(stat.uid)) ?? String(stat.uid),
      group: (number ? undefined : this.#names.group(stat.gid)) ?? String(stat.gid),
      size: this.#size(stat),
    }));
    const width = (key: 'links' | 'user' | 'group' | 'size'): number => Math.max(...rows.map((row) => row[key].length));
    const widths = gnu
      ? { links: width('links'), user: width('user'), group: width('group'), size: width('size') }
      : { links: 4, user: 8, group: 8, size: 9 };
    const showUser = !options.has('g');
    const showGroup = !options.any('oG');
    entries.forEach((entry, index) => {
      const { stat } = entry;
      const row = rows[index]!;
      const fields = [modeString(stat.kind, stat.mode), row.links.padStart(widths.links)];
      if (showUser)
        fields.push(
          number ? row.user.padStart(gnu ? widths.user : 0).padEnd(widths.user) : row.user.padEnd(widths.user),
        );
      if (showGroup)
        fields.push(
          number ? row.group.padStart(gnu ? widths.group : 0).padEnd(widths.group) : row.group.padEnd(widths.group),
        );
      fields.push(row.size.padStart(widths.size), this.#when(stat));
      const link = stat.kind === 'symlink' ? ` -> ${this.#linkTarget(entry)}` : '';
      this.#context.print(`${prefixes[index]}${fields.join(' ')} ${this.#label(entry).text}${link}\n`);
    });
  }

  #linkTarget({ path, target }: Entry): string {
    const text = this.#quoted(this.#context.sys.readlink(path));
    if (!this.#colour) return target && this.#options.has('F') ? text + this.#mark(target) : text;
    return target ? paint(text, colourOf(target, undefined, this.#context.gnu, text), this.#context.gnu) : text;
  }

  #size(stat: Stat): string {
    if (stat.kind === 'character' || stat.kind === 'block') {
      const [major, minor] = stat.rdev;
      return this.#context.gnu
        ? `${major}, ${String(minor).padStart(3)}`
        : `${String(major).padStart(4)},${String(minor).padStart(4)}`;
    }
    return this.#options.has('h') ? humanSize(stat.size, this.#context.gnu) : String(stat.size);
  }

  #when(stat: Stat): string {
    const moment = stat[this.#timeKey()];
    const time = localTime(moment, this.#zone);
    const style = this.#options.has('full-time') ? 'full-iso' : this.#options.get('time-style');
    if (style === 'full-iso') return strftime(this.#context.gnu ? '%F %T.%N %z' : '%F %T %z', time);
    if (style === 'long-iso') return strftime('%F %H:%M', time);
    if (style?.startsWith('+')) return strftime(style.slice(1), time);
    const age = this.#context.sys.now() - moment;
    const recent = age < 15_778_476_000 && age > (this.#context.gnu ? -1000 : -900_000);
    if (style === 'iso') return strftime(recent ? '%m-%d %H:%M' : '%Y-%m-%d ', time);
    return strftime(recent ? '%b %e %H:%M' : '%b %e  %Y', time);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function extension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

/** Natural order: runs of digits by their value. */
export function versionCompare(a: string, b: string): number {
  const [left, right] = [a, b].map((text): string[] => text.match(/\d+|\D+/g) ?? []) as [string[], string[]];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x = '', y = ''] = [left[i], right[i]];
    const numeric = /^\d/.test(x) && /^\d/.test(y);
    const order = numeric ? Number(x) - Number(y) || compare(x, y) : compare(x, y);
    if (order !== 0) return order;
  }
  return 0;
}
