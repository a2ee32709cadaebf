import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playReal, type Real } from './real.ts';
import type { Played } from './screen.ts';
import { SESSIONS } from './sessions.ts';

/** Writes what the real programs of this machine show. */
export async function record(real: Real): Promise<void> {
  for (const system of ['busybox', 'gnu'] as const) {
    const played: Record<string, Played> = {};
    for (const session of SESSIONS) {
      if (session.system !== system) continue;
      played[session.name] = await playReal(session, real);
      console.log(session.name);
    }
    const version = system === 'busybox' ? [real.busybox] : ['bash', '--version'];
    const [recorded] = spawnSync(version[0]!, version.slice(1), { encoding: 'utf8' }).stdout.split('\n');
    const lines = Object.entries(played).map(([name, each]) => `${JSON.stringify(name)}: ${JSON.stringify(each)}`);
    writeFileSync(
      join(real.folder, 'fixtures', `${system}.json`),
      `{\n"recorded": ${JSON.stringify(recorded)},\n"sessions": {\n${lines.join(',\n')}\n}\n}\n`,
    );
  }
}
