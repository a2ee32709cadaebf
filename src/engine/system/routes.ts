import type { EngineContext } from '../context.ts';
import { readJson } from '../http/body.ts';
import { bytes, empty, json } from '../http/respond.ts';
import { type Route, route } from '../http/route.ts';
import { diskUsage } from './disk-usage.ts';
import { engineInfo } from './info.ts';
import { engineVersion } from './version.ts';

export function systemRoutes(context: EngineContext): Route[] {
  const ping = {
    'builder-version': '1',
    'cache-control': 'no-cache, no-store, must-revalidate',
    pragma: 'no-cache',
    swarm: 'inactive',
  };
  return [
    route('GET', '/_ping', () => bytes(200, new TextEncoder().encode('OK'), 'text/plain; charset=utf-8', ping)),
    route('HEAD', '/_ping', () => empty(200, { ...ping, 'content-type': 'text/plain; charset=utf-8' })),
    route('GET', '/version', () => json(200, engineVersion(context))),
    route('GET', '/info', () => json(200, engineInfo(context))),
    route('GET', '/system/df', ({ query }) => json(200, diskUsage(context, query.all('type')))),
    route('POST', '/auth', async ({ request }) => {
      const { serveraddress = '' } = (await readJson<{ serveraddress?: string }>(request)) ?? {};
      await context.registries.find(serveraddress === '' ? HUB : registryOf(serveraddress)).login();
      return json(200, { IdentityToken: '', Status: 'Login Succeeded' });
    }),
  ];
}

const HUB = 'docker.io';

/** The domain of an address given to `docker login`; Docker Hub's is known by its old name. */
function registryOf(address: string): string {
  const domain = address.replace(/^https?:\/\//, '').split('/')[0]!;
  return domain === 'index.docker.io' ? HUB : domain;
}
