import type { DuplexStream } from '../../../src/engine/api/door.ts';
import { createComputer } from '../../../src/host/computer.ts';
import { Client } from '../../support/engine.ts';
import { nodePlatform } from '../../support/platform.ts';
import { type Limit, median } from './measure.ts';

const ROUNDS = 50;

/** From the start request to the first byte of what the container says. */
export async function bench(): Promise<Limit> {
  const computer = await createComputer({
    platform: nodePlatform(),
    images: ['busybox:latest'],
    folder: 'work',
    files: [],
  });
  const client = new Client(computer.engine);
  const times: number[] = [];
  // The first ones load the program and warm the compiler.
  for (let round = -10; round < ROUNDS; round++) {
    const created = await client.send('POST', '/containers/create', {
      Image: 'busybox:latest',
      Cmd: ['echo', 'hi'],
      AttachStdout: true,
    });
    const id = created.json.Id as string;
    const { stream } = await client.open('POST', `/containers/${id}/attach?stream=1&stdout=1`);
    const output = (stream as DuplexStream).input[Symbol.asyncIterator]();
    const before = performance.now();
    const starting = client.send('POST', `/containers/${id}/start`);
    const first = await output.next();
    const taken = performance.now() - before;
    if (first.done) throw new Error('the container said nothing');
    await starting;
    if (round >= 0) times.push(taken);
    await client.send('DELETE', `/containers/${id}?force=1`);
  }
  computer.powerOff();
  return {
    what: 'a container from its start to its first output, in Node',
    value: median(times),
    unit: 'ms',
    limit: 5,
    how: `\`echo hi\` in busybox, created and attached before; the median of ${ROUNDS} starts asked of the Engine API`,
  };
}
