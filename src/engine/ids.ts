import type { Platform } from '../kernel/platform.ts';

/** 64 random hex digits: container, network, exec and endpoint ids. */
export function randomId(platform: Platform): string {
  return hex(platform.random(32));
}

export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** The 12 digits people see, of an id with or without `sha256:`. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

/** BuildKit's record ids: 25 characters of base 36. */
export function base36Id(seed: string): string {
  const value = BigInt(`0x${seed.replace(/^sha256:/, '').slice(0, 33)}`);
  return value.toString(36).padStart(25, '0').slice(0, 25);
}
