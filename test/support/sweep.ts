import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, askText } from '../../src/runner/engine/ask.ts';
import type { FoundEngine } from '../../src/runner/engine/find.ts';
import { SESSION_LABEL } from '../../src/runner/policy/policy.ts';
import { removeLabelled, sweep } from '../../src/runner/session/removal.ts';
import { StateFile, stateFolder } from '../../src/runner/session/state-file.ts';

/** Seconds after which what nobody here knows of is taken for left behind: no test runs so long. */
const FORGOTTEN = 3600;

/** Somebody else's things of test/runner/hostile.test.ts: `runner-foreign-PID`. */
const FOREIGN = /^\/?runner-foreign-(\d+)$/;

/**
 * Removes from an engine what an earlier run of the tests left there that was killed: names and ports of lessons are there once.
 * What belongs to a runner that still runs stays.
 */
export async function sweepLeftovers(engine: FoundEngine): Promise<void> {
  const folders = [stateFolder(), ...ownFolders()];
  const live = new Set(
    folders.flatMap((folder) => StateFile.all(folder)).flatMap((file) => (file.isLive ? [file.session] : [])),
  );
  for (const folder of folders) {
    await sweep(engine, folder);
    if (folder !== stateFolder() && hasHeldSessions(folder) && StateFile.all(folder).length === 0)
      rmSync(folder, { recursive: true, force: true });
  }
  for (const session of await forgottenSessions(engine, live))
    await removeLabelled(engine, `${SESSION_LABEL}=${session}`);
  await sweepForeign(engine);
}

/** Where tests and the commands that they start keep what they must not forget. */
function ownFolders(): string[] {
  const names = readdirSync(tmpdir()).filter((name) => /^drydock-(runner|session|bench|killed|clean)-/.test(name));
  return names.flatMap((name) => [join(tmpdir(), name), join(tmpdir(), name, 'drydock')]);
}

function hasHeldSessions(folder: string): boolean {
  try {
    return readdirSync(folder).includes('sessions');
  } catch {
    return false;
  }
}

/** Sessions that the engine has something of, and no file here. */
async function forgottenSessions({ door }: FoundEngine, live: ReadonlySet<string>): Promise<Set<string>> {
  const filters = JSON.stringify({ label: [SESSION_LABEL] });
  const containers = await ask<Made[]>(door, '/containers/json', { query: { all: '1', filters } });
  const images = await ask<Made[]>(door, '/images/json', { query: { all: '1', filters } });
  const networks = await ask<Made[]>(door, '/networks', { query: { filters } });
  const { Volumes } = await ask<{ Volumes: Made[] | null }>(door, '/volumes', { query: { filters } });
  const old = ({ Created, CreatedAt }: Made) => {
    const created = typeof Created === 'number' ? Created * 1000 : Date.parse(String(Created ?? CreatedAt));
    return Date.now() - created > FORGOTTEN * 1000;
  };
  return new Set(
    [...containers, ...images, ...networks, ...(Volumes ?? [])]
      .filter(old)
      .flatMap(({ Labels }) => Labels?.[SESSION_LABEL] ?? [])
      .filter((session) => !live.has(session)),
  );
}

interface Made {
  readonly Labels: Readonly<Record<string, string>> | null;
  /** Seconds, or a time in words. */
  readonly Created?: number | string;
  readonly CreatedAt?: string;
}

async function sweepForeign({ door }: FoundEngine): Promise<void> {
  const filters = JSON.stringify({ label: ['owner'] });
  const owners = new Set<string>();
  const containers = await ask<Made[]>(door, '/containers/json', { query: { all: '1', filters } });
  const networks = await ask<Made[]>(door, '/networks', { query: { filters } });
  const { Volumes } = await ask<{ Volumes: Made[] | null }>(door, '/volumes', { query: { filters } });
  for (const { Labels } of [...containers, ...networks, ...(Volumes ?? [])]) {
    const pid = Number(FOREIGN.exec(Labels?.owner ?? '')?.[1]);
    if (pid > 0 && !isRunning(pid)) owners.add(Labels!.owner!);
  }
  for (const name of owners)
    for (const path of [`/containers/${name}`, `/images/${name}`, `/volumes/${name}`, `/networks/${name}`])
      await askText(door, path, { method: 'DELETE', query: { force: '1' } }).catch(() => {});
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
