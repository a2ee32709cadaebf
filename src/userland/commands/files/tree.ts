import type { Stat } from '../../../kernel/fs/types.ts';
import { packageVersion } from '../../packages/common/package-version.ts';
import { AccountNames } from '../common/accounts.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { globPattern } from '../common/glob.ts';
import { modeString } from '../common/modes.ts';
import { type Options, parseOptions } from '../common/options.ts';
import { join } from '../common/paths.ts';
import { humanSize } from '../common/sizes.ts';
import { strftime } from '../common/time/strftime.ts';
import { localTime, timeZone } from '../common/time/zone.ts';

const LINES = { utf8: ['│   ', '├── ', '└── ', '    '], ascii: ['|   ', '|-- ', '`-- ', '    '] } as const;

const LONG = {
  noreport: 'noreport',
  dirsfirst: 'dirsfirst',
  filesfirst: 'filesfirst',
  prune: 'prune',
  version: 'version',
  charset: 'charset:',
};

/** tree(1), of Steve Baker's package and of busybox. */
export const tree: Command = (context) => {
  const options = context.gnu
    ? parseOptions(context, 'acdfghilnpqrstuvxACDFL:QNSUI:P:J', { long: LONG })
    : parseOptions(context, '');
  if (options.has('version')) {
    context.print(`tree v${packageVersion(context.sys, 'tree') ?? '2.1.0'} © 1996 - 2022 by Steve Baker\n`);
    return 0;
  }
  if (options.has('J')) throw new Exit(1, 'drydock: not simulated: tree -J');
  const level = options.get('L');
  if (level !== undefined && !(Number(level) > 0)) throw new Exit(1, 'Invalid level, must be greater than 0.');
  const drawing = new Drawing(context, options, level === undefined ? Number.POSITIVE_INFINITY : Number(level));
  const roots = options.operands.length > 0 ? options.operands : ['.'];
  for (const root of roots) drawing.root(root);
  return drawing.report();
};

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly stat: Stat;
}

class Drawing {
  readonly #context: Context;
  readonly #options: Options;
  readonly #depth: number;
  readonly #lines: readonly [string, string, string, string];
  readonly #accounts: AccountNames;
  #directories = 0;
  #files = 0;
  #failed = false;

  constructor(context: Context, options: Options, depth: number) {
    this.#context = context;
    this.#options = options;
    this.#depth = depth;
    this.#lines = LINES[inUtf8(context, options) ? 'utf8' : 'ascii'];
    this.#accounts = new AccountNames(context.sys);
  }

  root(path: string): void {
    const { sys } = this.#context;
    const stat = sys.exists(path) ? sys.stat(path) : undefined;
    if (stat?.kind !== 'directory') {
      this.#context.print(`${path}${this.#context.gnu ? '  ' : ' '}[error opening dir]\n`);
      this.#failed = true;
      if (stat) this.#files++;
      return;
    }
    if (this.#context.gnu) this.#directories++;
    const slash = this.#options.has('F') && !path.endsWith('/') ? '/' : '';
    this.#context.print(`${this.#details(stat)}${this.#painted(path, stat)}${slash}\n`);
    this.#below(path, '', 1);
  }

  report(): number {
    const { gnu } = this.#context;
    if (this.#options.has('noreport')) return 0;
    const count = (amount: number, one: string, many: string): string =>
      `${amount} ${amount === 1 && gnu ? one : many}`;
    const files = this.#options.has('d') ? '' : `, ${count(this.#files, 'file', 'files')}`;
    this.#context.print(`\n${count(this.#directories, 'directory', 'directories')}${files}\n`);
    return this.#failed ? (gnu ? 2 : 1) : 0;
  }

  #below(directory: string, indent: string, level: number): void {
    if (level > this.#depth) return;
    const entries = this.#entries(directory, level);
    const [line, branch, last, blank] = this.#options.has('i') ? (['', '', '', ''] as const) : this.#lines;
    for (const [index, entry] of entries.entries()) {
      const end = index === entries.length - 1;
      this.#context.print(`${indent}${end ? last : branch}${this.#line(entry)}\n`);
      if (entry.stat.kind === 'directory') {
        this.#directories++;
        this.#below(entry.path, indent + (end ? blank : line), level + 1);
      } else this.#files++;
    }
  }

  #entries(directory: string, level: number): Entry[] {
    const { sys } = this.#context;
    const options = this.#options;
    const globs = (letter: string) =>
      options.all(letter).flatMap((text) => text.split('|').map((glob) => globPattern(glob.replace(/\/$/, ''))));
    const [wanted, unwanted] = [globs('P'), globs('I')];
    const all = sys.readdir(directory).flatMap(({ name }): Entry[] => {
      if (name.startsWith('.') && (!options.has('a') || !this.#context.gnu)) return [];
      const path = join(directory, name);
      const stat = sys.lstat(path);
      const folder = stat.kind === 'directory';
      if (options.has('d') && !folder) return [];
      if (unwanted.some((glob) => glob.test(name))) return [];
      if (!folder && wanted.length > 0 && !wanted.some((glob) => glob.test(name))) return [];
      if (folder && options.has('prune') && this.#entries(path, level + 1).length === 0) return [];
      return [{ name, path, stat }];
    });
    return all.sort((a, b) => this.#order(a, b));
  }

  #order(a: Entry, b: Entry): number {
    const options = this.#options;
    const folder = (entry: Entry): number => Number(entry.stat.kind === 'directory');
    if (options.has('dirsfirst') && folder(a) !== folder(b)) return folder(b) - folder(a);
    if (options.has('filesfirst') && folder(a) !== folder(b)) return folder(a) - folder(b);
    const names = a.name < b.name ? -1 : 1;
    const by = options.has('t') ? a.stat.mtime - b.stat.mtime || names : names;
    return options.has('r') ? -by : by;
  }

  #line({ name, path, stat }: Entry): string {
    const options = this.#options;
    const shown = options.has('f') ? path : name;
    const quoted = options.has('Q') ? `"${shown}"` : shown;
    const target = stat.kind === 'symlink' ? ` -> ${this.#context.sys.readlink(path)}` : '';
    return `${this.#details(stat)}${this.#painted(quoted, stat)}${target}${this.#mark(stat)}`;
  }

  #mark({ kind, mode }: Stat): string {
    if (!this.#options.has('F')) return '';
    if (kind === 'file') return mode & 0o111 ? '*' : '';
    return { directory: '/', fifo: '|', socket: '=' }[kind as string] ?? '';
  }

  #painted(text: string, { kind, mode }: Stat): string {
    if (!this.#options.has('C')) return text;
    const colour = { directory: '01;34', symlink: '01;36', fifo: '40;33' }[kind as string];
    return `\x1b[${colour ?? (mode & 0o111 ? '01;32' : '00')}m${text}\x1b[0m`;
  }

  /** What stands in brackets before a name. */
  #details(stat: Stat): string {
    const options = this.#options;
    const parts: string[] = [];
    if (options.has('p')) parts.push(modeString(stat.kind, stat.mode));
    if (options.has('u')) parts.push((this.#accounts.user(stat.uid) ?? String(stat.uid)).padEnd(8));
    if (options.has('g')) parts.push((this.#accounts.group(stat.gid) ?? String(stat.gid)).padEnd(8));
    if (options.has('h')) parts.push(humanSize(stat.size, true).padStart(4));
    else if (options.has('s')) parts.push(String(stat.size).padStart(11));
    if (options.has('D')) parts.push(strftime('%b %e %H:%M', localTime(stat.mtime, timeZone(this.#context.sys))));
    return parts.length > 0 ? `[${parts.join(' ')}]  ` : '';
  }
}

/** glibc's locale decides unless told; musl's and busybox's text is always UTF-8. */
function inUtf8({ sys, gnu }: Context, options: Options): boolean {
  const charset = options.get('charset');
  if (charset !== undefined) return /utf-?8/i.test(charset);
  if (!gnu || options.has('A') || sys.exists('/etc/alpine-release')) return true;
  const locale = ['LC_ALL', 'LC_CTYPE', 'LANG'].map((name) => sys.env.get(name)).find(Boolean);
  return /utf-?8/i.test(locale ?? '');
}
