import { Gunzip, gzipSync } from 'fflate';
import { concat } from '../../../kernel/bytes.ts';

export type Level = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** All members in a row; undefined when the data ends too early. */
export function gunzipBytes(bytes: Uint8Array): Uint8Array | undefined {
  try {
    const parts: Uint8Array[] = [];
    const reader = new Gunzip((part) => parts.push(part));
    reader.push(bytes, true);
    return concat(parts);
  } catch {
    return undefined;
  }
}

/** A member, with the name and the time of what is packed where the program writes them down. */
export function gzipBytes(bytes: Uint8Array, level: Level, origin?: { name: string; mtime: number }): Uint8Array {
  if (!origin) return gzipSync(bytes, { level, mtime: 0 });
  return gzipSync(bytes, { level, filename: origin.name, mtime: origin.mtime });
}

/** How much smaller the data themselves became, header and trailer apart, as GNU's gzip writes it. */
export function ratio(packed: Uint8Array, plain: number): string {
  return percent(packed.length - overhead(packed), plain);
}

/** Header and trailer. */
export function overhead(packed: Uint8Array): number {
  return headerLength(packed) + 8;
}

export function percent(packed: number, plain: number): string {
  const value = plain === 0 ? 0 : ((plain - packed) * 100) / plain;
  return `${value.toFixed(1).padStart(5)}%`;
}

function headerLength(bytes: Uint8Array): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (bytes[at]! | (bytes[at + 1]! << 8));
  if (flags & 8) at = bytes.indexOf(0, at) + 1;
  if (flags & 16) at = bytes.indexOf(0, at) + 1;
  return flags & 2 ? at + 2 : at;
}
