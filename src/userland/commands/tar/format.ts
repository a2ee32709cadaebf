import { binaryFromBytes, binaryFromText, textFromBinary } from '../common/binary.ts';

/** One member of a tar archive: ustar, with pax and GNU long names already applied. */
export interface TarEntry {
  name: string;
  kind: 'file' | 'directory' | 'symlink' | 'hardlink' | 'fifo' | 'character' | 'block';
  mode: number;
  uid: number;
  gid: number;
  user: string;
  group: string;
  /** Seconds. */
  mtime: number;
  link: string;
  rdev: readonly [number, number];
  data: Uint8Array;
}

const KINDS: Record<string, TarEntry['kind']> = {
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
const BLOCK = 512;

/** Thrown for bytes that are no tar archive. */
export class BadArchive extends Error {}

/** Reads an archive whole. */
export function* readTar(archive: Uint8Array): Generator<TarEntry> {
  let at = 0;
  let extended = new Map<string, string>();
  let longName: string | undefined;
  let longLink: string | undefined;
  const text = (from: number, length: number): string => {
    const field = binaryFromBytes(archive.subarray(from, from + length));
    const end = field.indexOf('\0');
    return end < 0 ? field : field.slice(0, end);
  };
  while (at + BLOCK <= archive.length) {
    const head = at;
    if (archive.subarray(head, head + BLOCK).every((byte) => byte === 0)) return;
    if (!checksumMatches(archive, head)) throw new BadArchive();
    const number = (offset: number, length: number): number => numberField(archive, head + offset, length);
    const type = String.fromCharCode(archive[head + 156]!);
    const pax = type === 'x' || type === 'g';
    const size = Number(pax ? number(124, 12) : (extended.get('size') ?? number(124, 12)));
    const data = archive.subarray(head + BLOCK, head + BLOCK + size);
    if (data.length < size) throw new BadArchive('Unexpected EOF in archive');
    at = head + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (pax) {
      if (type === 'x') extended = paxRecords(data);
      continue;
    }
    if (type === 'L' || type === 'K') {
      const value = textFromBinary(binaryFromBytes(data).replace(/\0+$/, ''));
      if (type === 'L') longName = value;
      else longLink = value;
      continue;
    }
    const prefix = text(head + 257, 5) === 'ustar' && archive[head + 262] === 0 ? text(head + 345, 155) : '';
    const short = textFromBinary((prefix ? `${prefix}/` : '') + text(head, 100));
    const name = extended.get('path') ?? longName ?? short;
    const kind = KINDS[type] ?? 'file';
    yield {
      name,
      kind: kind === 'file' && name.endsWith('/') ? 'directory' : kind,
      mode: number(100, 8) & 0o7777,
      uid: Number(extended.get('uid') ?? number(108, 8)),
      gid: Number(extended.get('gid') ?? number(116, 8)),
      user: extended.get('uname') ?? textFromBinary(text(head + 265, 32)),
      group: extended.get('gname') ?? textFromBinary(text(head + 297, 32)),
      mtime: Number(extended.get('mtime') ?? number(136, 12)),
      link: extended.get('linkpath') ?? longLink ?? textFromBinary(text(head + 157, 100)),
      rdev: [number(329, 8), number(337, 8)],
      data,
    };
    extended = new Map();
    longName = undefined;
    longLink = undefined;
  }
}

function checksumMatches(archive: Uint8Array, head: number): boolean {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : archive[head + i]!;
  return sum === numberField(archive, head + 148, 8);
}

/** Octal, or base 256 when the first bit is set. */
function numberField(archive: Uint8Array, from: number, length: number): number {
  if (archive[from]! & 0x80) {
    let value = archive[from]! & 0x7f;
    for (let i = 1; i < length; i++) value = value * 256 + archive[from + i]!;
    return value;
  }
  const text = binaryFromBytes(archive.subarray(from, from + length))
    .replace(/[\0 ]+$/, '')
    .trim();
  return Number.parseInt(text || '0', 8) || 0;
}

function paxRecords(data: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  const text = binaryFromBytes(data);
  for (let at = 0; at < text.length; ) {
    const space = text.indexOf(' ', at);
    const length = Number(text.slice(at, space));
    if (space < 0 || !(length > 0)) break;
    const record = text.slice(space + 1, at + length - 1);
    const equals = record.indexOf('=');
    records.set(record.slice(0, equals), textFromBinary(record.slice(equals + 1)));
    at += length;
  }
  return records;
}

/** A member's blocks, as GNU tar writes them: long names in a member of their own before it. */
export function writeEntry(entry: TarEntry): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  const name = binaryFromText(entry.name);
  const link = binaryFromText(entry.link);
  if (link.length > 100) blocks.push(...longMember('K', link));
  if (name.length > 100) blocks.push(...longMember('L', name));
  const type = Object.entries(KINDS).find(([, kind]) => kind === entry.kind)![0];
  blocks.push(header(name, link, type, entry, entry.data.length), ...padded(entry.data));
  return blocks;
}

/** The two empty blocks at the end, filled up to a record of 20 blocks. */
export function endOfArchive(written: number): Uint8Array {
  const record = 20 * BLOCK;
  return new Uint8Array(Math.ceil((written + 2 * BLOCK) / record) * record - written);
}

function padded(data: Uint8Array): Uint8Array[] {
  const rest = data.length % BLOCK;
  return rest === 0 ? [data] : [data, new Uint8Array(BLOCK - rest)];
}

function longMember(type: string, text: string): Uint8Array[] {
  const data = new Uint8Array(text.length + 1);
  for (let i = 0; i < text.length; i++) data[i] = text.charCodeAt(i);
  const blank = { mode: 0o644, uid: 0, gid: 0, user: 'root', group: 'root', mtime: 0, rdev: [0, 0] as const };
  return [header('././@LongLink', '', type, blank, data.length), ...padded(data)];
}

function header(
  name: string,
  link: string,
  type: string,
  entry: Pick<TarEntry, 'mode' | 'uid' | 'gid' | 'user' | 'group' | 'mtime' | 'rdev'>,
  size: number,
): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i++) block[at + i] = text.charCodeAt(i);
  };
  const octal = (at: number, value: number, digits: number): void =>
    put(at, Math.max(0, Math.floor(value)).toString(8).padStart(digits, '0'));
  put(0, name.slice(0, 100));
  octal(100, entry.mode, 7);
  octal(108, entry.uid, 7);
  octal(116, entry.gid, 7);
  octal(124, size, 11);
  octal(136, entry.mtime, 11);
  put(148, '        ');
  put(156, type);
  put(157, link.slice(0, 100));
  put(257, 'ustar  ');
  put(265, entry.user.slice(0, 31));
  put(297, entry.group.slice(0, 31));
  if (type === '3' || type === '4') {
    octal(329, entry.rdev[0], 7);
    octal(337, entry.rdev[1], 7);
  }
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}
