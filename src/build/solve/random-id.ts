import type { Platform } from '../../kernel/platform.ts';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** An id of 25 letters and digits, as BuildKit gives its snapshots and records. */
export function randomId(platform: Platform): string {
  return [...platform.random(25)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** As BuildKit names what it got from the client. */
export function randomUuid(platform: Platform): string {
  const bytes = [...platform.random(16)];
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
