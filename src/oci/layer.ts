/** Layers: change set ⇄ tar, as the image-spec's layer chapter and Docker's archive package have them. */
import type { Change, ChangeSet, Metadata } from '../kernel/fs/types.ts';
import type { Platform } from '../kernel/platform.ts';
import { canonicalChanges } from './canonical.ts';
import type { DiffId, Layer } from './image.ts';
import { type TarEntry, TarError } from './tar/entry.ts';
import { readTar } from './tar/reader.ts';
import { TarWriter } from './tar/writer.ts';

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
/** AUFS kept its own files under this prefix; Docker skips them. */
const WHITEOUT_META = '.wh..wh.';
const XATTR = 'SCHILY.xattr.';
/** The claimed size of a file that carries fewer bytes than it claims (built-in programs). */
const CLAIMED_SIZE = 'DRYDOCK.size';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8');

/** The layer that makes `changes`. The changes are put in the order a layer tar has. */
export function createLayer(changes: ChangeSet, platform: Platform): Layer {
  const ordered = layerOrder(changes);
  const hash = platform.sha256();
  const length = writeChanges(ordered, (chunk) => void hash.update(chunk));
  return new ChangeSetLayer(`sha256:${hash.hex()}`, ordered, length);
}

const isRoot = (change: Change) => change.path === '';

/** What a layer adds as Docker counts it: the claimed sizes of its files, a hard link counting nothing. */
export function layerSize(changes: ChangeSet): number {
  let size = 0;
  for (const change of changes) if (change.kind === 'file') size += change.size;
  return size;
}

class ChangeSetLayer implements Layer {
  readonly diffId: DiffId;
  readonly size: number;
  readonly changes: ChangeSet;
  readonly #length: number;

  constructor(diffId: DiffId, changes: ChangeSet, length: number) {
    this.diffId = diffId;
    this.changes = changes;
    this.size = layerSize(changes);
    this.#length = length;
  }

  /** Written anew each time: layers are hashed often and saved seldom. */
  tar(): Uint8Array {
    return written(this.changes, this.#length);
  }
}

/** The tar of the layer that makes `changes`. */
export function layerTar(changes: ChangeSet): Uint8Array {
  const ordered = layerOrder(changes);
  return written(
    ordered,
    writeChanges(ordered, () => {}),
  );
}

function written(changes: ChangeSet, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  writeChanges(changes, (chunk) => {
    bytes.set(chunk, at);
    at += chunk.length;
  });
  return bytes;
}

/** In the order a layer tar has. Docker's have no entry for the root itself. */
function layerOrder(changes: ChangeSet): ChangeSet {
  return canonicalChanges(changes.some(isRoot) ? changes.filter((change) => !isRoot(change)) : changes);
}

function writeChanges(changes: ChangeSet, emit: (chunk: Uint8Array) => void): number {
  const writer = new TarWriter(emit);
  const linked = new Map<string, Change>();
  for (const change of changes) if (change.kind === 'hardlink') linked.set(change.target, change);
  for (const change of changes) {
    if (linked.has(change.path)) linked.set(change.path, change);
    writer.add(toEntry(change, linked));
    if (change.kind === 'directory' && change.opaque) {
      writer.add({
        path: `${change.path}/${OPAQUE}`,
        kind: 'file',
        mode: change.mode & 0o777,
        uid: change.uid,
        gid: change.gid,
        mtime: 0,
      });
    }
  }
  writer.end();
  return writer.length;
}

function toEntry(change: Change, linked: ReadonlyMap<string, Change>): TarEntry {
  switch (change.kind) {
    case 'whiteout': {
      const slash = change.path.lastIndexOf('/') + 1;
      const path = `${change.path.slice(0, slash)}${WHITEOUT}${change.path.slice(slash)}`;
      return { path, kind: 'file', mode: 0o600, uid: 0, gid: 0, mtime: 0 };
    }
    case 'hardlink': {
      const target = linked.get(change.target);
      if (!target || target.kind === 'hardlink' || target.kind === 'whiteout') {
        throw new TarError(`hard link ${change.path}: no file ${change.target} earlier in the layer`);
      }
      const { mode, uid, gid, mtime } = target;
      return { path: change.path, kind: 'hardlink', link: change.target, mode, uid, gid, mtime };
    }
    case 'socket':
      throw new TarError(`archive/tar: sockets not supported: ${change.path}`);
  }
  const records = extraRecords(change);
  // Most changes are entries as they stand.
  if (!records && (change.kind === 'file' || change.kind === 'directory')) return change;
  const { path, kind, mode, uid, gid, mtime } = change;
  const base = { path, kind, mode, uid, gid, mtime, ...(records && { records }) };
  if (change.kind === 'file') return { ...base, kind, data: change.data };
  if (change.kind === 'symlink') return { ...base, kind, link: change.target };
  if (change.kind === 'directory') return base;
  return { ...base, rdev: change.rdev };
}

function extraRecords(change: Change & Metadata): Map<string, Uint8Array> | undefined {
  const claims = change.kind === 'file' && change.size !== change.data.length;
  if (!claims && !change.xattrs?.size) return undefined;
  const records = new Map<string, Uint8Array>();
  for (const [name, value] of change.xattrs ?? []) records.set(XATTR + name, value);
  if (claims) records.set(CLAIMED_SIZE, encoder.encode(String(change.size)));
  return records;
}

/** The change set of an uncompressed layer tar. */
export function changesFromTar(tar: Uint8Array): ChangeSet {
  const changes = new Map<string, Change>();
  const opaque = new Set<string>();
  for (const entry of readTar(tar)) {
    const path = cleanPath(entry.path, entry.path);
    if (path === '') continue;
    const slash = path.lastIndexOf('/');
    const parent = slash < 0 ? '' : path.slice(0, slash);
    const name = path.slice(slash + 1);
    if (name === OPAQUE) opaque.add(parent);
    else if (name.startsWith(WHITEOUT_META)) continue;
    else if (name.startsWith(WHITEOUT)) {
      const hidden = `${parent === '' ? '' : `${parent}/`}${name.slice(WHITEOUT.length)}`;
      if (name === WHITEOUT) throw new TarError(`invalid whiteout "${entry.path}"`);
      // A whiteout beside an entry of the same name hides what lay below it.
      if (changes.get(hidden)?.kind === 'directory') opaque.add(hidden);
      else if (!changes.has(hidden)) changes.set(hidden, { kind: 'whiteout', path: hidden });
    } else {
      if (entry.kind === 'directory' && changes.get(path)?.kind === 'whiteout') opaque.add(path);
      changes.delete(path);
      changes.set(path, toChange(entry, path, changes));
    }
  }
  for (const path of opaque) {
    if (path === '') throw new TarError('drydock: not simulated: an opaque root directory in a layer');
    const directory = changes.get(path);
    if (directory?.kind === 'directory') changes.set(path, { ...directory, opaque: true });
    else changes.set(path, { kind: 'directory', path, opaque: true, mode: 0o755, uid: 0, gid: 0, mtime: 0 });
  }
  return canonicalChanges([...changes.values()]);
}

function toChange(entry: TarEntry, path: string, changes: ReadonlyMap<string, Change>): Change {
  const { kind, mode, uid, gid, mtime } = entry;
  if (kind === 'hardlink') {
    let target = cleanPath(entry.link ?? '', entry.path);
    const named = changes.get(target);
    if (named?.kind === 'hardlink') target = named.target;
    if (!named || named.kind === 'whiteout' || named.kind === 'directory') {
      throw new TarError(`link ${entry.link} ${entry.path}: no such file or directory`);
    }
    return { kind, path, target };
  }
  const metadata: Metadata = entry.records
    ? { mode, uid, gid, mtime, ...xattrsOf(entry.records) }
    : { mode, uid, gid, mtime };
  if (kind === 'symlink') return { kind, path, target: entry.link ?? '', ...metadata };
  if (kind === 'directory') return { kind, path, ...metadata };
  if (kind === 'file') {
    const data = entry.data ?? new Uint8Array();
    const claimed = entry.records?.get(CLAIMED_SIZE);
    return { kind, path, data, size: claimed ? Number(decoder.decode(claimed)) : data.length, ...metadata };
  }
  return { kind, path, rdev: entry.rdev ?? [0, 0], ...metadata };
}

function xattrsOf(records: ReadonlyMap<string, Uint8Array>): { xattrs?: ReadonlyMap<string, Uint8Array> } {
  const found = [...records].filter(([key]) => key.startsWith(XATTR));
  if (found.length === 0) return {};
  return { xattrs: new Map(found.map(([key, value]) => [key.slice(XATTR.length), value])) };
}

/** Without `./`, `//` and outer slashes; '' is the root. Refuses what would leave the root. */
function cleanPath(path: string, name: string): string {
  if (!/(^|\/)\.{0,2}(\/|$)/.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) throw new TarError(`"${name}" is outside of "/"`);
  }
  return parts.join('/');
}
