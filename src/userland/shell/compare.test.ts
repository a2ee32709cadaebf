import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { type Flavour, shellProgram } from './index.ts';
import { SNIPPETS } from './snippets.test-data.ts';

const REAL: readonly [Flavour, string, string[]][] = [
  ['dash', 'dash', []],
  ['busybox', 'busybox', ['ash']],
];

function real(file: string, args: string[], snippet: string) {
  const cwd = mkdtempSync(join(tmpdir(), 'shell-'));
  try {
    const done = spawnSync(file, [...args, '-c', snippet], {
      cwd,
      env: { PATH: '/usr/bin:/bin', HOME: '/root' },
      input: '',
    });
    return { status: done.status, stdout: String(done.stdout), stderr: String(done.stderr) };
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

async function ours(flavour: Flavour, snippet: string) {
  const programs = [{ ...shellProgram(flavour), name: 'sh' }, cat, grep, environment];
  const { files, run } = testMachine({ programs });
  files.mkdir('/work');
  const name = flavour === 'busybox' ? 'ash' : 'dash';
  files.link('/bin/sh', `/bin/${name}`);
  const { status, stdout, stderr } = await run([name, '-c', snippet], {
    cwd: '/work',
    env: { PATH: '/usr/bin:/bin', HOME: '/root' },
  });
  return { status, stdout, stderr };
}

const cat = {
  name: 'cat',
  async main(sys: import('../../kernel/system-calls.ts').SystemCalls) {
    await sys.write(1, await sys.readAll(0));
    return 0;
  },
};
/** grep -c or grep, enough for the snippets. */
const grep = {
  name: 'grep',
  async main(sys: import('../../kernel/system-calls.ts').SystemCalls) {
    const lines = new TextDecoder().decode(await sys.readAll(0)).split('\n');
    const pattern = new RegExp(sys.argv.at(-1)!);
    const found = lines.filter((line) => line !== '' && pattern.test(line));
    await sys.write(1, sys.argv[1] === '-c' ? `${found.length}\n` : found.map((line) => `${line}\n`).join(''));
    return found.length > 0 ? 0 : 1;
  },
};

const environment = {
  name: 'env',
  async main(sys: import('../../kernel/system-calls.ts').SystemCalls) {
    await sys.write(1, [...sys.env].map(([name, value]) => `${name}=${value}\n`).join(''));
    return 0;
  },
};

/** Where ours and the real one are known to differ in a word of a message. */
const KNOWN = new Set<string>([]);

for (const [flavour, file, args] of REAL) {
  const missing = spawnSync(file, [...args, '-c', ':']).status !== 0;
  if (missing) console.warn(`${file} is not on this machine: its comparison is left out`);
  describe.skipIf(missing)(`like the real ${flavour}`, () => {
    for (const snippet of SNIPPETS) {
      test.skipIf(KNOWN.has(`${flavour} ${snippet}`))(snippet, async () => {
        expect(await ours(flavour, snippet)).toEqual(real(file, args, snippet));
      });
    }
  });
}
