import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { gnuCommandNames, gnuProgram } from '../commands/registry.ts';
import { shellProgram } from '../shell/index.ts';

interface Case {
  readonly script: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}
const CASES: Case[] = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'make.json'), 'utf8'));

test.each(CASES)('$script', async ({ script, stdout, stderr, status }) => {
  const machine = testMachine({
    programs: [shellProgram('dash'), ...gnuCommandNames().flatMap((name) => gnuProgram(name) ?? [])],
  });
  machine.files.symlink('dash', '/bin/sh');
  machine.files.mkdir('/work');
  const env = { PATH: '/bin', LC_ALL: 'C', TZ: 'UTC' };
  const { stdoutBytes: _, ...ours } = await machine.run(['sh', '-c', script], { cwd: '/work', env });
  expect(ours).toEqual({ stdout, stderr, status });
});
