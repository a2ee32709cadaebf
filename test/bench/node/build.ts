import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createComputer } from '../../../src/host/computer.ts';
import type { InitialFile } from '../../../src/host/workspace.ts';
import { nodePlatform } from '../../support/platform.ts';
import { BASE, contextFiles } from './context.ts';
import { type Comparison, median } from './measure.ts';

const ROUNDS = 3;
const TAG = 'drydock-bench';
const BUSYBOX = '/bin/busybox';

/** A cold build on the simulated engine and on a real one: the same Dockerfile, the same files, `docker build` on both. */
export async function bench(docker: string): Promise<Comparison> {
  if (!existsSync(BUSYBOX)) throw new Error(`no ${BUSYBOX} here to build the base image for the real engine from`);
  const folder = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
  const ours: number[] = [];
  const theirs: number[] = [];
  try {
    makeBase(docker, folder);
    for (let round = 0; round < ROUNDS; round++) {
      // New content each round: BuildKit keeps what it was once sent.
      const files = contextFiles(`round ${round} of ${Date.now()}`);
      ours.push(await simulated(files));
      theirs.push(real(docker, join(folder, `context-${round}`), files));
    }
  } finally {
    spawnSync(docker, ['rmi', '--force', TAG, BASE], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    what: 'cold build of 12 steps, 1,000 files of context',
    peer: 'a real Docker engine',
    ours: median(ours),
    theirs: median(theirs),
    wanted: 'faster',
    bound: 10,
    how: `\`docker build --network none --no-cache -t ${TAG} .\` on both, the Dockerfile of test/bench/node/context.ts`,
  };
}

/** On a computer just booted, from the command's start to its end. */
async function simulated(files: ReadonlyMap<string, string>): Promise<number> {
  const encoder = new TextEncoder();
  const computer = await createComputer({
    platform: nodePlatform(),
    images: ['busybox:latest'],
    folder: 'work',
    files: [...files].map(([path, text]): InitialFile => {
      return { path, kind: 'file', mode: 0o644, data: encoder.encode(text) };
    }),
  });
  const session = computer.openSession();
  await session.run(`docker tag busybox:latest ${BASE}`);
  const started = performance.now();
  const { exit, stderr } = await session.run(`docker build --network none --no-cache -t ${TAG} .`);
  const taken = performance.now() - started;
  if (exit !== 0) throw new Error(stderr);
  return taken;
}

function makeBase(docker: string, folder: string): void {
  const base = join(folder, 'base');
  mkdirSync(base);
  copyFileSync(BUSYBOX, join(base, 'busybox'));
  writeFileSync(
    join(base, 'Dockerfile'),
    'FROM scratch\nCOPY busybox /bin/\nRUN ["/bin/busybox", "--install", "/bin"]\n',
  );
  run(docker, ['build', '--quiet', '--network', 'none', '-t', BASE, base]);
}

function real(docker: string, folder: string, files: ReadonlyMap<string, string>): number {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const started = performance.now();
  run(docker, ['build', '--network', 'none', '--no-cache', '-t', TAG, folder]);
  return performance.now() - started;
}

function run(command: string, args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}
