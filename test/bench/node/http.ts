import { httpRequest } from '../../../src/engine/registry/http-client.ts';
import { createComputer } from '../../../src/host/computer.ts';
import { nodePlatform } from '../../support/platform.ts';
import { type Limit, medianOf } from './measure.ts';

const REQUESTS = 500;

/** nginx in a container, asked through its published port as curl would, a connection for each request. */
export async function bench(): Promise<Limit> {
  const computer = await createComputer({
    platform: nodePlatform(),
    images: ['nginx:alpine'],
    folder: 'work',
    files: [],
  });
  const session = computer.openSession();
  const { stderr, exit } = await session.run('docker run -d -p 8080:80 nginx:alpine');
  if (exit !== 0) throw new Error(stderr);
  const { network } = computer.kernel.host;
  const get = () => httpRequest(network, '127.0.0.1', 8080, { method: 'GET', path: '/', host: 'localhost:8080' });
  const first = await session.run(
    'for i in $(seq 50); do curl -s localhost:8080 | grep -q Welcome && exit 0; sleep 0.1; done; exit 1',
  );
  if (first.exit !== 0) throw new Error('nginx does not answer');
  const batch = await medianOf(7, async () => {
    for (let i = 0; i < REQUESTS; i++) if ((await get()).status !== 200) throw new Error('a request failed');
  });
  computer.powerOff();
  return {
    what: 'an HTTP request through a published port, in Node (2,000 a second)',
    value: batch / REQUESTS,
    unit: 'ms',
    limit: 0.5,
    how: `nginx's page, a new connection for each of ${REQUESTS} requests one after another; host, docker-proxy, container and back`,
  };
}
