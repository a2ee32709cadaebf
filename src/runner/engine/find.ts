import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir, platform, userInfo } from 'node:os';
import { join } from 'node:path';
import type { EngineDoor } from '../../engine/api/door.ts';
import { addressText, type EngineAddress, isPresent, parseAddress } from './address.ts';
import { ask } from './ask.ts';
import { engineDoor } from './engine-door.ts';

/** An engine that answered. */
export interface FoundEngine {
  readonly address: EngineAddress;
  readonly door: EngineDoor;
  readonly kind: 'docker' | 'podman';
  readonly version: string;
  /** The newest version of the API it and we both speak: `1.41`. */
  readonly api: string;
}

/** Where somebody looked, and what came of it. */
export interface Attempt {
  readonly from: string;
  readonly address: string;
  readonly problem?: string;
  readonly engine?: FoundEngine;
}

interface Candidate {
  readonly from: string;
  readonly address: () => EngineAddress;
}

/** What our own client speaks (docker-cli's API_VERSION). */
const NEWEST_API = '1.51';
/** Docker 18.09's. */
const OLDEST_API = '1.39';
/** Milliseconds an engine has to say who it is. */
const PATIENCE = 5000;

/** The first engine that answers, in the order in which the docker command would look, then Podman's places. */
export async function findEngine(wanted?: string): Promise<{ engine?: FoundEngine; attempts: Attempt[] }> {
  const attempts: Attempt[] = [];
  for (const candidate of candidates(process.env, wanted)) {
    const attempt = await tryOut(candidate);
    if (!attempt) continue;
    attempts.push(attempt);
    if (attempt.engine) return { engine: attempt.engine, attempts };
  }
  return { attempts };
}

/** Undefined when there is nothing at such a place, which is no news unless somebody named it. */
async function tryOut({ from, address }: Candidate): Promise<Attempt | undefined> {
  let place: EngineAddress;
  try {
    place = address();
  } catch (error) {
    return { from, address: '', problem: (error as Error).message };
  }
  const named = from.startsWith('--engine') || from === 'DOCKER_HOST';
  if (!isPresent(place))
    return named ? { from, address: addressText(place), problem: 'there is no such socket' } : undefined;
  try {
    return { from, address: addressText(place), engine: await identify(place) };
  } catch (error) {
    return { from, address: addressText(place), problem: (error as Error).message };
  }
}

interface VersionAnswer {
  readonly Version: string;
  readonly ApiVersion: string;
  readonly Components?: readonly { readonly Name: string; readonly Version: string }[];
}

export async function identify(address: EngineAddress): Promise<FoundEngine> {
  const door = engineDoor(address);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within 5 seconds')), PATIENCE);
  });
  const asked = ask<Partial<VersionAnswer>>(door, '/version').catch((error: Error) => {
    throw error instanceof SyntaxError ? new Error(NO_ENGINE) : error;
  });
  const answer = await Promise.race([asked, late]).finally(() => clearTimeout(timer));
  if (!isVersion(answer)) throw new Error(NO_ENGINE);
  const podman = answer.Components?.find(({ Name }) => Name.startsWith('Podman'));
  // The policy is of routes and fields as they have been since; and BuildKit has been in the engine since.
  if (!podman && older(answer.ApiVersion, OLDEST_API) !== OLDEST_API)
    throw new Error(`Docker ${answer.Version} is too old: 18.09 or newer is needed`);
  return {
    address,
    door,
    kind: podman ? 'podman' : 'docker',
    version: podman?.Version ?? answer.Version,
    api: older(answer.ApiVersion, NEWEST_API),
  };
}

const NO_ENGINE = 'what answers there is no Docker or Podman engine';

function isVersion(answer: Partial<VersionAnswer> | null): answer is VersionAnswer {
  return typeof answer?.Version === 'string' && typeof answer.ApiVersion === 'string';
}

/** `1.9` is older than `1.41`. */
export function older(a: string, b: string): string {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA < majorB || (majorA === majorB && minorA < minorB) ? a : b;
}

function* candidates(env: NodeJS.ProcessEnv, wanted: string | undefined): Generator<Candidate> {
  const certificates = env.DOCKER_TLS_VERIFY ? (env.DOCKER_CERT_PATH ?? join(homedir(), '.docker')) : undefined;
  if (wanted !== undefined) {
    yield { from: '--engine', address: () => parseAddress(wanted, certificates) };
    return;
  }
  const { DOCKER_HOST } = env;
  if (DOCKER_HOST) {
    yield { from: 'DOCKER_HOST', address: () => parseAddress(DOCKER_HOST, certificates) };
    return;
  }
  const context = currentContext(env);
  if (context)
    yield {
      from: `docker context ${context.name}`,
      address: () => {
        if (context.host === undefined) throw new Error('there is no such context');
        return parseAddress(context.host, context.tls);
      },
    };
  for (const [from, path] of usualSockets(env)) yield { from, address: () => ({ kind: 'socket', path }) };
}

function usualSockets(env: NodeJS.ProcessEnv): [string, string][] {
  if (platform() === 'win32') {
    return [
      ['Docker Desktop', '\\\\.\\pipe\\docker_engine'],
      ['Podman', '\\\\.\\pipe\\podman-machine-default'],
    ];
  }
  const home = homedir();
  const runtime = env.XDG_RUNTIME_DIR ?? `/run/user/${userInfo().uid}`;
  return [
    ['the usual socket', '/var/run/docker.sock'],
    ['rootless Docker', join(runtime, 'docker.sock')],
    ['Docker Desktop', join(home, '.docker/run/docker.sock')],
    ['Docker Desktop for Linux', join(home, '.docker/desktop/docker.sock')],
    ['Colima', join(home, '.colima/default/docker.sock')],
    ['Rancher Desktop', join(home, '.rd/docker.sock')],
    ['rootless Podman', join(runtime, 'podman/podman.sock')],
    ['Podman', '/run/podman/podman.sock'],
    ['Podman machine', join(home, '.local/share/containers/podman/machine/podman.sock')],
  ];
}

/** The context that `docker context use` chose, from the docker command's own files (cli/context/store). */
export function currentContext(env: NodeJS.ProcessEnv): { name: string; host?: string; tls?: string } | undefined {
  const folder = env.DOCKER_CONFIG ?? join(homedir(), '.docker');
  const name = env.DOCKER_CONTEXT ?? readJson<{ currentContext?: string }>(join(folder, 'config.json'))?.currentContext;
  if (!name || name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  const meta = readJson<{ Endpoints?: { docker?: { Host?: string } } }>(
    join(folder, 'contexts', 'meta', id, 'meta.json'),
  );
  const host = meta?.Endpoints?.docker?.Host;
  if (!host) return { name };
  const tls = join(folder, 'contexts', 'tls', id, 'docker');
  return { name, host, ...(host.startsWith('tcp') && { tls }) };
}

function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
