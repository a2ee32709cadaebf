import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodePlatform } from '../../../src/bin/node-platform.ts';
import { jsonLines, textOf } from '../../../src/engine/api/body.ts';
import type { EngineDoor } from '../../../src/engine/api/door.ts';
import type { SolveStatus } from '../../../src/engine/api/solve-status.ts';
import { writeTar } from '../../../src/oci/tar/writer.ts';
import { parseAddress } from '../../../src/runner/engine/address.ts';
import { ask, askText } from '../../../src/runner/engine/ask.ts';
import { identify } from '../../../src/runner/engine/find.ts';
import { defaultLimits } from '../../../src/runner/policy/policy.ts';
import { startRunner } from '../../../src/runner/serve/runner.ts';
import { connectTo } from '../../runner/client.ts';
import { ensureBusyboxImage } from '../../support/node-image.ts';
import type { Limit } from './measure.ts';

const ROUNDS = 200;
/** Lines of a build's log, and seconds between them. */
const [LINES, PAUSE] = [30, 0.1];

/** What the companion costs beside the engine's own socket, over a WebSocket as a page has it. */
export async function bench(_docker: string, engine: string): Promise<Limit[]> {
  const found = await identify(parseAddress(engine));
  await ensureBusyboxImage(found.door, 'busybox:latest');
  const engineTime = new Stopwatch();
  const stateFolder = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
  const runner = await startRunner({
    engine: { ...found, door: engineTime.around(found.door) },
    platform: nodePlatform(),
    stateFolder,
    limits: defaultLimits,
    port: 0,
    allowOrigins: [],
    students: 1,
    page: undefined,
  });
  const page = await connectTo(`http://x/#runner=127.0.0.1:${runner.port}/${runner.tokens[0]}`);
  try {
    const { Id } = await ask<{ Id: string }>(page.door, '/containers/create', {
      method: 'POST',
      json: { Image: 'busybox', Cmd: ['sleep', '1000'], HostConfig: { NetworkMode: 'none' } },
    });
    await askText(page.door, `/containers/${Id}/start`, { method: 'POST' });
    const ps = await overhead(engineTime, () => askText(page.door, '/containers/json'));
    const exec = await overhead(engineTime, () => echo(page.door, Id));
    const same = { unit: 'ms', limit: 5 } as const;
    return [
      {
        ...same,
        what: '`docker ps` through the companion, beside what the engine took (p95)',
        value: ps,
        how: `GET /containers/json ${ROUNDS} times over its WebSocket, less the time in which the engine answered that at its socket`,
      },
      {
        ...same,
        what: '`docker exec` of echo through the companion, beside what the engine took (p95)',
        value: exec,
        how: 'exec, start and its output to the end, inspect; otherwise as above',
      },
      {
        what: 'a line of a real build’s log, from the engine’s timestamp to the page’s end of the wire (p95)',
        value: await logDelay(page.door),
        unit: 'ms',
        limit: 50,
        how: `${LINES} lines of a RUN with ${PAUSE} s between them; BuildKit’s own timestamp of each line`,
      },
    ];
  } finally {
    page.close();
    await runner.close();
    rmSync(stateFolder, { recursive: true, force: true });
  }
}

/** How much of the time the engine had, in calls that the page itself asked for: what the policy asks besides is our own. */
class Stopwatch {
  taken = 0;

  around(door: EngineDoor): EngineDoor {
    return {
      request: async (request) => {
        if (!ASKED.test(request.path)) return door.request(request);
        const started = performance.now();
        const over = () => {
          this.taken += performance.now() - started;
        };
        const response = await door.request(request);
        const { body, stream } = response;
        if (!stream) return { ...response, body: until(body, over) };
        return { ...response, stream: { ...stream, input: until(stream.input, over) } };
      },
    };
  }
}

/** With a version in front, as the companion sends on what it was asked; its own questions have none. */
const ASKED = /^\/v[\d.]+\//;

async function* until<T>(chunks: AsyncIterable<T>, over: () => void): AsyncGenerator<T> {
  for await (const chunk of chunks) yield chunk;
  over();
}

async function overhead(engine: Stopwatch, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = -10; round < ROUNDS; round++) {
    engine.taken = 0;
    const started = performance.now();
    await work();
    if (round >= 0) times.push(performance.now() - started - engine.taken);
  }
  return p95(times);
}

/** What `docker exec CONTAINER echo hello` asks. */
async function echo(door: EngineDoor, container: string): Promise<void> {
  const { Id } = await ask<{ Id: string }>(door, `/containers/${container}/exec`, {
    method: 'POST',
    json: { AttachStdout: true, AttachStderr: true, Cmd: ['echo', 'hello'] },
  });
  const { stream } = await door.request({
    method: 'POST',
    path: `/exec/${Id}/start`,
    query: '',
    headers: { 'content-type': 'application/json', connection: 'Upgrade', upgrade: 'tcp' },
    body: new TextEncoder().encode('{"Detach":false,"Tty":false}'),
  });
  if (!stream || !(await textOf(stream.input)).includes('hello')) throw new Error('no hello');
  stream.close();
  const { ExitCode } = await ask<{ ExitCode: number }>(door, `/exec/${Id}/json`);
  if (ExitCode !== 0) throw new Error(`exit ${ExitCode}`);
}

async function logDelay(door: EngineDoor): Promise<number> {
  const loop = `i=0; while [ $i -lt ${LINES} ]; do echo line $i; i=$((i+1)); sleep ${PAUSE}; done`;
  const data = new TextEncoder().encode(`FROM busybox\nRUN --mount=type=tmpfs,target=/x ${loop}\n`);
  const file = { kind: 'file', mode: 0o644, uid: 0, gid: 0, mtime: 0 } as const;
  const response = await door.request({
    method: 'POST',
    path: '/build',
    query: 'version=2&nocache=1',
    headers: { 'content-type': 'application/x-tar' },
    body: writeTar([{ ...file, path: 'Dockerfile', data }]),
  });
  const delays: number[] = [];
  for await (const { id, aux } of jsonLines<{ id?: string; aux?: SolveStatus }>(response.body))
    if (id === 'moby.buildkit.trace')
      for (const { timestamp } of aux?.logs ?? []) delays.push(Date.now() - Date.parse(timestamp));
  if (delays.length === 0) throw new Error('the build wrote no log');
  return p95(delays);
}

function p95(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN;
}
