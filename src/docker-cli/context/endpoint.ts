import type { EngineDoor } from '../../engine/api/door.ts';
import { readConfig } from '../client/credentials.ts';
import { messageOf } from '../errors.ts';
import type { CliHost } from '../host.ts';
import { nobodyAt } from './nobody.ts';
import { LOCAL_SOCKET, parseHost, unusable } from './parse-host.ts';
import { ContextStore } from './store.ts';
import { checkTls, type TlsOptions } from './tls.ts';

/** Where a command's requests go. */
export interface Endpoint {
  /** Its context. */
  readonly context: string;
  /** The daemon's address, of the default context when there is no such one. */
  readonly address: string;
  /** What is wrong with the context or its address. */
  readonly unresolved?: string;
  /** Why no client can be made for its address. */
  readonly noClient?: string;
  readonly door: EngineDoor;
}

/** How a command is ended where a client is asked for that cannot be made: at once, whatever was being done. */
export type GiveUp = (message: string) => void;

/**
 * The engine that a command is for (docker/cli, cli/command/cli.go, resolveContextName): `-H`, `--context`, DOCKER_HOST,
 * DOCKER_CONTEXT, what `docker context use` chose. Whatever is wrong with it is said when the engine is asked.
 */
export async function chooseEndpoint(
  host: CliHost,
  given: { host?: string; context?: string; tls: TlsOptions },
  giveUp: GiveUp,
): Promise<Endpoint> {
  const { env } = host;
  if (given.context && given.host) throw new Error('conflicting options: cannot specify both --host and --context');
  const forDefault = given.host ?? (given.context ? undefined : env.get('DOCKER_HOST') || undefined);
  const context =
    given.context || (forDefault !== undefined ? '' : env.get('DOCKER_CONTEXT') || currentContext(host)) || 'default';
  return endpointOf(host, context, { address: forDefault, tls: given.tls }, giveUp);
}

/** The engine of a context; of `default`, at the address that was given or that DOCKER_HOST has. */
export async function endpointOf(
  host: CliHost,
  context: string,
  own: { address?: string; tls?: TlsOptions },
  giveUp: GiveUp,
): Promise<Endpoint> {
  const failing = (reason: string): EngineDoor => ({
    request() {
      giveUp(`Failed to initialize: ${reason}`);
      return new Promise(() => {});
    },
  });
  let address: string;
  let tls: boolean;
  try {
    if (context === 'default') {
      address = parseHost(own.address ?? host.env.get('DOCKER_HOST') ?? '');
      tls = own.tls?.on === true;
      if (own.tls) checkTls(host, own.tls);
    } else {
      const { Host = '', SkipTLSVerify = false } = (await new ContextStore(host).read(context)).Endpoints.docker ?? {};
      address = parseHost(Host);
      tls = SkipTLSVerify;
    }
  } catch (error) {
    const unresolved = messageOf(error);
    const door = failing(`unable to resolve docker endpoint: ${unresolved}`);
    return { context, address: LOCAL_SOCKET, unresolved, door };
  }
  if (isLocal(address)) return { context, address, door: host.door };
  const noClient = unusable(address);
  if (noClient !== undefined) return { context, address, noClient, door: failing(noClient) };
  return { context, address, door: nobodyAt(host, address, tls) };
}

function currentContext(host: CliHost): string {
  const { currentContext: current } = readConfig(host);
  return typeof current === 'string' ? current : '';
}

/** The one engine of this computer listens there. */
function isLocal(address: string): boolean {
  return address === LOCAL_SOCKET || address === 'unix:///run/docker.sock';
}
