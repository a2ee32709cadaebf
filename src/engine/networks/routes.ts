import type { CreateNetworkBody, EndpointSettings, NetworkInspect } from '../api/networks.ts';
import { connectContainer, disconnectEndpoint } from '../containers/networking.ts';
import type { EngineContext } from '../context.ts';
import { badParameter, forbidden, systemError } from '../errors.ts';
import { readJson } from '../http/body.ts';
import { Filters } from '../http/filters.ts';
import type { Query } from '../http/query.ts';
import { empty, json } from '../http/respond.ts';
import { type Call, type Route, route } from '../http/route.ts';
import { pruneUntil } from '../prune-until.ts';
import { rfc3339Nano } from '../time.ts';
import { isPredefined, type Network } from './network.ts';
import { formatAddress } from './subnet.ts';

export function networkRoutes(context: EngineContext): Route[] {
  const of = (call: Call) => context.networks.resolve(call.params.id ?? '');
  return [
    route('GET', '/networks', ({ query }) => json(200, listNetworks(context, query))),
    route('POST', '/networks/create', async ({ request }) => {
      const network = context.networks.create((await readJson<CreateNetworkBody>(request)) ?? {});
      return json(201, { Id: network.id, Warning: '' });
    }),
    route('POST', '/networks/prune', ({ query }) => json(200, pruneNetworks(context, query))),
    route('GET', '/networks/{id}', (call) => json(200, inspectNetwork(of(call), true))),
    route('DELETE', '/networks/{id}', (call) => {
      context.networks.remove(of(call));
      return empty(204);
    }),
    route('POST', '/networks/{id}/connect', async (call) => {
      const body = await readJson<{ Container?: string; EndpointConfig?: Partial<EndpointSettings> | null }>(
        call.request,
      );
      const container = context.containers.resolve(body?.Container ?? '');
      connectContainer(
        context,
        container,
        of(call),
        body?.EndpointConfig ?? { IPAMConfig: {}, Aliases: [], DriverOpts: {} },
      );
      return empty(200);
    }),
    route('POST', '/networks/{id}/disconnect', async (call) => {
      const body = await readJson<{ Container?: string; Force?: boolean }>(call.request);
      const container = context.containers.resolve(body?.Container ?? '');
      const name = call.params.id ?? '';
      if (body?.Force && !context.networks.find(name))
        throw forbidden(`container ${container.id} is not connected to the network ${name}`);
      const network = of(call);
      if (!container.endpoints.has(network.name)) {
        throw forbidden(`container ${container.id} is not connected to network ${network.name}`);
      }
      if (network.driver === 'host')
        throw systemError('container cannot be disconnected from host network or connected to host network');
      disconnectEndpoint(context, container, network.name);
      container.endpoints.delete(network.name);
      return empty(200);
    }),
  ];
}

export function inspectNetwork(network: Network, withContainers: boolean): NetworkInspect {
  const prefix = network.subnet?.prefix ?? 0;
  const containers = [...network.endpoints.values()].map((endpoint) => [
    endpoint.containerId,
    {
      Name: endpoint.containerName(),
      EndpointID: endpoint.id,
      MacAddress: endpoint.mac,
      IPv4Address: `${formatAddress(endpoint.address)}/${prefix}`,
      IPv6Address: '',
    },
  ]);
  return {
    Name: network.name,
    Id: network.id,
    Created: rfc3339Nano(network.created),
    Scope: 'local',
    Driver: network.driver,
    EnableIPv4: true,
    EnableIPv6: network.enableIPv6,
    IPAM: { Driver: network.ipamDriver, Options: network.ipamOptions, Config: network.pools },
    Internal: network.internal,
    Attachable: network.attachable,
    Ingress: false,
    ConfigFrom: { Network: '' },
    ConfigOnly: false,
    Containers: withContainers ? Object.fromEntries(containers) : {},
    Options: network.options,
    Labels: network.labels,
  };
}

function listNetworks(context: EngineContext, query: Query): NetworkInspect[] {
  const filters = new Filters(query, ['dangling', 'driver', 'id', 'label', 'name', 'scope', 'type']);
  // moby looks at containers a listing has not filled in: every user-defined network counts as dangling.
  if (filters.get('dangling').some((value) => !['true', '1', 'false', '0'].includes(value)))
    throw badParameter('invalid value for filter \'dangling\', must be "true" (or "1"), or "false" (or "0")');
  const dangling = filters.boolean('dangling');
  const [type] = filters.get('type');
  if (type !== undefined && !['custom', 'builtin'].includes(type))
    throw badParameter(`invalid filter: 'type'='${type}'`);
  return context.networks
    .all()
    .filter(
      (network) =>
        filters.exact('driver', network.driver) &&
        filters.match('name', network.name) &&
        (!filters.has('id') || filters.get('id').some((id) => network.id.startsWith(id))) &&
        filters.exact('scope', 'local') &&
        filters.labels(network.labels) &&
        (type === undefined || (type === 'builtin') === isPredefined(network)) &&
        (dangling === undefined || dangling === !isPredefined(network)),
    )
    .map((network) => inspectNetwork(network, false));
}

function pruneNetworks(context: EngineContext, query: Query) {
  const filters = new Filters(query, ['label', 'label!', 'until']);
  const until = pruneUntil(filters, context.platform.now());
  const deleted: string[] = [];
  for (const network of context.networks.all()) {
    if (isPredefined(network) || network.endpoints.size > 0) continue;
    if (until !== undefined && network.created > until) continue;
    if (!filters.labels(network.labels) || !filters.labelsExcluded(network.labels)) continue;
    context.networks.remove(network);
    deleted.push(network.name);
  }
  context.events.emit('network', 'prune', '', { reclaimed: '0' });
  return { NetworksDeleted: deleted.length > 0 ? deleted : null };
}
