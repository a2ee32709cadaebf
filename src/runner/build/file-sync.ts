import { createHash } from 'node:crypto';
import type { ServerHttp2Stream } from 'node:http2';
import type { TarEntry } from '../../oci/tar/entry.ts';
import { messages, send } from './grpc.ts';
import { MessageWriter, readFields } from './protobuf.ts';

/** Kinds of packet (fsutil's types/wire.proto). */
const PACKET = { STAT: 0, REQUEST: 1, DATA: 2, FINISH: 3, ERROR: 4 } as const;
/** Bytes of a file in one packet. */
const CHUNK = 32 * 1024;
/** In nanoseconds. */
const SECOND = 1_000_000_000;

/** Go's fs.FileMode above the permission bits. */
const GO_MODE = {
  directory: 0x8000_0000,
  symlink: 0x0800_0000,
  setuid: 0x0080_0000,
  setgid: 0x0040_0000,
  sticky: 0x0010_0000,
};

/**
 * `moby.filesync.v1.FileSync/DiffCopy`, the sender's side (fsutil's send.go): the stat of every file in order, then the contents
 * of those that the receiver asks for by number.
 */
export async function sendFiles(stream: ServerHttp2Stream, files: readonly TarEntry[]): Promise<void> {
  const sorted = inWalkOrder(files);
  for (const file of sorted) send(stream, packet(PACKET.STAT, { stat: statOf(file) }));
  send(stream, packet(PACKET.STAT, {}));
  for await (const message of messages(stream)) {
    const { type, id } = readPacket(message);
    if (type === PACKET.REQUEST) {
      const data = sorted[id]?.data ?? new Uint8Array();
      for (let at = 0; at < data.length; at += CHUNK) {
        const isTaken = send(stream, packet(PACKET.DATA, { id, data: data.subarray(at, at + CHUNK) }));
        if (!isTaken) await drained(stream);
        if (stream.destroyed) return;
      }
      send(stream, packet(PACKET.DATA, { id }));
    } else if (type === PACKET.FINISH) {
      send(stream, packet(PACKET.FINISH, {}));
      return;
    } else if (type === PACKET.ERROR) return;
  }
}

function drained(stream: ServerHttp2Stream): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      stream.off('drain', go).off('close', go);
      resolve();
    };
    stream.on('drain', go).on('close', go);
  });
}

/** As filepath.WalkDir goes: a folder before what is in it, and that before what follows the folder. */
function inWalkOrder(files: readonly TarEntry[]): TarEntry[] {
  const key = (path: string) => path.replaceAll('/', '\0');
  return [...files].sort((a, b) => Buffer.compare(Buffer.from(key(a.path)), Buffer.from(key(b.path))));
}

function statOf({ path, kind, mode, uid, gid, mtime, data, link }: TarEntry): Uint8Array {
  let goMode = mode & 0o777;
  if (kind === 'directory') goMode += GO_MODE.directory;
  if (kind === 'symlink') goMode += GO_MODE.symlink;
  if (mode & 0o4000) goMode += GO_MODE.setuid;
  if (mode & 0o2000) goMode += GO_MODE.setgid;
  if (mode & 0o1000) goMode += GO_MODE.sticky;
  return new MessageWriter()
    .bytes(1, path)
    .number(2, goMode)
    .number(3, uid)
    .number(4, gid)
    .number(5, kind === 'file' ? (data?.length ?? 0) : 0)
    .number(6, Math.floor(mtime / 1000) * SECOND + fractionOf(data))
    .bytes(7, kind === 'symlink' ? (link ?? '') : '')
    .finish();
}

/**
 * The nanoseconds within a file's second. The receiver keeps files between builds and takes one of the same size and time for
 * the same; a tar's times are whole seconds, in which a file may be written twice: so its contents choose them.
 */
function fractionOf(data: Uint8Array | undefined): number {
  return data ? createHash('sha256').update(data).digest().readUInt32BE() % SECOND : 0;
}

function packet(
  type: number,
  { stat, id = 0, data }: { stat?: Uint8Array; id?: number; data?: Uint8Array },
): Uint8Array {
  const writer = new MessageWriter().number(1, type);
  if (stat) writer.message(2, stat);
  writer.number(3, id);
  // Written apart: a packet's data are most of its bytes.
  if (!data) return writer.finish();
  const head = new MessageWriter().message(4, new Uint8Array(0)).finish().subarray(0, 1);
  return Buffer.concat([writer.finish(), head, varint(data.length), data]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

function readPacket(bytes: Uint8Array): { type: number; id: number } {
  let [type, id] = [0, 0];
  for (const { number, value } of readFields(bytes)) {
    if (number === 1) type = value as number;
    else if (number === 3) id = value as number;
  }
  return { type, id };
}

/** Which of the files a receiver wants: paths it follows, or patterns; all without either. */
export function wanted(files: readonly TarEntry[], patterns: readonly string[]): TarEntry[] {
  if (patterns.length === 0) return [...files];
  const expressions = patterns.map((pattern) =>
    patternExpression(pattern.replace(/^(\.?\/)+/, '').replace(/\/+$/, '')),
  );
  const chosen = files.filter(({ path }) => expressions.some((expression) => expression.test(path)));
  const names = new Set(chosen.map(({ path }) => path));
  const byPath = new Map(files.map((file) => [file.path, file]));
  // What a chosen link leads to is wanted as well, and the folders on the way.
  for (const file of chosen) {
    if (file.kind === 'symlink') return [...files];
    for (let slash = file.path.lastIndexOf('/'); slash > 0; slash = file.path.lastIndexOf('/', slash - 1)) {
      const parent = file.path.slice(0, slash);
      if (!names.has(parent) && byPath.has(parent)) names.add(parent);
    }
  }
  return files.filter(({ path }) => names.has(path));
}

function patternExpression(pattern: string): RegExp {
  if (pattern === '' || pattern === '.') return /^/;
  const source = pattern
    .split('')
    .map((character) => {
      if (character === '*') return '[^/]*';
      if (character === '?') return '[^/]';
      return character.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}(/|$)`);
}
