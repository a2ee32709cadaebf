/** Reads the tar archives found in the wild: ustar, PAX, GNU long names, old v7. */
import { BLOCK, type TarEntry, TarError } from './entry.ts';

const decoder = new TextDecoder('utf-8');

/** The archive's entries in order; file data are views into `bytes`. Throws TarError with archive/tar's words. */
export function* readTar(bytes: Uint8Array): Generator<TarEntry> {
  let at = 0;
  let long: { path?: string; link?: string } = {};
  let records: Map<string, Uint8Array> | undefined;
  let global: Map<string, Uint8Array> | undefined;
  while (at < bytes.length) {
    if (at + BLOCK > bytes.length) throw new TarError('unexpected EOF');
    if (isZero(bytes, at)) return;
    verifyChecksum(bytes, at);
    const flag = String.fromCharCode(bytes[at + 156]!);
    let size = number(bytes, at + 124, 12);
    const own = records?.get('size') ?? global?.get('size');
    if (own && flag !== 'x' && flag !== 'g') size = Number(decoder.decode(own));
    if (!Number.isSafeInteger(size) || size < 0) throw new TarError('archive/tar: invalid tar header');
    const hasData = !'123456'.includes(flag);
    const start = at + BLOCK;
    const end = start + (hasData ? size : 0);
    if (end > bytes.length) throw new TarError('unexpected EOF');
    const data = bytes.subarray(start, end);
    const header = at;
    at = start + Math.ceil((end - start) / BLOCK) * BLOCK;

    if (flag === 'x') records = parseRecords(data);
    else if (flag === 'g') global = new Map([...(global ?? []), ...parseRecords(data)]);
    else if (flag === 'L') long.path = cString(data, 0, data.length);
    else if (flag === 'K') long.link = cString(data, 0, data.length);
    else {
      const all = global ? new Map([...global, ...(records ?? [])]) : records;
      yield toEntry(bytes, header, flag, data, long, all);
      records = undefined;
      long = {};
    }
  }
}

const KINDS: Readonly<Record<string, TarEntry['kind']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'character',
  '4': 'block',
  '5': 'directory',
  '6': 'fifo',
};
const CONSUMED = new Set(['path', 'linkpath', 'uid', 'gid', 'size', 'mtime', 'atime', 'ctime', 'uname', 'gname']);

function toEntry(
  bytes: Uint8Array,
  at: number,
  flag: string,
  data: Uint8Array,
  long: { path?: string; link?: string },
  records: ReadonlyMap<string, Uint8Array> | undefined,
): TarEntry {
  const record = (key: string) => {
    if (!records) return undefined;
    const value = records.get(key);
    return value && value.length > 0 ? decoder.decode(value) : undefined;
  };
  let path = record('path') ?? long.path ?? headerName(bytes, at);
  const kind = (flag === '\0' || flag === '0') && path.endsWith('/') ? 'directory' : KINDS[flag];
  if (flag === 'S' || record('GNU.sparse.major')) {
    throw new TarError(`drydock: not simulated: the sparse file ${path} of a tar archive`);
  }
  if (!kind) throw new TarError(`unhandled tar header type ${flag.charCodeAt(0)} of ${path}`);
  if (path.endsWith('/')) path = path.replace(/(?<=.)\/+$/, '');
  const mtime = Number(record('mtime') ?? number(bytes, at + 136, 12));
  const entry = {
    path,
    kind,
    mode: number(bytes, at + 100, 8) & 0o7777,
    uid: Number(record('uid') ?? number(bytes, at + 108, 8)),
    gid: Number(record('gid') ?? number(bytes, at + 116, 8)),
    mtime: Math.round(mtime * 1000),
  };
  // Most entries need no more.
  if (!records && kind === 'directory') return entry;
  if (!records && kind === 'file') return { ...entry, data };
  const extra = records && new Map([...records].filter(([key]) => !CONSUMED.has(key)));
  return {
    ...entry,
    ...(kind === 'file' && { data }),
    ...((kind === 'symlink' || kind === 'hardlink') && {
      link: record('linkpath') ?? long.link ?? cString(bytes, at + 157, 100),
    }),
    ...((kind === 'character' || kind === 'block') && {
      rdev: [number(bytes, at + 329, 8), number(bytes, at + 337, 8)] as const,
    }),
    ...(extra && extra.size > 0 && { records: extra }),
  };
}

function headerName(bytes: Uint8Array, at: number): string {
  const name = cString(bytes, at, 100);
  const isPosix = cString(bytes, at + 257, 6) === 'ustar' && bytes[at + 262] === 0 && bytes[at + 345] !== 0;
  const prefix = isPosix ? cString(bytes, at + 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function parseRecords(data: Uint8Array): Map<string, Uint8Array> {
  const records = new Map<string, Uint8Array>();
  let at = 0;
  while (at < data.length) {
    const space = data.indexOf(0x20, at);
    const length = space < 0 ? Number.NaN : Number(decoder.decode(data.subarray(at, space)));
    const equals = data.indexOf(0x3d, space);
    const end = at + length;
    if (!(length > 0) || end > data.length || equals < 0 || equals >= end || data[end - 1] !== 0x0a) {
      throw new TarError('archive/tar: invalid tar header');
    }
    records.set(decoder.decode(data.subarray(space + 1, equals)), data.subarray(equals + 1, end - 1));
    at = end;
  }
  return records;
}

function cString(bytes: Uint8Array, at: number, width: number): string {
  let text = '';
  for (let i = at; i < at + width && bytes[i] !== 0; i++) {
    // Few names are more than ASCII; starting a decoder for each of the others takes longer than reading it.
    if (bytes[i]! > 0x7f) return decoded(bytes, at, width);
    text += String.fromCharCode(bytes[i]!);
  }
  return text;
}

function decoded(bytes: Uint8Array, at: number, width: number): string {
  const zero = bytes.subarray(at, at + width).indexOf(0);
  return decoder.decode(bytes.subarray(at, zero < 0 ? at + width : at + zero));
}

/** Octal digits, or GNU's base-256 when the first bit is set. */
function number(bytes: Uint8Array, at: number, width: number): number {
  const first = bytes[at]!;
  if (first & 0x80) {
    let value = first === 0xff ? -1 : first & 0x7f;
    for (let i = 1; i < width; i++) value = value * 256 + bytes[at + i]!;
    return value;
  }
  let value = 0;
  for (let i = 0; i < width; i++) {
    const digit = bytes[at + i]! - 0x30;
    if (digit >= 0 && digit < 8) value = value * 8 + digit;
    else if (bytes[at + i] !== 0x20 && bytes[at + i] !== 0) throw new TarError('archive/tar: invalid tar header');
    else if (bytes[at + i] === 0 && i > 0) break;
  }
  return value;
}

function verifyChecksum(bytes: Uint8Array, at: number): void {
  let sum = 8 * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += bytes[at + i]!;
  if (number(bytes, at + 148, 8) !== sum) throw new TarError('archive/tar: invalid tar header');
}

function isZero(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + BLOCK; i++) if (bytes[i] !== 0) return false;
  return true;
}
