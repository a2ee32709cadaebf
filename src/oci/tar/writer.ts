/**
 * Writes what Go's archive/tar writes (USTAR, PAX only for what USTAR cannot hold), which is what Docker's and
 * BuildKit's layers are made of: the same entries are the same bytes everywhere.
 */
import { BLOCK, type TarEntry, TarError, TYPE_FLAG } from './entry.ts';
import { fitsOctal, packHeader } from './header.ts';

const encoder = new TextEncoder();
const NAME = 100;
const PREFIX = 155;
const STAGE = 64 * 1024;

export class TarWriter {
  /** Bytes emitted or staged so far. */
  length = 0;
  readonly #emit: (chunk: Uint8Array) => void;
  readonly #stage = new Uint8Array(STAGE);
  #used = 0;

  /** `emit` gets the archive in order; a chunk is valid only during the call. */
  constructor(emit: (chunk: Uint8Array) => void) {
    this.#emit = emit;
  }

  add(entry: TarEntry): void {
    const name = entry.kind === 'directory' ? `${entry.path}/` : entry.path;
    const link = entry.link ?? '';
    const data = entry.kind === 'file' ? entry.data : undefined;
    const size = data?.length ?? 0;
    const mtime = Math.floor(entry.mtime / 1000);
    if (name.includes('\0') || link.includes('\0')) throw new TarError(`archive/tar: NUL in the name ${name}`);

    let records: Map<string, Uint8Array> | undefined = entry.records && new Map(entry.records);
    const record = (key: string, value: string | number) => {
      records ??= new Map();
      records.set(key, encoder.encode(String(value)));
    };
    let prefix = '';
    let shortName = name;
    if (name.length > NAME || !isAscii(name)) {
      const split = splitPath(name);
      if (split) [prefix, shortName] = split;
      else record('path', name);
    }
    if (link.length > NAME || !isAscii(link)) record('linkpath', link);
    if (!fitsOctal(entry.uid, 8)) record('uid', entry.uid);
    if (!fitsOctal(entry.gid, 8)) record('gid', entry.gid);
    if (!fitsOctal(size, 12)) record('size', size);
    if (!fitsOctal(mtime, 12)) record('mtime', mtime);

    if (records && records.size > 0) {
      // With PAX the name goes whole into its record, never into the prefix field.
      if (prefix !== '') record('path', name);
      prefix = '';
      shortName = asciiOnly(name);
      this.#pax(name, records);
    }
    packHeader(this.#stage, this.#reserve(), {
      name: shortName,
      prefix,
      mode: entry.mode,
      uid: entry.uid,
      gid: entry.gid,
      size,
      mtime,
      flag: TYPE_FLAG[entry.kind],
      link: asciiOnly(link),
      major: entry.rdev?.[0] ?? 0,
      minor: entry.rdev?.[1] ?? 0,
      devices: true,
    });
    if (data) this.#data(data);
  }

  /** Two empty blocks end an archive. */
  end(): void {
    this.#reserve();
    this.#reserve();
    this.#flush();
  }

  #pax(name: string, records: ReadonlyMap<string, Uint8Array>): void {
    const body = packRecords(records);
    const slash = name.lastIndexOf('/');
    const directory = slash < 0 ? '' : name.slice(0, slash).replace(/\/+$/, '');
    const file = name.slice(slash + 1);
    const path = [directory, 'PaxHeaders.0', file].filter((part) => part !== '').join('/');
    packHeader(this.#stage, this.#reserve(), {
      name: asciiOnly(path).slice(0, NAME).replace(/\/+$/, ''),
      prefix: '',
      mode: 0,
      uid: 0,
      gid: 0,
      size: body.length,
      mtime: 0,
      flag: 'x',
      link: '',
      major: 0,
      minor: 0,
      devices: false,
    });
    this.#data(body);
  }

  /** A zeroed block of the stage. */
  #reserve(): number {
    if (this.#used + BLOCK > STAGE) this.#flush();
    const at = this.#used;
    this.#stage.fill(0, at, at + BLOCK);
    this.#used += BLOCK;
    this.length += BLOCK;
    return at;
  }

  #data(data: Uint8Array): void {
    const padded = Math.ceil(data.length / BLOCK) * BLOCK;
    this.length += padded;
    if (padded > STAGE / 4) {
      this.#flush();
      this.#emit(data);
      this.#stage.fill(0, 0, BLOCK);
      this.#used = padded - data.length;
      return;
    }
    if (this.#used + padded > STAGE) this.#flush();
    this.#stage.set(data, this.#used);
    this.#stage.fill(0, this.#used + data.length, this.#used + padded);
    this.#used += padded;
  }

  #flush(): void {
    if (this.#used > 0) this.#emit(this.#stage.subarray(0, this.#used));
    this.#used = 0;
  }
}

/** A whole archive in one array. */
export function writeTar(entries: Iterable<TarEntry>): Uint8Array {
  const chunks: Uint8Array[] = [];
  const writer = new TarWriter((chunk) => void chunks.push(chunk.slice()));
  for (const entry of entries) writer.add(entry);
  writer.end();
  const bytes = new Uint8Array(writer.length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** USTAR keeps a long path in two fields, cut at a slash. */
function splitPath(name: string): [string, string] | undefined {
  if (name.length <= NAME || !isAscii(name)) return undefined;
  let length = name.length;
  if (length > PREFIX + 1) length = PREFIX + 1;
  else if (name.endsWith('/')) length--;
  const slash = name.lastIndexOf('/', length - 1);
  const rest = name.length - slash - 1;
  if (slash <= 0 || rest > NAME || rest === 0) return undefined;
  return [name.slice(0, slash), name.slice(slash + 1)];
}

/** `length key=value\n`, sorted by key; the length counts its own digits. */
function packRecords(records: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const key of [...records.keys()].sort()) {
    const value = records.get(key)!;
    const head = encoder.encode(` ${key}=`);
    const rest = head.length + value.length + 1;
    let length = rest + String(rest).length;
    length = rest + String(length).length;
    parts.push(encoder.encode(String(length)), head, value, NEWLINE);
  }
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
const NEWLINE = encoder.encode('\n');

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

function asciiOnly(text: string): string {
  return isAscii(text) ? text : text.replace(/[^\x01-\x7f]/g, '');
}
