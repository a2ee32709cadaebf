import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '../../src/kernel/program.ts';
import { COMMANDS } from '../../src/userland/commands/commands.ts';
import { busyboxProgram, gnuProgram } from '../../src/userland/commands/registry.ts';
// registers the shell applets
import '../../src/userland/table.ts';
import { shellProgram } from '../../src/userland/shell/index.ts';
import { type TestMachine, testMachine } from '../support/machine.ts';

/** toybox's coreutils cases, on the flavours whose real programs pass them. */
interface Case {
  id: string;
  cmd_name: string;
  cmd: string;
  expected: string;
  input: string | null;
  stdin: string | null;
  gnu?: boolean;
  busybox?: boolean;
  ignoreSpace?: boolean;
  cwd?: Record<
    string,
    { content?: string; mode?: string; dir?: true; symlink?: string; hardlink?: string; size?: number }
  >;
}

/** What the suite's scripts set up around their cases, in our words: variables and functions the cases use. */
const ENVIRONMENT: Record<string, Record<string, string>> = {
  env: { WALRUS: '42', BANANA: 'hello', LETTERS: 'a b c' },
};
const FUNCTIONS: Record<string, string> = {
  tar: 'SUM() { sha1sum | sed "s/ .*//"; }',
  test:
    'type_test() { for one in d f L s p n; do test "$@" $one && echo -n $one; done; }\n' +
    'arith_test() { test -1 "$1" 1 && echo -n l; test 0 "$1" 0 && echo -n e; test -3 "$1" -5 && echo -n g; }',
};

export interface Result {
  name: string;
  passed: number;
  total: number;
  failures: string[];
}

const CASE_TIMEOUT = 5000;

/** Runs every case twice: as GNU commands under bash, as busybox applets under ash. */
export async function run(dataDir: string, only?: RegExp): Promise<Result> {
  const path = join(dataDir, 'toybox/coreutils-tests.json');
  const result: Result = { name: 'toybox coreutils', passed: 0, total: 0, failures: [] };
  if (!existsSync(path)) return result;
  const cases = JSON.parse(readFileSync(path, 'utf8')) as Case[];
  for (const flavour of ['gnu', 'busybox'] as const) {
    for (const one of cases) {
      if (!one[flavour] || !reproducible(one) || (only && !only.test(one.id))) continue;
      result.total++;
      const got = await runCase(one, flavour);
      const alike = one.ignoreSpace ? squeeze(got) === squeeze(one.expected) : got === one.expected;
      if (alike) result.passed++;
      else
        result.failures.push(
          `${flavour} ${one.id}: ${JSON.stringify(one.cmd)} gave ${JSON.stringify(got.slice(0, 300))}`,
        );
    }
  }
  return result;
}

/** Large files are given by their size only: cases that need their content cannot be run. */
function reproducible({ cwd = {} }: Case): boolean {
  return Object.values(cwd).every(({ size }) => !size);
}

function squeeze(text: string): string {
  return text.trim().split(/\s+/).join(' ');
}

function machineFor(flavour: 'gnu' | 'busybox'): TestMachine {
  if (flavour === 'gnu') {
    const names = Object.keys(COMMANDS);
    const programs: Program[] = [shellProgram('bash'), ...names.flatMap((name) => gnuProgram(name) ?? [])];
    return testMachine({ programs, executables: { ...standard(programs), '/bin/sh': 'bash' } });
  }
  const machine = testMachine({
    programs: [busyboxProgram],
    executables: { '/bin/busybox': 'busybox' },
  });
  for (const name of [...Object.keys(COMMANDS), 'sh']) {
    machine.files.symlink('busybox', `/bin/${name}`);
    machine.files.symlink('../../bin/busybox', `/usr/bin/${name}`);
  }
  return machine;
}

function standard(programs: readonly Program[]): Record<string, string> {
  const executables: Record<string, string> = {};
  for (const { name } of programs) {
    const file = name.slice(name.lastIndexOf('/') + 1);
    executables[`/bin/${file}`] = name;
    executables[`/usr/bin/${file}`] = name;
  }
  return executables;
}

async function runCase(one: Case, flavour: 'gnu' | 'busybox'): Promise<string> {
  const machine = machineFor(flavour);
  machine.files.mkdir('/work', 0o755);
  fill(machine, '/work', one.cwd ?? {});
  if (one.input !== null) machine.files.writeFile('/work/input', one.input);
  const given = FUNCTIONS[one.cmd_name];
  const script = given ? `${given}\n${one.cmd}` : one.cmd;
  const env: Record<string, string> = { LC_ALL: 'C', TZ: 'UTC', CMDNAME: one.cmd_name, ...ENVIRONMENT[one.cmd_name] };
  const shell = [flavour === 'gnu' ? 'bash' : 'sh', '-c', script];
  const running = machine.run(shell, { cwd: '/work', stdin: one.stdin ?? '', env }).then(
    ({ stdout }) => stdout,
    (error: unknown) => `(failed: ${String(error)})`,
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('(timeout)'), CASE_TIMEOUT);
  });
  const out = await Promise.race([running, late]);
  clearTimeout(timer);
  for (const process of machine.kernel.processes()) process.kill(9);
  return out;
}

function fill(machine: TestMachine, root: string, tree: NonNullable<Case['cwd']>): void {
  const { files } = machine;
  const links: [string, string][] = [];
  for (const [name, entry] of Object.entries(tree)) {
    const path = `${root}/${name}`;
    let parent = root;
    for (const part of name.split('/').slice(0, -1)) {
      parent += `/${part}`;
      if (!files.exists(parent)) files.mkdir(parent);
    }
    if (entry.symlink !== undefined) files.symlink(entry.symlink, path);
    else if (entry.hardlink !== undefined) links.push([`${root}/${entry.hardlink}`, path]);
    else if (entry.dir) {
      if (!files.exists(path)) files.mkdir(path);
    } else if (entry.content !== undefined) {
      files.writeFile(path, entry.content);
      files.chmod(path, Number(entry.mode ?? '0o644'));
    } else files.mknod(path, 'fifo', 0o644);
  }
  for (const [target, path] of links) files.link(target, path);
}
