import { createComputer } from '../../src/host/computer.ts';
import type { Platform } from '../../src/kernel/platform.ts';

export const ROUNDS = 50;

type Computer = Awaited<ReturnType<typeof createComputer>>;

/** Milliseconds from a start request to the first byte of what a container says, for each of `ROUNDS` containers. */
export async function firstOutputs(platform: Platform): Promise<number[]> {
  const computer = await createComputer({ platform, images: ['busybox:latest'], folder: 'work', files: [] });
  const times: number[] = [];
  // The first ones load the program and warm the compiler.
  for (let round = -10; round < ROUNDS; round++) {
    const config = { Image: 'busybox:latest', Cmd: ['echo', 'hi'], AttachStdout: true };
    const { Id } = JSON.parse(await ask(computer, 'POST', '/containers/create', config)) as { Id: string };
    const attached = await open(computer, 'POST', `/containers/${Id}/attach`, 'stream=1&stdout=1');
    const output = attached.stream!.input[Symbol.asyncIterator]();
    const before = performance.now();
    const starting = ask(computer, 'POST', `/containers/${Id}/start`);
    const first = await output.next();
    const taken = performance.now() - before;
    if (first.done) throw new Error('the container said nothing');
    await starting;
    if (round >= 0) times.push(taken);
    await ask(computer, 'DELETE', `/containers/${Id}`, undefined, 'force=1');
  }
  computer.powerOff();
  return times;
}

function open(computer: Computer, method: 'POST' | 'DELETE', path: string, query: string, body?: object) {
  const headers: Record<string, string> = body ? { 'content-type': 'application/json' } : {};
  const bytes = body && new TextEncoder().encode(JSON.stringify(body));
  return computer.door.request({ method, path, query, headers, body: bytes });
}

async function ask(computer: Computer, method: 'POST' | 'DELETE', path: string, body?: object, query = '') {
  const { status, body: answer } = await open(computer, method, path, query, body);
  const chunks: BlobPart[] = [];
  for await (const chunk of answer) chunks.push(chunk as BlobPart);
  const text = await new Blob(chunks).text();
  if (status >= 400) throw new Error(text);
  return text;
}
