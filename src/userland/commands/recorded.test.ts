import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type TestMachine, testMachine } from '../../../test/support/machine.ts';
import { shellProgram } from '../shell/index.ts';
// registers the shell applets
import '../table.ts';
import { appletNames, busyboxProgram, gnuCommandNames, gnuProgram } from './registry.ts';

interface Case {
  readonly script: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}
type System = 'busybox' | 'gnu';

const CASES: Record<System, Case[]> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'commands.json'), 'utf8'),
);

function machine(system: System): TestMachine {
  if (system === 'gnu') {
    const programs = [shellProgram('bash'), ...gnuCommandNames().flatMap((name) => gnuProgram(name) ?? [])];
    return testMachine({ programs });
  }
  const made = testMachine({ programs: [busyboxProgram], executables: { '/bin/busybox': 'busybox' } });
  for (const name of appletNames()) made.files.symlink('busybox', `/bin/${name}`);
  return made;
}

/** The version is another one. */
function plain(text: string): string {
  return text.replace(/^BusyBox v.*/gm, 'BusyBox');
}

describe.each(['busybox', 'gnu'] as const)('like the real %s', (system) => {
  test.each(CASES[system])('$script', async ({ script, stdout, stderr, status }) => {
    const made = machine(system);
    made.files.mkdir('/work');
    const shell = system === 'gnu' ? 'bash' : 'ash';
    const ours = await made.run([shell, '-c', script], { cwd: '/work', env: { PATH: '/bin', LC_ALL: 'C', TZ: 'UTC' } });
    expect({ stdout: ours.stdout, stderr: plain(ours.stderr), status: ours.status }).toEqual({
      stdout,
      stderr,
      status,
    });
  });
});
