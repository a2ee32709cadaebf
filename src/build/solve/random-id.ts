import type { Platform } from '../../kernel/platform.ts';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** An id of 25 letters and digits, as BuildKit gives its snapshots and records. */
export function randomId(platform: Platform): string {
  return [...platform.random(25)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
}
