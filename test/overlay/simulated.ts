import { isErrno, KernelError } from '../../src/kernel/errno.ts';
import { Mounts } from '../../src/kernel/fs/mount-namespace.ts';
import type { Opened } from '../../src/kernel/fs/open.ts';
import { createOverlay } from '../../src/kernel/fs/overlay.ts';
import { PathCalls } from '../../src/kernel/fs/path-calls.ts';
import { emptyRoot } from '../../src/kernel/fs/tree.ts';
import type { Change, ChangeSet, Credentials, DirectoryNode, Stat } from '../../src/kernel/fs/types.ts';
import type { OpenFlags } from '../../src/kernel/system-calls.ts';
import { nextOperation, type Operation, type Random } from './operations.ts';

/** Times a test sets lie before this; what the clock gives lies after. */
const CLOCK = 10_000_000_000;
const NOW = 1_700_000_000_000;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

type Entries = Record<string, Record<string, unknown>>;

/** What came of one round: the answer of each operation, then the merged tree and the upper directory. */
export interface Round {
  readonly operations: Operation[];
  readonly results: unknown[];
  readonly merged: Entries;
  readonly upper: Entries;
}

/** Rounds of invented operations, each over the layers the rounds before it left. */
export function simulate(pick: Random, rounds: number, operationsPerRound: number): Round[] {
  let lower: DirectoryNode = emptyRoot;
  const answers: Round[] = [];
  for (let number = 0; number < rounds; number++) {
    const overlay = createOverlay(lower, { now: () => NOW });
    const namespace = new Mounts(overlay);
    const calls = new PathCalls(namespace, namespace.context());
    const operations: Operation[] = [];
    const results: unknown[] = [];
    let existing: string[] = [];
    for (let i = 0; i < operationsPerRound; i++) {
      if (i % 4 === 0) existing = pathsBelow(calls, '/');
      const operation = nextOperation(pick, existing);
      operations.push(operation);
      results.push(attempt(calls, operation));
    }
    const upper = upperEntries(overlay.changeSet());
    answers.push({ operations, results, merged: mergedEntries(calls), upper });
    lower = overlay.commit(`layer ${number}`);
  }
  return answers;
}

function attempt(calls: PathCalls, operation: Operation): unknown {
  const { credentials } = calls.context;
  try {
    if (operation.as !== undefined) calls.context.credentials = userCredentials(operation.as);
    return perform(calls, operation) ?? 'ok';
  } catch (error) {
    if (isErrno(error)) return error.code;
    throw error;
  } finally {
    calls.context.credentials = credentials;
  }
}

function userCredentials(id: number): Credentials {
  return { uid: id, gid: id, euid: id, egid: id, groups: [id], capabilities: new Set() };
}

function perform(calls: PathCalls, o: Operation): unknown {
  switch (o.op) {
    case 'write':
      return void calls.writeFile(o.path, o.text, { mode: o.mode });
    case 'append':
      return void calls.writeFile(o.path, o.text, { mode: o.mode, append: true });
    case 'pwrite': {
      const { filesystem, inode } = opened(calls, o.path, { write: true });
      calls.dropSetIds(filesystem, inode);
      return void filesystem.write(inode, o.offset, encoder.encode(o.text));
    }
    case 'exclusive':
      return void opened(calls, o.path, { write: true, create: true, exclusive: true }, o.mode);
    case 'open':
      return void opened(calls, o.path, { read: !o.write, write: o.write, truncate: o.write && o.truncate });
    case 'truncate':
      return void calls.truncate(o.path, o.size);
    case 'mkdir':
      return void calls.mkdir(o.path, o.mode);
    case 'chmod':
      return void calls.chmod(o.path, o.mode);
    case 'chown':
      return void calls.chown(o.path, o.uid, o.gid);
    case 'utimes':
      return void calls.utimes(o.path, { mtime: o.seconds * 1000, atime: o.seconds * 1000 });
    case 'rmdir':
      return void calls.rmdir(o.path);
    case 'unlink':
      return void calls.unlink(o.path);
    case 'rename':
      return void calls.rename(o.path, o.to);
    case 'link':
      return void calls.link(o.path, o.to);
    case 'symlink':
      return void calls.symlink(o.target, o.path);
    case 'mknod':
      return void calls.mknod(o.path, o.kind, o.mode, [o.major, o.minor]);
    case 'setxattr':
      return void calls.setXattr(o.path, o.name, encoder.encode(o.value));
    case 'removexattr':
      return void calls.setXattr(o.path, o.name, undefined);
    case 'readlink':
      return calls.readlink(o.path);
    case 'stat':
      return described(calls.stat(o.path));
    case 'lstat':
      return described(calls.lstat(o.path));
    case 'list':
      return calls
        .readdir(o.path)
        .map((entry) => entry.name)
        .sort();
    case 'read':
      if (opened(calls, o.path, { read: true }).inode.kind === 'fifo') return '';
      return decoder.decode(calls.readFile(o.path));
  }
}

/** Opening what has no driver, or a fifo nobody reads from, fails after the file system has let it through. */
function opened(calls: PathCalls, path: string, flags: OpenFlags, mode?: number): Opened {
  const file = calls.open(path, flags, mode);
  if (file.inode.kind === 'character' || (file.inode.kind === 'fifo' && flags.write)) {
    throw new KernelError('ENXIO', path);
  }
  return file;
}

function pathsBelow(calls: PathCalls, directory: string): string[] {
  return calls.readdir(directory).flatMap(({ name, kind }) => {
    const path = `${directory === '/' ? '' : directory}/${name}`;
    return kind === 'directory' ? [path, ...pathsBelow(calls, path)] : [path];
  });
}

function described(stat: Omit<Stat, 'dev' | 'ino' | 'blocks' | 'atime' | 'ctime' | 'nlink'> & { nlink?: number }) {
  const { kind, mode, uid, gid, size, mtime, rdev, nlink } = stat;
  const entry: Record<string, unknown> = { kind, mode, uid, gid, mtime: mtime >= CLOCK ? 'now' : mtime / 1000 };
  if (kind === 'file' || kind === 'symlink') entry.size = size;
  if (kind === 'character') entry.rdev = [...rdev];
  if (nlink !== undefined) entry.nlink = nlink;
  return entry;
}

function xattrsOf(xattrs: ReadonlyMap<string, Uint8Array> | undefined): Record<string, unknown> {
  if (!xattrs?.size) return {};
  return { xattrs: Object.fromEntries([...xattrs].map(([name, value]) => [name, decoder.decode(value)])) };
}

function mergedEntries(calls: PathCalls): Entries {
  const entries: Entries = {};
  for (const path of pathsBelow(calls, '/')) {
    const stat = calls.lstat(path);
    const entry = { ...described(stat), ...xattrsOf(stat.xattrs) };
    if (stat.kind === 'symlink') Object.assign(entry, { target: calls.readlink(path) });
    if (stat.kind === 'file') Object.assign(entry, { text: decoder.decode(calls.readFile(path)) });
    entries[path.slice(1)] = entry;
  }
  return entries;
}

function upperEntries(changes: ChangeSet): Entries {
  const entries: Entries = {};
  for (const change of changes) {
    if (change.kind === 'hardlink') {
      const first = entries[change.target]!;
      first.sameAs = change.target;
      entries[change.path] = first;
    } else {
      entries[change.path] = upperEntry(change);
    }
  }
  return entries;
}

function upperEntry(change: Exclude<Change, { kind: 'hardlink' }>): Record<string, unknown> {
  if (change.kind === 'whiteout') return { kind: 'whiteout' };
  const size = change.kind === 'file' ? change.size : change.kind === 'symlink' ? change.target.length : 0;
  const rdev = 'rdev' in change ? change.rdev : ([0, 0] as const);
  const entry = { ...described({ ...change, size, rdev }), ...xattrsOf(change.xattrs) };
  if (change.kind === 'symlink') Object.assign(entry, { target: change.target });
  if (change.kind === 'file') Object.assign(entry, { text: decoder.decode(change.data) });
  if (change.kind === 'directory' && change.opaque) Object.assign(entry, { opaque: true });
  return entry;
}
