import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createComputer } from '../../../src/host/computer.ts';
import type { Session } from '../../../src/host/session.ts';
import type { InitialFile } from '../../../src/host/workspace.ts';
import { nodePlatform } from '../../support/platform.ts';
import { BASE, contextFiles } from './context.ts';
import { type Comparison, inTurns } from './measure.ts';

const ROUNDS = 5;
const TAG = 'drydock-bench';
const NO_NETWORK = ['--network', 'none'];
const BUSYBOX = '/bin/busybox';

/** A cold build on the simulated engine and on a real one: the same Dockerfile, the same files, `docker build` on both. */
export async function bench(docker: string): Promise<Comparison> {
  if (!existsSync(BUSYBOX)) throw new Error(`no ${BUSYBOX} here to build the base image for the real engine from`);
  const folder = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
  let contexts = 0;
  // New content each time: BuildKit keeps what it was once sent.
  const freshFiles = () => contextFiles(`context ${contexts++} of ${Date.now()}`);
  try {
    const options = [...makeBase(docker, folder), '--no-cache', '-t', TAG];
    const times = await inTurns(
      ROUNDS,
      {
        prepare: () => computerWith(freshFiles()),
        async work(session) {
          const { exit, stderr } = await session.run(`docker build ${options.join(' ')} .`);
          if (exit !== 0) throw new Error(stderr);
        },
      },
      {
        prepare: () => writeFolder(join(folder, String(contexts)), freshFiles()),
        work: (context) => run(docker, ['build', ...options, context]),
      },
    );
    return {
      what: 'cold build of 12 steps, 1,000 files of context',
      peer: 'a real Docker engine',
      ...times,
      wanted: 'faster',
      bound: 10,
      how: `\`docker build ${options.join(' ')} .\` on both, the Dockerfile of test/bench/node/context.ts; engines that have run before`,
    };
  } finally {
    spawnSync(docker, ['rmi', '--force', TAG, BASE], { stdio: 'ignore' });
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A session on a computer just booted that has the base image and a working folder of `files`. */
async function computerWith(files: ReadonlyMap<string, string>): Promise<Session> {
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
  return session;
}

function writeFolder(folder: string, files: ReadonlyMap<string, string>): string {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Makes the base image on the real engine, and answers the options its steps need: an engine may have no network. */
function makeBase(docker: string, folder: string): string[] {
  const base = join(folder, 'base');
  mkdirSync(base);
  copyFileSync(BUSYBOX, join(base, 'busybox'));
  writeFileSync(
    join(base, 'Dockerfile'),
    'FROM scratch\nCOPY busybox /bin/\nRUN ["/bin/busybox", "--install", "/bin"]\n',
  );
  const attempt = (options: string[]) => run(docker, ['build', '--quiet', ...options, '-t', BASE, base]);
  try {
    attempt([]);
    return [];
  } catch {
    attempt(NO_NETWORK);
    return NO_NETWORK;
  }
}

function run(command: string, args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}
