import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bash } from 'just-bash';
import { executableBytes } from '../../../src/kernel/executable.ts';
import { container, directory, file, smallImage } from './container.ts';
import { type Comparison, inTurns } from './measure.ts';

const APPLETS = ['sh', 'grep', 'find', 'sort', 'sed', 'cat', 'xargs'];
const SCRIPTS = {
  'grep -r': 'grep -r needle data > /dev/null',
  find: "find data -name '*7.txt' > /dev/null",
  'sort of all lines': 'find data -type f | xargs cat | sort > /dev/null',
  'sed of all lines': "find data -type f | xargs cat | sed 's/line/LINE/' > /dev/null",
};

/** 100 directories of 100 files of three lines. */
function tree(): [path: string, text: string][] {
  return Array.from({ length: 10_000 }, (_, index): [string, string] => {
    const lines = [`line ${(index * 7919) % 10_007}`, index % 100 === 7 ? 'a needle' : 'hay', `last ${index}`];
    return [`data/${index % 100}/${index}.txt`, `${lines.join('\n')}\n`];
  });
}

/** Commands of a student over 10,000 small files, beside just-bash and beside busybox itself on a real disk. */
export async function bench(): Promise<Comparison[]> {
  const measures: Comparison[] = [];
  const real = spawnSync('busybox', ['true']).status === 0;
  for (const [what, script] of Object.entries(SCRIPTS)) {
    const how = `\`sh -c "${script}"\` over 10,000 files of three lines`;
    const ours = {
      prepare: ourBox,
      work: (box: ReturnType<typeof ourBox>) => box.run(['/bin/sh', '-c', `cd /; ${script}`]),
    };
    const beside = await inTurns(3, ours, { prepare: justBash, work: (bash) => run(bash, script) });
    measures.push({ what: `${what}, 10,000 files`, peer: 'just-bash', ...beside, wanted: 'faster', bound: 1, how });
    if (!real) continue;
    const folder = onDisk();
    const busybox = await inTurns(3, ours, { prepare: () => folder, work: (cwd) => spawned(cwd, script) });
    rmSync(folder, { recursive: true });
    measures.push({ what: `${what}, 10,000 files`, peer: 'busybox', ...busybox, wanted: 'slower', bound: 30, how });
  }
  return measures;
}

function ourBox() {
  const programs = APPLETS.map((name) => file(`bin/${name}`, executableBytes('busybox'), 0o755));
  const folders = Array.from({ length: 100 }, (_, index) => directory(`data/${index}`));
  const encoder = new TextEncoder();
  return container(
    smallImage([...programs, ...folders, ...tree().map(([path, text]) => file(path, encoder.encode(text)))]),
  );
}

function justBash(): Bash {
  const files = Object.fromEntries(tree().map(([path, text]) => [`/${path}`, text]));
  return new Bash({ files, cwd: '/', executionLimits: { maxLoopIterations: 1_000_000, maxCommandCount: 1_000_000 } });
}

async function run(bash: Bash, script: string): Promise<void> {
  const { exitCode, stderr } = await bash.exec(script);
  if (exitCode !== 0) throw new Error(stderr);
}

function onDisk(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-files-'));
  for (let index = 0; index < 100; index++) mkdirSync(join(folder, 'data', String(index)), { recursive: true });
  for (const [path, text] of tree()) writeFileSync(join(folder, path), text);
  return folder;
}

function spawned(cwd: string, script: string): void {
  const { status, stderr } = spawnSync('busybox', ['sh', '-c', script], { cwd });
  if (status !== 0) throw new Error(String(stderr));
}
