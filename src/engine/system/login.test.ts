import { expect, it } from 'vitest';
import { testComputer } from '../../../test/support/computer.ts';

// What a real engine (28.5.2) answers, with a registry that asks nobody, and without one.
it('docker login asks the registry that is named: an open one lets in, Docker Hub knows nobody here', async () => {
  const computer = await testComputer();
  const session = computer.openSession();
  const login = (server: string) => session.run(`echo any | docker login -u me --password-stdin ${server}`);
  expect(await login('localhost:5000')).toMatchObject({
    exit: 1,
    stderr:
      'Error response from daemon: Get "http://localhost:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused\n',
  });
  await session.run('docker run -d -p 5000:5000 registry:2; until curl -s localhost:5000/v2/; do sleep 0.1; done');
  expect(await login('localhost:5000')).toMatchObject({ exit: 0, stdout: 'Login Succeeded\n' });
  expect((await session.run('cat ~/.docker/config.json')).stdout).toContain('"localhost:5000"');
  for (const hub of ['', 'docker.io'])
    expect((await login(hub)).stderr).toContain('unauthorized: incorrect username or password');
  computer.powerOff();
});
