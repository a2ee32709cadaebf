import type { TarEntry } from './tar-writer.ts';

const BLOCK = 512;
const KINDS: Readonly<Record<string, TarEntry['kind']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'device',
  '4': 'device',
  '5': 'directory',
  '6': 'fifo',
};
const decoder = new TextDecoder();

export interface ReadEntry extends TarEntry {
  readonly data: Uint8Array;
}

/** Entries of a tar stream (ustar, pax, GNU long names), each with its data. */
export async function* readTar(input: AsyncIterable<Uint8Array>): AsyncGenerator<ReadEntry> {
  const source = new BlockSource(input);
  let overrides: Record<string, string> = {};
  for (;;) {
    const head = await source.take(BLOCK);
    if (head.length < BLOCK || head.every((byte) => byte === 0)) return;
    const text = (at: number, size: number) => decoder.decode(head.subarray(at, at + size)).replace(/\0[\s\S]*$/, '');
    const number = (at: number, size: number) => readNumber(head.subarray(at, at + size));
    const type = String.fromCharCode(head[156]!);
    const size = number(124, 12);
    const data = await source.take(size);
    if (data.length < size) throw new Error('unexpected EOF');
    await source.take((BLOCK - (size % BLOCK)) % BLOCK);
    if (type === 'x' || type === 'g') {
      if (type === 'x') overrides = { ...overrides, ...readPax(data) };
      continue;
    }
    if (type === 'L' || type === 'K') {
      overrides[type === 'L' ? 'path' : 'linkpath'] = decoder.decode(data).replace(/\0+$/, '');
      continue;
    }
    const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
    const name = overrides.path ?? (prefix ? `${prefix}/${text(0, 100)}` : text(0, 100));
    yield {
      name,
      kind: KINDS[type] ?? 'file',
      mode: number(100, 8) & 0o7777,
      uid: Number(overrides.uid ?? number(108, 8)),
      gid: Number(overrides.gid ?? number(116, 8)),
      size,
      mtime: Number(overrides.mtime ?? number(136, 12)) * 1000,
      target: overrides.linkpath ?? text(157, 100),
      data,
    };
    overrides = {};
  }
}

function readNumber(field: Uint8Array): number {
  if (field[0]! & 0x80) return field.slice(1).reduce((value, byte) => value * 256 + byte, 0);
  const digits = decoder
    .decode(field)
    .replace(/\0[\s\S]*$/, '')
    .trim();
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

function readPax(data: Uint8Array): Record<string, string> {
  const records: Record<string, string> = {};
  let at = 0;
  while (at < data.length) {
    const space = data.indexOf(32, at);
    const length = Number(decoder.decode(data.subarray(at, space)));
    if (!length) break;
    const record = decoder.decode(data.subarray(space + 1, at + length - 1));
    const equals = record.indexOf('=');
    records[record.slice(0, equals)] = record.slice(equals + 1);
    at += length;
  }
  return records;
}

/** Bytes by count from chunks of any size. */
class BlockSource {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);

  constructor(input: AsyncIterable<Uint8Array>) {
    this.#iterator = input[Symbol.asyncIterator]();
  }

  async take(count: number): Promise<Uint8Array> {
    if (count === 0) return new Uint8Array(0);
    const parts: Uint8Array[] = [];
    let missing = count;
    while (missing > 0) {
      if (this.#chunk.length === 0) {
        const { value, done } = await this.#iterator.next();
        if (done) break;
        this.#chunk = value;
        continue;
      }
      const part = this.#chunk.subarray(0, missing);
      this.#chunk = this.#chunk.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    if (parts.length === 1) return parts[0]!;
    const joined = new Uint8Array(count - missing);
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }
}
