import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { shellProgram } from '../shell/index.ts';
import { pythonProgram } from './program.ts';

// What a real CPython printed for the same programs (recorded with Debian's python3 3.11): name.stdout and name.stderr.
const folder = join(import.meta.dirname, 'fixtures');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const statuses: Readonly<Record<string, number>> = { errors: 4 };

for (const file of readdirSync(folder).filter((name) => name.endsWith('.py'))) {
  const name = file.slice(0, -3);
  test(`${name}: prints what a real Python prints`, async () => {
    const made = testMachine({
      files: { [`/w/${file}`]: read(file) },
      programs: [pythonProgram, shellProgram('dash')],
      executables: { '/usr/local/bin/python3': 'python3', '/bin/sh': 'dash' },
    });
    const { stdout, stderr, status } = await made.run(['python3', file], { cwd: '/w' });
    expect({ stdout, stderr, status }).toEqual({
      stdout: read(`${name}.stdout`),
      stderr: read(`${name}.stderr`),
      status: statuses[name] ?? 0,
    });
  }, 120_000);
}
