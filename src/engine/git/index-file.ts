import { concat } from '../../kernel/bytes.ts';
import { bytesOf } from './objects.ts';
import type { CommittedFile } from './repository.ts';
import { sha1 } from './sha1.ts';

const FIXED = 62;

/** `.git/index`, version 2 (gitformat-index): what is staged, here exactly what the commit holds. */
export function indexFile(files: readonly CommittedFile[], now: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(12));
  header.setUint32(0, 0x44495243);
  header.setUint32(4, 2);
  header.setUint32(8, files.length);
  const content = concat([
    new Uint8Array(header.buffer),
    ...files.map((file) => entryOf(file, Math.floor(now / 1000))),
  ]);
  return concat([content, bytesOf(sha1(content))]);
}

function entryOf({ path, mode, object }: CommittedFile, seconds: number): Uint8Array {
  const name = new TextEncoder().encode(path);
  // Padded with one to eight zero bytes to a multiple of eight.
  const bytes = new Uint8Array(Math.floor((FIXED + name.length + 8) / 8) * 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, seconds);
  view.setUint32(8, seconds);
  view.setUint32(24, Number.parseInt(mode, 8));
  view.setUint32(36, object.content.length);
  bytes.set(bytesOf(object.id), 40);
  view.setUint16(60, Math.min(name.length, 0xfff));
  bytes.set(name, FIXED);
  return bytes;
}
