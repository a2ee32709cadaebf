import { expect, test } from 'vitest';
import { testComputer } from '../../test/support/computer.ts';

test('the log holds what a docker command said to the engine and what it made', async () => {
  const computer = await testComputer();
  const session = computer.openSession();
  await session.run('docker volume create keepsake && docker volume ls -q');
  const { exchanges } = computer.apiLog;
  const create = exchanges.find(({ path }) => path.endsWith('/volumes/create'))!;
  expect(create).toMatchObject({
    command: 'docker volume create keepsake',
    method: 'POST',
    status: 201,
    made: 'keepsake',
  });
  expect(JSON.parse(create.request!.text!)).toMatchObject({ Name: 'keepsake' });
  expect(JSON.parse(create.response!.text!)).toMatchObject({ Name: 'keepsake', Driver: 'local' });
  const list = exchanges.find(({ method, path }) => method === 'GET' && path.endsWith('/volumes'))!;
  expect(list.command).toBe('docker volume ls -q');
  expect(list.run).not.toBe(create.run);
  expect(list.duration).toBeGreaterThanOrEqual(0);
  computer.powerOff();
});

test('a body that is no text is counted, not kept', async () => {
  const computer = await testComputer({ Dockerfile: 'FROM scratch\nCOPY Dockerfile /\n' });
  await computer.openSession().run('docker build -q .');
  const build = computer.apiLog.exchanges.find(({ path }) => path.endsWith('/build'))!;
  expect(build.request).toMatchObject({ text: undefined });
  expect(build.request!.bytes).toBeGreaterThan(512);
  expect(build.status).toBe(200);
  computer.powerOff();
});
