import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { appletNames, busyboxProgram, gnuCommandNames, gnuProgram } from '../commands/registry.ts';
import '../table.ts';
import { type Flavour, shellProgram } from './index.ts';

/** Each snippet under the names of the shells that it is compared with: what they print is asked of them anew each time. */
const SNIPPETS = readFileSync(join(import.meta.dirname, 'snippets.test-data.txt'), 'utf8')
  .split(/^%% /m)
  .slice(1)
  .map((text) => {
    const end = text.indexOf('\n');
    return { shells: text.slice(0, end).split(' '), script: text.slice(end + 1).replace(/\n$/, '') };
  });

const REAL: readonly [Flavour, string, string[]][] = [
  ['dash', 'dash', []],
  ['busybox', 'busybox', ['ash']],
  // A shell whose input is a socket, as Node's pipes are, takes itself for a remote one and reads ~/.bashrc.
  ['bash', 'bash', ['--norc']],
];

const programs = gnuCommandNames().flatMap((name) => gnuProgram(name) ?? []);
const shells = REAL.map(([flavour]) => ({ ...shellProgram(flavour), name: `shell/${flavour}` }));

async function ours(flavour: Flavour, script: string) {
  const commands: Record<string, string> = {
    ...(flavour === 'busybox'
      ? Object.fromEntries(appletNames().map((name) => [name, 'busybox']))
      : Object.fromEntries(programs.map(({ name }) => [name.slice(name.lastIndexOf('/') + 1), name]))),
    sh: `shell/${flavour === 'busybox' ? 'busybox' : 'dash'}`,
    dash: 'shell/dash',
    ash: 'shell/busybox',
    bash: 'shell/bash',
  };
  const entries = Object.entries(commands).flatMap(([name, program]) => [
    [`/bin/${name}`, program],
    [`/usr/bin/${name}`, program],
  ]);
  const { files, run } = testMachine({
    programs: [busyboxProgram, ...programs, ...shells],
    executables: Object.fromEntries(entries),
  });
  files.mkdir('/work');
  const env = { PATH: '/usr/bin:/bin', HOME: '/root' };
  const name = flavour === 'busybox' ? 'ash' : flavour;
  const { status, stdout, stderr } = await run([name, '-c', script], { cwd: '/work', env });
  return { status, stdout, stderr };
}

function real(file: string, args: string[], script: string) {
  const cwd = mkdtempSync(join(tmpdir(), 'shell-'));
  try {
    const env = { PATH: '/usr/bin:/bin', HOME: '/root' };
    const done = spawnSync(file, [...args, '-c', script], { cwd, env, input: '' });
    return { status: done.status, stdout: String(done.stdout), stderr: String(done.stderr) };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

for (const [flavour, file, args] of REAL) {
  const missing = spawnSync(file, [...args, '-c', ':']).status !== 0;
  if (missing) console.warn(`${file} is not on this machine: its comparison is left out`);
  describe.skipIf(missing)(`like the real ${flavour}`, () => {
    for (const { shells: compared, script } of SNIPPETS) {
      if (!compared.includes(flavour)) continue;
      test(script, async () => {
        expect(await ours(flavour, script)).toEqual(real(file, args, script));
      });
    }
  });
}
