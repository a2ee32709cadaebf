import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testMachine } from '../../../../test/support/machine.ts';
import { gcc } from './gcc.ts';
import { cProgram } from './program.ts';

const folder = join(import.meta.dirname, 'fixtures');
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.c') ? [file.slice(0, -2)] : []));

function recorded(name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}

/** What the recording leaves to chance, or to the shell that ran the program. */
function told(text: string): string {
  return text
    .replace(/\/tmp\/cc\w+\.o/g, '/tmp/cc.o')
    .replace(/\.text\+0x\w+/g, '.text')
    .replace(/^(Segmentation fault|Aborted|Floating point exception).*\n/gm, '');
}

function machine(files: Record<string, string>) {
  return testMachine({
    files: { '/etc/debian_version': '12.12\n', ...files },
    programs: [gcc, cProgram],
    executables: { '/usr/bin/gcc': 'gcc' },
  });
}

describe('what gcc 12 made of the same (fixtures/record.sh)', () => {
  test.each(names)('%s', async (name) => {
    const file = `${name}.c`;
    const { run } = machine({ [`/work/${file}`]: recorded(file)! });
    const built = await run(['gcc', '-o', 'program', file, '-lm'], { cwd: '/work' });
    const out = recorded(`${name}.out`);
    if (out === undefined) {
      expect(built.status).toBe(1);
      expect(told(built.stderr)).toBe(told(recorded(`${name}.err`)!));
      return;
    }
    expect({ stderr: built.stderr, status: built.status }).toEqual({ stderr: '', status: 0 });
    const ran = await run(['./program'], { cwd: '/work', stdin: recorded(`${name}.in`) ?? '' });
    expect(`${ran.stdout}status ${ran.status}\n`).toBe(out);
    expect(ran.stderr).toBe(told(recorded(`${name}.err`) ?? ''));
  });
});

test('files are compiled one by one and linked', async () => {
  const { run, files } = machine({
    '/work/main.c':
      '#include "twice.h"\n#include <stdio.h>\nint main(int argc, char **argv) { printf("%d %s\\n", twice(4), argv[argc - 1]); return counted; }\n',
    '/work/twice.h': '#ifndef TWICE_H\n#define TWICE_H\nint twice(int n);\nextern int counted;\n#endif\n',
    '/work/twice.c':
      '#include "twice.h"\nint counted;\nstatic int by = FACTOR;\nint twice(int n) { counted++; return n * by; }\n',
  });
  const gccs = [
    ['-c', 'main.c'],
    ['-Wall', '-O2', '-DFACTOR=2', '-c', 'twice.c', '-o', 't.o'],
    ['main.o', 't.o', '-static', '-o', 'app'],
  ];
  for (const args of gccs)
    expect(await run(['gcc', ...args], { cwd: '/work' })).toMatchObject({ stdout: '', stderr: '', status: 0 });
  expect(await run(['./app', 'last'], { cwd: '/work' })).toMatchObject({ stdout: '8 last\n', status: 1 });
  expect(files.stat('/work/app').size).toBe(785_280);
});

test('what is not there is refused at its place', async () => {
  const { run } = machine({
    '/work/a.c': '#include <pthread.h>\nint main(void) { return 0; }\n',
    '/work/b.c': 'int main(void) { goto end; end: return 0; }\n',
  });
  expect((await run(['gcc', 'a.c'], { cwd: '/work' })).stderr).toMatch(
    /^a\.c:1:10: error: drydock: not simulated: the header <pthread\.h>\n/,
  );
  expect((await run(['gcc', 'b.c'], { cwd: '/work' })).stderr).toMatch(/error: drydock: not simulated: goto\n/);
});

test('an endless recursion and a division by zero end as they do', async () => {
  const { run } = machine({
    '/work/a.c': 'int down(int n) { return down(n + 1) + 1; }\nint main(void) { return down(0); }\n',
    '/work/b.c': 'int main(int argc, char **argv) { return 1 / (argc - 1); }\n',
  });
  await run(['gcc', 'a.c', '-o', 'a'], { cwd: '/work' });
  await run(['gcc', 'b.c', '-o', 'b'], { cwd: '/work' });
  expect((await run(['./a'], { cwd: '/work' })).status).toBe(139);
  expect((await run(['./b'], { cwd: '/work' })).status).toBe(136);
});
