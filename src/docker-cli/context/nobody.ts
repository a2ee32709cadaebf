import type { ApiRequest, EngineDoor } from '../../engine/api/door.ts';
import { Unreachable } from '../errors.ts';
import type { CliHost } from '../host.ts';

/** An address at which nothing listens, as every one but this computer's socket. */
export function nobodyAt(host: CliHost, address: string, tls: boolean): EngineDoor {
  const fail = (message: string) => Promise.reject(new Unreachable(message));
  return {
    request(request) {
      if (address.startsWith('ssh://')) return fail(`drydock: not simulated: an engine behind ${address}`);
      const [, name = '', port = ''] = /^tcp:\/\/([^[:/]+):(\d+)/.exec(address) ?? [];
      const connecting = (reason: string) => {
        const first = ASKS_VERSION.test(`${request.method} ${request.path}`) ? PING : request;
        const url = `${address.replace(/^tcp/, tls ? 'https' : 'http')}${target(first)}`;
        return fail(`error during connect: ${verb(first)} ${JSON.stringify(url)}: dial tcp: ${reason}`);
      };
      if (Number(port) > 65535) return connecting(`address ${port}: invalid port`);
      if (name !== '' && name !== 'localhost' && !/^[\d.]+$/.test(name))
        return connecting(`lookup ${name} on ${nameServer(host)}:53: no such host`);
      return fail(`Cannot connect to the Docker daemon at ${address}. Is the docker daemon running?`);
    },
  };
}

const PING = { method: 'HEAD', path: '/_ping', query: '' };

/** What depends on the API's version: moby's client asks for it first, and fails there (checkVersion, NewVersionError). */
const ASKS_VERSION =
  /^(GET \/v[^/]+\/images\/json|POST \/v[^/]+\/((containers|networks)\/create|containers\/[^/]+\/wait|\w+\/prune))$/;

type Asked = Pick<ApiRequest, 'path' | 'query'> & { readonly method: string };

const target = ({ path, query }: Asked): string => (query === '' ? path : `${path}?${query}`);

const verb = ({ method }: Asked): string => method[0] + method.slice(1).toLowerCase();

function nameServer(host: CliHost): string {
  try {
    const text = new TextDecoder().decode(host.files.read('/etc/resolv.conf'));
    return /^nameserver\s+(\S+)/m.exec(text)?.[1] ?? '127.0.0.1';
  } catch {
    return '127.0.0.1';
  }
}
