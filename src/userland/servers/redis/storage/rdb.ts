import { binaryFromBytes, binaryFromText, bytesFromBinary } from '../../../commands/common/binary.ts';
import type { Keyspace, Value } from '../keyspace.ts';

/** A dump this reader does not understand: another encoding than the plain ones written here. */
export class RdbError extends Error {}

const VERSION = 12;
const AUX = 0xfa;
const RESIZE = 0xfb;
const EXPIRE_MS = 0xfc;
const EXPIRE_SECONDS = 0xfd;
const SELECT = 0xfe;
const END = 0xff;
const TYPES = { string: 0, list: 1, set: 2, hash: 4, zset: 5 } as const;

/** The databases as an RDB file of version 12 with plain encodings and no checksum, which Redis reads, too. */
export function encodeRdb(databases: readonly Keyspace[], aux: Readonly<Record<string, string>>): Uint8Array {
  let out = `REDIS${String(VERSION).padStart(4, '0')}`;
  for (const [name, value] of Object.entries(aux)) out += byte(AUX) + text(name) + text(value);
  for (const [index, keys] of databases.entries()) {
    if (keys.size === 0) continue;
    out += byte(SELECT) + length(index) + byte(RESIZE) + length(keys.size) + length(keys.withExpiry);
    for (const key of keys.keys()) {
      const value = keys.get(key);
      const at = keys.expiry(key);
      if (value)
        out +=
          (at === undefined ? '' : byte(EXPIRE_MS) + little(at)) + byte(TYPES[value.type]) + text(key) + body(value);
    }
  }
  return bytesFromBinary(`${out}${byte(END)}${'\0'.repeat(8)}`);
}

function body(value: Value): string {
  switch (value.type) {
    case 'string':
      return text(value.text);
    case 'list':
      return length(value.items.length) + value.items.map(text).join('');
    case 'set':
      return length(value.members.size) + [...value.members].map(text).join('');
    case 'hash':
      return length(value.fields.size) + [...value.fields].map(([name, each]) => text(name) + text(each)).join('');
    case 'zset':
      return (
        length(value.scores.size) + [...value.scores].map(([member, score]) => text(member) + double(score)).join('')
      );
  }
}

const byte = (value: number) => String.fromCharCode(value & 255);

function length(value: number): string {
  if (value < 64) return byte(value);
  if (value < 16_384) return byte(0x40 | (value >> 8)) + byte(value);
  return byte(0x80) + byte(value >>> 24) + byte(value >>> 16) + byte(value >>> 8) + byte(value);
}

function text(value: string): string {
  return length(value.length) + value;
}

function little(value: number): string {
  let left = BigInt(Math.round(value));
  let out = '';
  for (let i = 0; i < 8; i++) {
    out += byte(Number(left & 255n));
    left >>= 8n;
  }
  return out;
}

function double(value: number): string {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return binaryFromBytes(bytes);
}

export interface Loaded {
  readonly keys: number;
  readonly expired: number;
  readonly aux: ReadonlyMap<string, string>;
}

/** Fills the databases from a dump. */
export function decodeRdb(bytes: Uint8Array, databases: readonly Keyspace[], now: number): Loaded {
  return new Decoder(bytes).load(databases, now);
}

class Decoder {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 9;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (binaryFromBytes(bytes.subarray(0, 5)) !== 'REDIS')
      throw new RdbError('Wrong signature trying to load DB from file');
  }

  load(databases: readonly Keyspace[], now: number): Loaded {
    const aux = new Map<string, string>();
    let keys = databases[0]!;
    let [count, expired] = [0, 0];
    let expiresAt: number | undefined;
    for (;;) {
      const kind = this.#byte();
      if (kind === END) return { keys: count, expired, aux };
      if (kind === AUX) aux.set(this.#text(), this.#text());
      else if (kind === SELECT) keys = databases[this.#length()] ?? keys;
      else if (kind === RESIZE) {
        this.#length();
        this.#length();
      } else if (kind === EXPIRE_MS) {
        expiresAt = Number(this.#view.getBigUint64(this.#at, true));
        this.#at += 8;
      } else if (kind === EXPIRE_SECONDS) {
        expiresAt = this.#view.getUint32(this.#at, true) * 1000;
        this.#at += 4;
      } else {
        const key = this.#text();
        const value = this.#value(kind);
        if (expiresAt !== undefined && expiresAt <= now) expired++;
        else {
          keys.set(key, value);
          if (expiresAt !== undefined) keys.setExpiry(key, expiresAt);
          count++;
        }
        expiresAt = undefined;
      }
    }
  }

  #value(kind: number): Value {
    const many = <T>(read: () => T): T[] => Array.from({ length: this.#length() }, read);
    switch (kind) {
      case TYPES.string:
        return { type: 'string', text: this.#text() };
      case TYPES.list:
        return { type: 'list', items: many(() => this.#text()) };
      case TYPES.set:
        return { type: 'set', members: new Set(many(() => this.#text())) };
      case TYPES.hash:
        return { type: 'hash', fields: new Map(many(() => [this.#text(), this.#text()])) };
      case TYPES.zset:
        return { type: 'zset', scores: new Map(many(() => [this.#text(), this.#double()])) };
      default:
        throw new RdbError(`drydock: not simulated: RDB value type ${kind}`);
    }
  }

  #byte(): number {
    const value = this.#bytes[this.#at++];
    if (value === undefined) throw new RdbError('Unexpected EOF reading RDB file');
    return value;
  }

  #length(): number {
    const first = this.#byte();
    if (first < 64) return first;
    if (first < 128) return ((first & 63) << 8) | this.#byte();
    if (first !== 0x80) throw new RdbError('drydock: not simulated: this RDB length encoding');
    const value = this.#view.getUint32(this.#at, false);
    this.#at += 4;
    return value;
  }

  #text(): string {
    const first = this.#bytes[this.#at] ?? 0;
    if (first >= 0xc0) {
      this.#at++;
      if (first === 0xc0) return String(this.#view.getInt8(this.#at++));
      const size = first === 0xc1 ? 2 : 4;
      if (first > 0xc2) throw new RdbError('drydock: not simulated: compressed RDB strings');
      const value = size === 2 ? this.#view.getInt16(this.#at, true) : this.#view.getInt32(this.#at, true);
      this.#at += size;
      return String(value);
    }
    const size = this.#length();
    const value = binaryFromBytes(this.#bytes.subarray(this.#at, this.#at + size));
    this.#at += size;
    return value;
  }

  #double(): number {
    const value = this.#view.getFloat64(this.#at, true);
    this.#at += 8;
    return value;
  }
}

/** A number in an aux field. */
export function auxText(value: number): string {
  return binaryFromText(String(Math.floor(value)));
}
