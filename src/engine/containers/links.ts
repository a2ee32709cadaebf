import type { HostConfig } from '../api/containers.ts';
import type { EngineContext } from '../context.ts';
import { ApiError, badParameter } from '../errors.ts';
import { shortId } from '../ids.ts';
import type { Container } from './container.ts';

/** The legacy links of the default bridge (`docker run --link`): names in /etc/hosts and variables (moby: links/links.go). */
interface Link {
  readonly child: Container;
  readonly alias: string;
}

/** `name:alias`, `name`, or `/name:/own/alias` as an old engine wrote it. */
export function parseLink(text: string): [name: string, alias: string] {
  const [name = '', alias = name] = text.split(':');
  return [name.replace(/^\//, ''), alias.slice(alias.lastIndexOf('/') + 1)];
}

/** What `docker create` refuses. */
export function checkLinks(context: EngineContext, { Links, NetworkMode }: HostConfig): void {
  if (!Links?.length) return;
  if (NetworkMode === 'host') {
    throw badParameter(
      "conflicting options: host type networking can't be used with links. This would result in undefined behavior",
    );
  }
  for (const text of Links) {
    const [name] = parseLink(text);
    if (!context.containers.find(name)) {
      throw badParameter(`could not get container for ${name}: No such container: ${name}`);
    }
  }
}

/** `/child:/parent/alias`, as inspect shows links. */
export function shownLinks(context: EngineContext, container: Container): string[] | null {
  const links = linksOf(context, container);
  if (links.length === 0) return container.hostConfig.Links ? [] : null;
  return links.map(({ child, alias }) => `/${child.name}:/${container.name}/${alias}`).sort();
}

/** Lines of /etc/hosts for the linked containers. */
export function linkHosts(context: EngineContext, container: Container): string {
  return linksOf(context, container)
    .map(({ child, alias }) => {
      const names = new Set([alias, child.config.Hostname || shortId(child.id), child.name]);
      return `${addressOf(child)}\t${[...names].join(' ')}\n`;
    })
    .join('');
}

/** Variables that say where the linked containers are; throws when one does not run on the default bridge. */
export function linkEnv(context: EngineContext, container: Container): string[] {
  return linksOf(context, container).flatMap(({ child, alias }) => {
    if (!child.running) {
      throw new ApiError(409, `Cannot link to a non running container: /${child.name} AS /${container.name}/${alias}`);
    }
    const address = addressOf(child);
    if (address === '') throw badParameter(`container ${child.id} not attached to default bridge network`);
    const prefix = alias.toUpperCase().replaceAll('-', '_');
    const ports = Object.keys(child.config.ExposedPorts ?? {})
      .map((key) => key.split('/') as [string, string])
      .sort(([a, x], [b, y]) => Number(a) - Number(b) || (x < y ? -1 : 1));
    const [first] = ports;
    const variables = first ? [`${prefix}_PORT=${first[1]}://${address}:${first[0]}`] : [];
    for (const [port, protocol] of ports) {
      const name = `${prefix}_PORT_${port}_${protocol.toUpperCase()}`;
      variables.push(`${name}=${protocol}://${address}:${port}`, `${name}_ADDR=${address}`);
      variables.push(`${name}_PORT=${port}`, `${name}_PROTO=${protocol}`);
    }
    variables.push(`${prefix}_NAME=/${container.name}/${alias}`);
    for (const entry of child.config.Env ?? []) {
      if (entry.includes('=') && !/^(HOME|PATH)=/.test(entry)) variables.push(`${prefix}_ENV_${entry}`);
    }
    return variables;
  });
}

function linksOf(context: EngineContext, { hostConfig }: Container): Link[] {
  if (hostConfig.NetworkMode !== 'bridge') return [];
  return (hostConfig.Links ?? []).flatMap((text) => {
    const [name, alias] = parseLink(text);
    const child = context.containers.find(name);
    return child ? [{ child, alias }] : [];
  });
}

function addressOf(child: Container): string {
  return child.endpoints.get('bridge')?.IPAddress ?? '';
}
