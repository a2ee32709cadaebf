import { expect, test } from 'vitest';
import { testComputer } from '../../../test/support/computer.ts';
import { transfersOf } from './transfers.ts';

test('a pull is layers that travel here, a second image brings only what is missing, a push sends them', async () => {
  const computer = await testComputer({ Dockerfile: 'FROM alpine\nRUN touch /x\n' });
  const session = computer.openSession();
  await session.run('docker pull alpine && docker pull nosuch/image');
  await session.run('docker run -d -p 5000:5000 --name registry registry:2');
  await session.run(
    'docker build -q -t localhost:5000/mine . && until docker push localhost:5000/mine; do sleep 0.1; done',
  );
  const transfers = transfersOf(computer.apiLog.exchanges);
  const pull = transfers.find(({ reference }) => reference.endsWith('alpine:latest'))!;
  expect(pull).toMatchObject({ direction: 'pull', over: true, error: undefined });
  expect(pull.layers.map(({ done, reused }) => [done, reused])).toEqual([[1, false]]);
  const push = transfers.findLast(({ direction }) => direction === 'push')!;
  expect(push.reference).toBe('localhost:5000/mine:latest');
  expect(push.error).toBeUndefined();
  expect(push.layers).toHaveLength(2);
  expect(push.layers.every(({ done }) => done === 1)).toBe(true);
  computer.powerOff();
});
