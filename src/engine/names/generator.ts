import type { Platform } from '../../kernel/platform.ts';
import { ADJECTIVES, SURNAMES } from './words.ts';

/** `focused_turing`; never `boring_wozniak`. `retry` above 0 adds a digit (moby's pkg/namesgenerator). */
export function randomName(platform: Platform, retry: number): string {
  const pick = (words: readonly string[]) => {
    const [high = 0, low = 0] = platform.random(2);
    return words[(high * 256 + low) % words.length] as string;
  };
  for (;;) {
    const name = `${pick(ADJECTIVES)}_${pick(SURNAMES)}`;
    if (name === 'boring_wozniak') continue;
    return retry > 0 ? `${name}${(platform.random(1)[0] ?? 0) % 10}` : name;
  }
}
