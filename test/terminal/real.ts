import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Played, Screen } from './screen.ts';
import { ENVIRONMENT, type Session, WORK } from './sessions.ts';

export interface Real {
  /** This folder: what is bundled lies elsewhere. */
  readonly folder: string;
  /** The busybox to ask. */
  readonly busybox: string;
}

/** Plays a session with this machine's programs. */
export async function playReal(session: Session, { folder, busybox }: Real): Promise<Played> {
  const { columns, rows, system, argv, files = {} } = session;
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(WORK, name)), { recursive: true });
    writeFileSync(join(WORK, name), text);
  }
  const applets = system === 'busybox' ? appletFolder(busybox) : undefined;
  const request = {
    file: applets ? busybox : `/usr/bin/${argv[0]}`,
    argv,
    env: { ...ENVIRONMENT, PATH: applets ?? '/usr/bin:/bin' },
    cwd: WORK,
    columns,
    rows,
    steps: session.steps.map((step) => (typeof step === 'string' ? { keys: step } : step)),
  };
  // A host name of its own: programs show it.
  const script = join(folder, 'run_on_pty.py');
  const done = spawnSync('unshare', ['--uts', 'sh', '-c', 'hostname testing; exec python3 "$0"', script], {
    input: JSON.stringify(request),
    encoding: 'utf8',
  });
  if (applets) rmSync(applets, { recursive: true });
  if (done.status !== 0) throw new Error(done.stderr);
  const { output, status } = JSON.parse(done.stdout) as { output: string[]; status: number | null };
  const screen = new Screen(columns, rows);
  const screens = [];
  for (const [index, bytes] of output.entries()) {
    const step = session.steps[index - 1];
    if (step && typeof step !== 'string') screen.resize(...step.resize);
    await screen.write(Buffer.from(bytes, 'base64'));
    screens.push(screen.shown());
  }
  return { screens, status };
}

function appletFolder(busybox: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'applets-'));
  const list = spawnSync(busybox, ['--list'], { encoding: 'utf8' }).stdout.trim().split('\n');
  for (const name of list) symlinkSync(busybox, join(folder, name));
  return folder;
}
