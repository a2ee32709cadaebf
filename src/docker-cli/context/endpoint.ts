import type { ApiRequest, EngineDoor } from '../../engine/api/door.ts';
import { readConfig } from '../client/credentials.ts';
import { Unreachable } from '../errors.ts';
import type { CliHost } from '../host.ts';
import { LOCAL_SOCKET, parseHost } from './parse-host.ts';
import { ContextStore } from './store.ts';

/** Where a command's requests go. */
export interface Endpoint {
  /** Its context. */
  readonly context: string;
  /** The daemon's address, of the default context when there is no such one. */
  readonly address: string;
  readonly door: EngineDoor;
}

/**
 * The engine that a command is for (docker/cli, cli/command/cli.go, resolveContextName): `-H`, `--context`, DOCKER_HOST,
 * DOCKER_CONTEXT, what `docker context use` chose. Whatever is wrong with it is said when the engine is asked.
 */
export async function chooseEndpoint(host: CliHost, given: { host?: string; context?: string }): Promise<Endpoint> {
  const { env } = host;
  if (given.context && given.host) throw new Error('conflicting options: cannot specify both --host and --context');
  const forDefault = given.host ?? (given.context ? undefined : env.get('DOCKER_HOST') || undefined);
  const context =
    given.context || (forDefault !== undefined ? '' : env.get('DOCKER_CONTEXT') || currentContext(host)) || 'default';
  try {
    const written = context === 'default' ? (forDefault ?? env.get('DOCKER_HOST') ?? '') : undefined;
    const { Host = '', SkipTLSVerify } =
      written === undefined ? ((await new ContextStore(host).read(context)).Endpoints.docker ?? {}) : { Host: written };
    const address = parseHost(Host);
    return { context, address, door: isLocal(address) ? host.door : nobodyAt(host, address, SkipTLSVerify === true) };
  } catch (error) {
    const message = `Failed to initialize: unable to resolve docker endpoint: ${(error as Error).message}`;
    return { context, address: LOCAL_SOCKET, door: { request: () => Promise.reject(new Unreachable(message)) } };
  }
}

export function currentContext(host: CliHost): string {
  const { currentContext: current } = readConfig(host);
  return typeof current === 'string' ? current : '';
}

/** The one engine of this computer listens there. */
function isLocal(address: string): boolean {
  return address === LOCAL_SOCKET || address === 'unix:///run/docker.sock';
}

/** Every other address: nothing listens at it. */
function nobodyAt(host: CliHost, address: string, tls: boolean): EngineDoor {
  const fail = (message: string) => Promise.reject(new Unreachable(message));
  return {
    request(request) {
      if (address.startsWith('ssh://')) return fail(`drydock: not simulated: an engine behind ${address}`);
      const [, name] = /^tcp:\/\/([^:/]+)/.exec(address) ?? [];
      if (name !== undefined && name !== 'localhost' && !/^[\d.]+$/.test(name)) {
        const url = `${address.replace(/^tcp/, tls ? 'https' : 'http')}${target(request)}`;
        const lookup = `dial tcp: lookup ${name} on ${nameServer(host)}:53: no such host`;
        return fail(`error during connect: ${verb(request)} ${JSON.stringify(url)}: ${lookup}`);
      }
      return fail(`Cannot connect to the Docker daemon at ${address}. Is the docker daemon running?`);
    },
  };
}

const target = ({ path, query }: ApiRequest): string => (query === '' ? path : `${path}?${query}`);

const verb = ({ method }: ApiRequest): string => method[0] + method.slice(1).toLowerCase();

function nameServer(host: CliHost): string {
  try {
    const text = new TextDecoder().decode(host.files.read('/etc/resolv.conf'));
    return /^nameserver\s+(\S+)/m.exec(text)?.[1] ?? '127.0.0.1';
  } catch {
    return '127.0.0.1';
  }
}
