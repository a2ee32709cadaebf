import { expect, test } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { gnuCommandNames, gnuProgram } from '../commands/registry.ts';
import { shellProgram } from './index.ts';

const shells = (['dash', 'bash', 'busybox'] as const).map((flavour) => ({ ...shellProgram(flavour), name: flavour }));
const programs = [...gnuCommandNames().flatMap((name) => gnuProgram(name) ?? []), ...shells];

function machine() {
  return testMachine({ programs });
}

/** Ctrl-C as soon as the script has begun: everything in the foreground gets SIGINT. */
async function interrupted(script: string): Promise<number> {
  const { kernel, run } = machine();
  const ending = run(['bash', '-c', script]);
  await new Promise((resolve) => setTimeout(resolve, 1));
  for (const process of kernel.processes()) process.kill(2);
  return (await ending).status;
}

test.each([
  'while :; do :; done',
  'yes > /dev/null',
  'cat /dev/zero | wc -c',
  'yes | sed s/y/x/ > /dev/null',
  'while :; do expr 1 + 1 > /dev/null; done',
  'awk "BEGIN { while (1) i++ }"',
  'seq 1000000000 > /dev/null',
  'read line < /dev/zero',
  'x=$(yes)',
])('Ctrl-C ends: %s', async (script) => {
  expect(await interrupted(script)).toBe(130);
});

test('a function that calls itself for ever ends as the real shells end', async () => {
  const { run } = machine();
  const script = 'f() { f; }; f';
  expect(await run(['dash', '-c', script])).toMatchObject({
    status: 2,
    stderr: 'dash: 1: Maximum function recursion depth (1000) reached\n',
  });
  expect(await run(['bash', '-c', `bash -c '${script}'; echo $?`])).toMatchObject({ stdout: '139\n' });
});

test('a deep recursion that ends is no runaway', async () => {
  const { run } = machine();
  const script = 'f() { [ $1 -eq 0 ] && return; f $(($1 - 1)); }; f 3000; echo done';
  expect(await run(['bash', '-c', script])).toMatchObject({ status: 0, stdout: 'done\n' });
});

test('files of gigabytes of zeros take no memory', async () => {
  const { run } = machine();
  const script = 'dd if=/dev/zero of=x bs=4M count=256 2> /dev/null; truncate -s 10G y; stat -c %s x y';
  expect(await run(['bash', '-c', script])).toMatchObject({ status: 0, stdout: '1073741824\n10737418240\n' });
});

test('a fork bomb fills the table of processes and the others go on', async () => {
  const { run } = machine();
  const script = '(while sleep 1000 > /dev/null 2>&1 & do :; done); echo $?';
  const full = await run(['bash', '-c', `${script}; kill -9 -1`], { pidsLimit: 40 });
  expect(full.stderr).toContain('bash: fork: Resource temporarily unavailable\n');
  expect(full.stdout).toBe('254\n');
});

test('a string that doubles for ever ends its shell as the kernel does, for want of memory', async () => {
  const { run } = machine();
  const { status } = await run(['bash', '-c', 'x=a; while :; do x=$x$x; done']);
  expect(status).toBe(137);
});

test('a brace sequence of millions is refused', async () => {
  const { run } = machine();
  const { stderr } = await run(['bash', '-c', 'echo {1..100000000}']);
  expect(stderr).toContain('brace expansion: failed to allocate memory for 100000000 elements');
});
