import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { nodeProgram } from './program.ts';

it('console and util.inspect show values as Node itself does', { timeout: 60_000 }, async () => {
  const program = readFileSync(join(import.meta.dirname, 'inspect-cases.test-data.txt'), 'utf8');
  const expected = execFileSync(process.execPath, ['-e', program], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const made = testMachine({
    files: {},
    programs: [nodeProgram],
    executables: { '/usr/local/bin/node': 'node' },
  });
  const { stdout } = await made.run(['node', '-e', program]);
  expect(stdout).toBe(expected);
});
