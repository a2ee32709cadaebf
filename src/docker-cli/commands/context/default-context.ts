import type { Cli } from '../../cli.ts';
import { LOCAL_SOCKET } from '../../context/parse-host.ts';
import { type ContextMeta, ContextStore } from '../../context/store.ts';

export const DEFAULT_DESCRIPTION = 'Current DOCKER_HOST based configuration';

/** The context `default` is kept nowhere: it is whatever DOCKER_HOST says. */
export function defaultContext({ host, endpoint }: Cli): ContextMeta {
  const isChosen = endpoint.context === 'default';
  if (isChosen && endpoint.unresolved !== undefined) throw new Error(endpoint.unresolved);
  const Host = isChosen ? endpoint.address : host.env.get('DOCKER_HOST') || LOCAL_SOCKET;
  return { Name: 'default', Metadata: {}, Endpoints: { docker: { Host, SkipTLSVerify: false } } };
}

export async function readContext(cli: Cli, name: string): Promise<ContextMeta> {
  return name === 'default' ? defaultContext(cli) : new ContextStore(cli.host).read(name);
}
