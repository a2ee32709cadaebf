import { parseArgs } from 'node:util';
import { ramInBytes } from '../../engine/api/units.ts';
import { defaultLimits, type Limits } from '../../runner/policy/policy.ts';
import { readOrigin } from '../../runner/serve/who-asks.ts';
import { UsageError } from '../usage.ts';

export interface RunnerArguments {
  readonly command: 'serve' | 'clean';
  readonly engine: string | undefined;
  readonly port: number;
  readonly allowOrigins: readonly string[];
  readonly readOnly: boolean;
  readonly open: boolean;
  readonly students: number;
  readonly onlyImages: readonly string[] | undefined;
  readonly alsoImages: readonly string[];
  readonly publishAnywhere: boolean;
  readonly limits: Limits;
}

export const runnerUsage = `Usage:  drydock runner [OPTIONS]
        drydock runner clean [--engine ADDRESS]

Let the page run its commands on a real Docker or Podman engine, until it is interrupted;
everything that was made is removed then. "clean" removes what any runner left behind.

Options:
      --engine ADDRESS       unix://, npipe://, tcp:// (with DOCKER_TLS_VERIFY and DOCKER_CERT_PATH), ssh://
                             kubernetes://NAMESPACE[?image=IMAGE]: a pod with an engine for each session
                             (default: DOCKER_HOST, the docker context, the usual sockets, Podman's)
      --port N               Port to listen on, on 127.0.0.1 (default: 4848)
      --allow-origin ORIGIN  A page besides the one it serves, such as https://drydock.example (repeatable)
      --read-only            Show what is there, change nothing
      --no-open              Print the link, open no browser
      --students N           A link for each of N students, with sessions apart; the first is their instructor (default: 1)
      --only-images A,B      Nothing but these images can be used or pulled (* stands for anything)
      --allow-image A        An image that is on the engine and no official one may be used (repeatable)
      --publish-anywhere     Containers' ports are open to the network, as Docker has it (default: 127.0.0.1 only)
      --memory SIZE          The most a container gets: 512m, 2g (default: 1g)
      --cpus N               (default: 2)
      --pids N               (default: 256)
      --disk SIZE            The most a container's writable layer may hold (default: 2g)
      --session-disk SIZE    The most all of a session may hold: writable layers, volumes, the workspace, the images it
                             brought and the builder's cache (default: 10g)
      --containers N         The most of them in a session (default: 40)
      --hours N              The longest a container may run (default: 4)
      --build-minutes N      The longest a build may take (default: 15)
`;

/** Throws UsageError. Undefined when help was asked for. */
export function runnerArguments(args: string[]): RunnerArguments | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [command = 'serve', ...rest] = positionals;
  if ((command !== 'serve' && command !== 'clean') || rest.length > 0 || positionals[0] === 'serve')
    throw new UsageError(`not understood: ${positionals.join(' ')}`);
  return {
    command,
    engine: values.engine,
    port: whole(values.port, '--port', 4848, 65_535),
    allowOrigins: (values['allow-origin'] ?? []).map(origin),
    readOnly: values['read-only'] ?? false,
    open: !values['no-open'],
    students: Math.max(1, whole(values.students, '--students', 1, 200)),
    onlyImages: values['only-images']?.split(',').filter((each) => each !== ''),
    alsoImages: values['allow-image'] ?? [],
    publishAnywhere: values['publish-anywhere'] ?? false,
    limits: {
      ...defaultLimits,
      memory: size(values.memory, '--memory', defaultLimits.memory),
      nanoCpus: decimal(values.cpus, '--cpus', defaultLimits.nanoCpus / 1e9) * 1e9,
      pids: whole(values.pids, '--pids', defaultLimits.pids, 100_000),
      disk: size(values.disk, '--disk', defaultLimits.disk),
      sessionDisk: size(values['session-disk'], '--session-disk', defaultLimits.sessionDisk),
      containers: whole(values.containers, '--containers', defaultLimits.containers, 10_000),
      seconds: decimal(values.hours, '--hours', defaultLimits.seconds / 3600) * 3600,
      buildSeconds: decimal(values['build-minutes'], '--build-minutes', defaultLimits.buildSeconds / 60) * 60,
    },
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const several = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        engine: text,
        port: text,
        'allow-origin': several,
        'read-only': flag,
        'no-open': flag,
        students: text,
        'only-images': text,
        'allow-image': several,
        'publish-anywhere': flag,
        memory: text,
        cpus: text,
        pids: text,
        disk: text,
        containers: text,
        'session-disk': text,
        hours: text,
        'build-minutes': text,
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function origin(text: string): string {
  const read = readOrigin(text);
  if (read === undefined) throw new UsageError(`${text}: not an origin (https://drydock.example)`);
  return read;
}

function decimal(text: string | undefined, name: string, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!(value > 0)) throw new UsageError(`${name} ${text}: a number above 0`);
  return value;
}

function whole(text: string | undefined, name: string, otherwise: number, most: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > most)
    throw new UsageError(`${name} ${text}: a number up to ${most}`);
  return value;
}

function size(text: string | undefined, name: string, otherwise: number): number {
  if (text === undefined) return otherwise;
  try {
    return ramInBytes(text);
  } catch (error) {
    throw new UsageError(`${name} ${text}: ${(error as Error).message}`);
  }
}
