import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { play } from './ours.ts';
import type { Played } from './screen.ts';
import { SESSIONS } from './sessions.ts';

const recorded = (system: string): Record<string, Played> =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', `${system}.json`), 'utf8')).sessions;
const REAL = { ...recorded('busybox'), ...recorded('gnu') };

/** Milliseconds of silence that count as rest, longer each time a busy machine was mistaken for one at rest. */
const QUIET = [60, 200, 600];

describe.concurrent('a terminal shows what the real program shows', () => {
  for (const session of SESSIONS) {
    test(session.name, { timeout: 60_000 }, async () => {
      const real = REAL[session.name];
      for (const quiet of QUIET.slice(0, -1)) {
        const ours = await play(session, quiet);
        if (JSON.stringify(ours) === JSON.stringify(real)) return;
      }
      expect(await play(session, QUIET.at(-1)!)).toEqual(real);
    });
  }
});
