import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFolder } from '../../src/bin/sim/read-folder.ts';
import type { ApiRequest, EngineDoor } from '../../src/engine/api/door.ts';
import type { BuildPlan, BuildRecord } from '../../src/engine/api/drydock.ts';
import { createComputer } from '../../src/host/computer.ts';
import { nodePlatform } from '../support/platform.ts';

const IMAGES = ['busybox:latest', 'alpine:latest', 'nginx:alpine', 'redis:alpine', 'registry:2'];

export interface ObservedBuild {
  /** The command that built. */
  readonly line: string;
  readonly plan: BuildPlan;
  readonly record: BuildRecord;
}

/** Runs a recorded session; each of its builds is asked for as a plan first. */
export async function observeBuilds(folder: string): Promise<ObservedBuild[]> {
  const computer = await createComputer({
    platform: nodePlatform(),
    images: IMAGES,
    folder: 'work',
    files: existsSync(join(folder, 'context')) ? readFolder(join(folder, 'context')) : [],
  });
  const builds: ObservedBuild[] = [];
  const plans: BuildPlan[] = [];
  let line = '';
  const door: { request: EngineDoor['request'] } = computer.door;
  const request = door.request.bind(door);
  door.request = async (call) => {
    const query = new URLSearchParams(call.query);
    const builds = call.method === 'POST' && /^(\/v[\d.]+)?\/build$/.test(call.path) && query.get('version') === '2';
    if (!builds || query.get('check') || query.get('call')) return request(call);
    const body = await bytesOf(call.body);
    const answer = await request({ ...call, path: '/drydock/plan', body });
    const text = new TextDecoder().decode(await bytesOf(answer.body));
    if (answer.status < 300) plans.push(JSON.parse(text) as BuildPlan);
    return request({ ...call, body });
  };
  const session = computer.openSession();
  // The engine keeps only so many records: new ones are told by their ids.
  const recorded = new Set<string>();
  for (line of commands(folder)) {
    await session.run(line);
    const records = await json<BuildRecord[]>(request, '/drydock/builds');
    for (const record of records.filter(({ id }) => !recorded.has(id))) {
      recorded.add(record.id);
      const plan = plans.shift();
      if (!plan) throw new Error(`${line}: a build without a plan`);
      builds.push({ line, plan, record });
    }
    if (plans.splice(0).length > 0) throw new Error(`${line}: a plan without a build`);
  }
  computer.powerOff();
  return builds;
}

function commands(folder: string): string[] {
  return readFileSync(join(folder, 'script'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

async function json<T>(request: EngineDoor['request'], path: string): Promise<T> {
  const answer = await request({ method: 'GET', path, query: '', headers: {}, body: undefined });
  return JSON.parse(new TextDecoder().decode(await bytesOf(answer.body))) as T;
}

async function bytesOf(body: ApiRequest['body']): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array();
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}
