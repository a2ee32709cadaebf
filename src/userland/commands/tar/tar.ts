import { gunzipSync, gzipSync } from 'fflate';
import { concat } from '../../../kernel/bytes.ts';
import { AccountNames } from '../common/accounts.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { globPattern } from '../common/glob.ts';
import { closeInput, openInput, readWhole, splitLines } from '../common/input.ts';
import { modeString } from '../common/modes.ts';
import { type Options, parseOptions, usage } from '../common/options.ts';
import { join } from '../common/paths.ts';
import { strftime } from '../common/time/strftime.ts';
import { localTime, timeZone } from '../common/time/zone.ts';
import { extractAll } from './extract.ts';
import { BadArchive, endOfArchive, readTar, type TarEntry, writeEntry } from './format.ts';

const LONG = {
  create: 'c',
  extract: 'x',
  get: 'x',
  list: 't',
  append: 'r',
  update: 'u',
  file: 'f',
  directory: 'C',
  verbose: 'v',
  gzip: 'z',
  gunzip: 'z',
  ungzip: 'z',
  bzip2: 'j',
  xz: 'J',
  'auto-compress': 'a',
  'to-stdout': 'O',
  'preserve-permissions': 'p',
  'same-permissions': 'p',
  'same-owner': 'same-owner',
  'no-same-owner': 'o',
  'no-same-permissions': 'no-perm',
  'keep-old-files': 'k',
  overwrite: 'overwrite',
  dereference: 'h',
  exclude: 'exclude:',
  'exclude-from': 'X',
  'files-from': 'T',
  'strip-components': 'strip:',
  'numeric-owner': 'numeric',
  owner: 'owner:',
  group: 'group:',
  mtime: 'mtime:',
  mode: 'mode:',
  sort: 'sort:',
  touch: 'm',
  'absolute-names': 'P',
  'no-recursion': 'no-recursion',
  wildcards: 'wildcards',
  format: 'format:',
  totals: 'totals',
  null: 'null',
  transform: 'transform:',
  'full-time': 'full-time',
};

const HINT = "Try 'tar --help' or 'tar --usage' for more information.";

/** tar(1) */
export const tar: Command = async (context) => {
  const args = [...context.args];
  // the old way: a first word without a dash
  if (args[0] !== undefined && !args[0].startsWith('-')) args.splice(0, args.length, ...oldStyle(args));
  if (context.gnu) context.usage = HINT;
  const run = Object.assign(Object.create(context) as Context, { args });
  const options = parseOptions(run, 'cxtruf:C:vzjJaOpokhX:T:mPZ', { status: context.gnu ? 64 : 1, long: LONG });
  const action = options.list.find(([key]) => 'cxtru'.includes(key) && key.length === 1)?.[0];
  const actions = new Set(options.list.map(([key]) => key).filter((key) => /^[cxtru]$/.test(key)));
  if (actions.size > 1) {
    if (!context.gnu) usage(context);
    const choices = "'-Acdtrux', '--delete' or  '--test-label'";
    throw new Exit(2, `You may not specify more than one ${choices} option\n${HINT}`);
  }
  if (action === undefined) {
    if (!context.gnu) usage(context);
    throw new Exit(2, `You must specify one of the '-Acdtrux', '--delete' or '--test-label' options\n${HINT}`);
  }
  if (options.any('jJZ')) throw new Exit(2, 'drydock: not simulated: bzip2, xz and compress archives');
  if (action === 'r' || action === 'u') throw new Exit(2, 'drydock: not simulated: appending to archives');
  for (const list of options.all('X')) {
    for (const pattern of splitLines(await readWhole(context, list))) options.list.push(['exclude', pattern]);
  }
  const start = context.sys.cwd();
  const path = options.get('f') ?? '-';
  if (action === 'c') return create(context, options, args, path, start);
  const archive = await load(context, options, path, start);
  if (archive === undefined) return context.gnu ? 2 : 1;
  if (archive.length < 512) refuseArchive(context, archive.length === 0 ? 'short read' : 'invalid tar magic');
  const directory = options.all('C').at(-1);
  if (directory !== undefined) enter(context, directory);
  try {
    await extractAll(
      context,
      options,
      selected(context, options, readTar(archive)),
      action === 't' ? 'list' : 'extract',
      line,
    );
  } catch (error) {
    if (!(error instanceof BadArchive)) throw error;
    if (!error.message || !context.gnu) refuseArchive(context, error.message ? 'short read' : 'invalid tar magic');
    context.warn(error.message);
    throw new Exit(2, 'Error is not recoverable: exiting now');
  }
  if (context.status !== 0 && context.gnu) {
    context.warn('Exiting with failure status due to previous errors');
    return 2;
  }
  return context.status;
};

function refuseArchive(context: Context, why: string): never {
  if (!context.gnu) throw new Exit(1, why);
  context.warn('This does not look like a tar archive');
  throw new Exit(2, 'Exiting with failure status due to previous errors');
}

function oldStyle(args: string[]): string[] {
  const letters = args[0]!;
  const words: string[] = [];
  let at = 1;
  for (const letter of letters) {
    words.push(`-${letter}`);
    if ('fCXT'.includes(letter)) words.push(args[at++] ?? '');
  }
  return [...words, ...args.slice(at)];
}

function enter(context: Context, directory: string): void {
  try {
    context.sys.chdir(directory);
  } catch (error) {
    if (!context.gnu) throw new Exit(1, `can't change directory to '${directory}': ${reason(error)}`);
    context.warn(`${directory}: Cannot open: ${reason(error)}`);
    throw new Exit(2, 'Error is not recoverable: exiting now');
  }
}

async function load(context: Context, options: Options, path: string, start: string): Promise<Uint8Array | undefined> {
  let fd: number;
  try {
    fd = openInput(context, path === '-' || path.startsWith('/') ? path : join(start, path));
  } catch (error) {
    if (context.gnu) {
      context.warn(`${path}: Cannot open: ${reason(error)}`);
      context.warn('Error is not recoverable: exiting now');
    } else context.cannotOpen(path, error);
    return undefined;
  }
  const bytes = await context.sys.readAll(fd);
  closeInput(context, fd);
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!zipped) {
    // GNU's has gzip do it, which says so on a line of its own
    if (options.has('z') && context.gnu) context.out.text('\ngzip: stdin: not in gzip format\n', 2);
    if (options.has('z'))
      throw new Exit(
        context.gnu ? 2 : 1,
        context.gnu ? 'Child returned status 1\ntar: Error is not recoverable: exiting now' : 'invalid magic',
      );
    return bytes;
  }
  return gunzipSync(bytes);
}

/** The members asked for, names stripped. */
function* selected(context: Context, options: Options, entries: Iterable<TarEntry>): Generator<TarEntry> {
  const wanted = options.operands.map((text) => text.replace(/\/+$/, ''));
  const found = new Set<string>();
  const excluded = excluder(options.all('exclude'));
  const strip = Number(options.get('strip') ?? 0);
  for (const entry of entries) {
    const name = entry.name.replace(/\/+$/, '');
    if (wanted.length > 0) {
      const match = wanted.find(
        (one) =>
          name === one || name.startsWith(`${one}/`) || (options.has('wildcards') && globPattern(one).test(name)),
      );
      if (match === undefined) continue;
      found.add(match);
    }
    if (excluded(name)) continue;
    if (strip > 0) {
      const shorter = entry.name
        .split('/')
        .filter((part, at) => at > 0 || part !== '.')
        .slice(strip)
        .join('/');
      if (shorter === '') continue;
      const link = entry.kind === 'hardlink' ? entry.link.split('/').slice(strip).join('/') : entry.link;
      yield { ...entry, name: shorter, link };
    } else yield entry;
  }
  for (const one of wanted)
    if (!found.has(one)) context.fail(context.gnu ? `${one}: Not found in archive` : `${one}: not found in archive`, 1);
}

/** --exclude: patterns that match a name or any of its last parts. */
function excluder(globs: string[]): (name: string) => boolean {
  const patterns = globs.map((glob) => globPattern(glob.replace(/\/+$/, '')));
  return (name) => {
    const parts = name.split('/');
    return patterns.some((pattern) =>
      parts.some((_, from) => parts.some((_, to) => to >= from && pattern.test(parts.slice(from, to + 1).join('/')))),
    );
  };
}

/** A line of `tar tv`. */
function line(context: Context, options: Options, entry: TarEntry): string {
  if (options.list.filter(([key]) => key === 'v').length === 0) return entry.name;
  const numeric = options.has('numeric');
  const owner = `${(!numeric && entry.user) || entry.uid}/${(!numeric && entry.group) || entry.gid}`;
  const kind = entry.kind === 'hardlink' ? 'file' : entry.kind;
  const mode = modeString(kind, entry.mode);
  const device = entry.kind === 'character' || entry.kind === 'block';
  const size = device ? entry.rdev.join(',') : String(entry.data.length);
  const time = localTime(entry.mtime * 1000, timeZone(context.sys));
  const when = strftime(context.gnu && !options.has('full-time') ? '%Y-%m-%d %H:%M' : '%Y-%m-%d %H:%M:%S', time);
  const link =
    entry.kind === 'symlink'
      ? ` -> ${entry.link}`
      : entry.kind === 'hardlink'
        ? context.gnu
          ? ` link to ${entry.link}`
          : ` -> ${entry.link}`
        : '';
  const shownMode = entry.kind === 'hardlink' && context.gnu ? `h${mode.slice(1)}` : mode;
  const gap = context.gnu ? size.padStart(Math.max(size.length, 18 - owner.length)) : size.padStart(9);
  return `${shownMode} ${owner} ${gap} ${when} ${entry.name}${link}`;
}

async function create(
  context: Context,
  options: Options,
  args: string[],
  path: string,
  start: string,
): Promise<number> {
  const { sys } = context;
  const excluded = excluder(options.all('exclude'));
  const names = new AccountNames(sys);
  const links = new Map<string, string>();
  const parts: Uint8Array[] = [];
  let size = 0;
  let stripped = false;
  const absolute = path === '-' || path.startsWith('/') ? path : join(start, path);
  let archiveInode: ReturnType<typeof sys.stat> | undefined;
  const add = async (file: string): Promise<void> => {
    if (excluded(file.replace(/\/+$/, ''))) return;
    let stat: ReturnType<typeof sys.lstat>;
    try {
      stat = options.has('h') ? sys.stat(file) : sys.lstat(file);
    } catch (error) {
      context.fail(
        context.gnu ? `${file}: Cannot stat: ${reason(error)}` : `${file}: ${reason(error)}`,
        context.gnu ? 2 : 1,
      );
      return;
    }
    if (stat.kind === 'socket') return;
    if (archiveInode && stat.ino === archiveInode.ino && stat.dev === archiveInode.dev) {
      context.warn(context.gnu ? `${file}: file is the archive; not dumped` : `${file}: file is the archive; skipping`);
      return;
    }
    let name = file;
    if (!options.has('P') && /^\/|(^|\/)\.\.(\/|$)/.test(name)) {
      const shorter = name.replace(/^(.*(^|\/)\.\.(\/|$))?\/*/, '');
      const prefix = name.slice(0, name.length - shorter.length);
      if (!stripped)
        context.warn(
          context.gnu
            ? `Removing leading \`${prefix}' from member names`
            : `removing leading '${prefix}' from member names`,
        );
      stripped = true;
      name = shorter || './';
    }
    const directory = stat.kind === 'directory';
    if (directory && !name.endsWith('/')) name += '/';
    const identity = `${stat.dev}:${stat.ino}`;
    const earlier = !directory && stat.nlink > 1 ? links.get(identity) : undefined;
    if (!directory) links.set(identity, name);
    let data: Uint8Array = new Uint8Array();
    if (stat.kind === 'file' && earlier === undefined) {
      try {
        data = sys.readFile(file);
      } catch (error) {
        context.fail(
          context.gnu ? `${file}: Cannot open: ${reason(error)}` : `can't open '${file}': ${reason(error)}`,
          context.gnu ? 2 : 1,
        );
        return;
      }
    }
    const owner = options.get('owner');
    const group = options.get('group');
    const numeric = options.has('numeric');
    const entry: TarEntry = {
      name,
      kind: earlier !== undefined ? 'hardlink' : (stat.kind as TarEntry['kind']),
      mode: stat.mode,
      uid: owner === undefined ? stat.uid : numberIn(owner, 0),
      gid: group === undefined ? stat.gid : numberIn(group, 0),
      user: numeric ? '' : owner === undefined ? (names.user(stat.uid) ?? '') : owner.replace(/:.*|^\d+$/, ''),
      group: numeric ? '' : group === undefined ? (names.group(stat.gid) ?? '') : group.replace(/:.*|^\d+$/, ''),
      mtime: fixedTime(options) ?? Math.floor(stat.mtime / 1000),
      link: earlier ?? (stat.kind === 'symlink' ? sys.readlink(file) : ''),
      rdev: stat.rdev,
      data,
    };
    for (const block of writeEntry(entry)) {
      parts.push(block);
      size += block.length;
    }
    if (options.has('v')) context.out.text(`${verboseName(context, options, entry)}\n`, path === '-' ? 2 : 1);
    if (!directory || options.has('no-recursion')) return;
    for (const below of sys
      .readdir(file)
      .map((one) => one.name)
      .sort())
      await add(join(file, below));
    const breath = sys.checkpoint();
    if (breath) await breath;
  };
  const items = [...options.operands];
  for (const list of options.all('T'))
    items.push(...splitLines(await readWhole(context, list), options.has('null') ? '\0' : '\n'));
  if (items.length === 0 && (options.all('T').length === 0 || !context.gnu)) {
    if (!context.gnu) throw new Exit(1, 'empty archive');
    throw new Exit(2, `Cowardly refusing to create an empty archive\n${HINT}`);
  }
  // the archive is there before its members are looked at: it may be one of them
  const output = absolute === '-' ? undefined : openArchive(context, path, absolute);
  if (output !== undefined) archiveInode = sys.stat(absolute);
  // each -C holds for the operands after it
  const moves = directoryChanges(args, options);
  for (const [index, item] of items.entries()) {
    for (const directory of moves.get(index) ?? []) enter(context, directory);
    await add(item);
  }
  parts.push(endOfArchive(size));
  let bytes = concat(parts);
  if (options.has('z') || (options.has('a') && /\.t?gz$/.test(path))) {
    bytes = gzipSync(bytes, { level: 6, mtime: 0 });
  }
  if (output === undefined) context.out.bytes(bytes);
  else {
    context.out.bytes(bytes, output);
    await context.out.flush();
    sys.close(output);
  }
  if (context.status !== 0)
    context.warn(
      context.gnu ? 'Exiting with failure status due to previous errors' : 'error exit delayed from previous errors',
    );
  return context.status;
}

function openArchive(context: Context, path: string, absolute: string): number {
  try {
    return context.sys.open(absolute, { write: true, create: true, truncate: true });
  } catch (error) {
    if (!context.gnu) throw new Exit(1, `can't open '${path}': ${reason(error)}`);
    context.warn(`${path}: Cannot open: ${reason(error)}`);
    throw new Exit(2, 'Error is not recoverable: exiting now');
  }
}

function verboseName(context: Context, options: Options, entry: TarEntry): string {
  const twice = options.list.filter(([key]) => key === 'v').length > 1;
  return twice ? line(context, options, entry) : entry.name;
}

function numberIn(text: string, fallback: number): number {
  const digits = /\d+$/.exec(text);
  return digits ? Number(digits[0]) : fallback;
}

function fixedTime(options: Options): number | undefined {
  const text = options.get('mtime');
  if (text === undefined) return undefined;
  const at = /^@(\d+)$/.exec(text);
  return at
    ? Number(at[1])
    : Math.floor(Date.parse(text.includes('Z') || text.includes('T') ? text : `${text}Z`) / 1000);
}

/** Before which operand each -C takes effect. */
function directoryChanges(args: string[], options: Options): Map<number, string[]> {
  const moves = new Map<number, string[]>();
  let operand = 0;
  let next = 0;
  const directories = options.all('C');
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    const isDirectory = /^-[a-zA-Z]*C/.test(arg) || /^--directory/.test(arg);
    if (isDirectory) moves.set(operand, [...(moves.get(operand) ?? []), directories[next++]!]);
    if (
      arg === options.operands[operand] &&
      !/^-/.test(arg) &&
      args[at - 1] !== '-C' &&
      !/^-[a-zA-Z]*f$/.test(args[at - 1] ?? '')
    )
      operand++;
  }
  return moves;
}
