/// <reference lib="webworker" />
import { createComputer } from '../../../src/host/computer.ts';
import type { InitialFile } from '../../../src/host/workspace.ts';
import { workerPlatform } from '../../../src/worker/platform.ts';
import { BASE, contextFiles } from '../node/context.ts';

const ROUNDS = 15;

/** Milliseconds of each fully cached build; the engine explains every step of it as it goes. */
async function cachedBuilds(): Promise<number[]> {
  const encoder = new TextEncoder();
  const computer = await createComputer({
    platform: await workerPlatform(),
    images: ['busybox:latest'],
    folder: 'work',
    files: [...contextFiles('worker')].map(([path, text]): InitialFile => {
      return { path, kind: 'file', mode: 0o644, data: encoder.encode(text) };
    }),
  });
  const session = computer.openSession();
  const build = async () => {
    const { exit, stderr } = await session.run('docker build -t bench .');
    if (exit !== 0) throw new Error(stderr);
    return stderr;
  };
  await session.run(`docker tag busybox:latest ${BASE}`);
  await build();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    const said = await build();
    const plan = await explanation(computer);
    times.push(performance.now() - started);
    if (said.match(/CACHED/g)?.length !== 11 || !plan) throw new Error(`not fully cached:\n${said}`);
  }
  return times;
}

/** What the last build recorded of its steps and why: every one reused. */
async function explanation(computer: Awaited<ReturnType<typeof createComputer>>): Promise<boolean> {
  const response = await computer.door.request({
    method: 'GET',
    path: '/drydock/builds',
    query: '',
    headers: {},
    body: undefined,
  });
  const chunks: BlobPart[] = [];
  for await (const chunk of response.body) chunks.push(chunk as BlobPart);
  const builds = JSON.parse(await new Blob(chunks).text()) as { steps: { state: string }[] }[];
  return builds.at(-1)!.steps.every(({ state }) => state === 'CACHED' || state === 'METADATA-ONLY');
}

postMessage(await cachedBuilds());
