import { expect, test } from 'vitest';
import { testComputer } from '../../test/support/computer.ts';

test('a computer that is switched off stays so, whatever the restart policies of its containers', async () => {
  const computer = await testComputer({});
  const session = computer.openSession();
  await session.run('docker run -d --name runs --restart always alpine sleep 1000');
  await session.run('docker run -d --name waits --restart always alpine false');
  computer.powerOff();
  // The first delay of a restart is 100 ms.
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect([...computer.kernel.processes()].map((process) => process.pid)).toEqual([]);
});
