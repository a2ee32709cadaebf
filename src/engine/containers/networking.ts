import type { PortMap } from '../api/containers.ts';
import type { EndpointSettings } from '../api/networks.ts';
import type { EngineContext } from '../context.ts';
import { badParameter, conflict, forbidden, messageOf, notFound, systemError } from '../errors.ts';
import { randomId, shortId } from '../ids.ts';
import { completeEndpoint, disconnected } from '../networks/endpoint-settings.ts';
import { isPredefined, type Network } from '../networks/network.ts';
import { randomMac } from '../networks/store.ts';
import { contains, formatAddress, parseAddress } from '../networks/subnet.ts';
import type { Container, Sandbox } from './container.ts';
import { parseLink } from './links.ts';

/** Puts a container's network stack together at start: its own namespace, another's, the host's, or loopback only. */
export function setUpNetworking(context: EngineContext, container: Container): Sandbox {
  const mode = container.hostConfig.NetworkMode;
  if (mode === 'host') {
    return { id: randomId(context.platform), network: context.kernel.host.network, ports: {}, release: () => {} };
  }
  if (mode.startsWith('container:')) return joinContainer(context, container, mode.slice('container:'.length));
  checkOwnNetwork(context, container);
  const network = context.kernel.createNetworkNamespace();
  const sandbox: Sandbox = {
    id: randomId(context.platform),
    network,
    ports: {},
    release: () => releaseAll(context, container),
  };
  container.sandbox = sandbox;
  if (container.config.NetworkDisabled || mode === 'none') return sandbox;
  try {
    for (const name of orderedNetworks(container)) connectEndpoint(context, container, name);
    publishPorts(context, container);
  } catch (error) {
    sandbox.release();
    container.sandbox = undefined;
    throw error;
  }
  return sandbox;
}

/** The network a container was made for may be left and removed; the engine looks for it all the same. */
function checkOwnNetwork(context: EngineContext, { endpoints, hostConfig: { NetworkMode: mode } }: Container): void {
  if (mode.startsWith('container:') || endpoints.has(mode) || context.networks.find(mode)) return;
  throw notFound(`could not find a network matching network mode ${mode}: network ${mode} not found`);
}

/** Joins a running container's sandbox to one network: an address, an interface, a name. */
export function connectEndpoint(context: EngineContext, container: Container, name: string): void {
  const network = context.networks.resolve(name);
  const sandbox = container.sandbox as Sandbox;
  const settings = container.endpoints.get(name) as EndpointSettings;
  if (!network.segment || !network.subnet) return;
  const address = context.networks.allocateAddress(network, settings.IPAMConfig?.IPv4Address);
  const mac = container.config.MacAddress || settings.MacAddress || randomMac(context.kernel);
  const names = () => dnsNames(container, network, settings);
  const id = randomId(context.platform);
  network.endpoints.set(container.id, {
    id,
    containerId: container.id,
    containerName: () => container.name,
    mac,
    address,
    names,
  });
  const link = {
    name: nextInterface(container),
    mac,
    address: formatAddress(address),
    prefix: network.subnet.prefix,
    mtu: Number(network.options['com.docker.network.driver.mtu'] ?? 0) || undefined,
    network: network.segment,
  };
  sandbox.network.attach(link);
  interfaceNames(container).set(name, link.name);
  const gateway = network.gateway === undefined ? '' : formatAddress(network.gateway);
  Object.assign(settings, {
    MacAddress: mac,
    NetworkID: network.id,
    EndpointID: id,
    Gateway: network.internal ? '' : gateway,
    IPAddress: link.address,
    IPPrefixLen: network.subnet.prefix,
    DNSNames: isPredefined(network) ? null : [...names()],
  });
  updateRoutes(context, container);
  context.events.emit('network', 'connect', network.id, {
    container: container.id,
    name: network.name,
    type: network.driver,
  });
}

export function disconnectEndpoint(context: EngineContext, container: Container, name: string): void {
  const network = context.networks.find(name);
  const settings = container.endpoints.get(name);
  if (network) network.endpoints.delete(container.id);
  const device = interfaceNames(container).get(name);
  if (device) container.sandbox?.network.detach(device);
  interfaceNames(container).delete(name);
  if (settings) container.endpoints.set(name, disconnected(settings));
  updateRoutes(context, container);
  if (network && device) {
    context.events.emit('network', 'disconnect', network.id, {
      container: container.id,
      name: network.name,
      type: network.driver,
    });
  }
}

/** `docker network connect`: now when it runs, at its next start otherwise. */
export function connectContainer(
  context: EngineContext,
  container: Container,
  network: Network,
  given: Partial<EndpointSettings> | null | undefined,
): void {
  const mode = container.hostConfig.NetworkMode;
  if (container.sandbox) checkOwnNetwork(context, container);
  if (mode === 'host')
    throw conflict('container cannot be disconnected from host network or connected to host network');
  if (container.endpoints.has('none') || (network.driver === 'null' && container.endpoints.size > 0)) {
    throw conflict(
      'container cannot be connected to multiple networks with one of the networks in private (none) mode',
    );
  }
  if (mode.startsWith('container:'))
    throw conflict(
      'container sharing network namespace with another container or host cannot be connected to any other network',
    );
  if (network.driver === 'host') {
    throw forbidden('cannot connect container to host network - container must be created in host network mode');
  }
  checkAddress(network, given);
  if (container.endpoints.has(network.name)) {
    throw conflict(`endpoint with name ${container.name} already exists in network ${network.name}`);
  }
  container.endpoints.set(network.name, { ...completeEndpoint(given), NetworkID: network.id });
  if (!container.sandbox) return;
  try {
    connectEndpoint(context, container, network.name);
  } catch (error) {
    container.endpoints.delete(network.name);
    throw error;
  }
}

export function checkAddress(network: Network, given: Partial<EndpointSettings> | null | undefined): void {
  const wanted = given?.IPAMConfig?.IPv4Address;
  if (!wanted) return;
  const address = parseAddress(wanted);
  const rules: string[] = [];
  if (isPredefined(network)) rules.push('user specified IP address is supported on user defined networks only');
  if (address === undefined) rules.push(`invalid IPv4 address: ${wanted}`);
  if (!network.userSubnet)
    rules.push('user specified IP address is supported only when connecting to networks with user configured subnets');
  else if (network.subnet && (address === undefined || !contains(network.subnet, address)))
    rules.push(`no configured subnet or ip-range contain the IP address ${wanted}`);
  if (rules.length === 0) return;
  const list = rules.length === 1 ? rules[0] : rules.map((rule) => `* ${rule}`).join('\n');
  throw badParameter(`invalid endpoint settings:\n${list}`);
}

/** What `-p` and `-P` ask for, with every exposed port in the second case. */
export function wantedPorts(container: Container): PortMap {
  const wanted: PortMap = { ...container.hostConfig.PortBindings };
  if (container.hostConfig.PublishAllPorts) {
    for (const port of Object.keys(container.config.ExposedPorts ?? {}))
      wanted[port] ??= [{ HostIp: '', HostPort: '' }];
  }
  return Object.fromEntries(
    Object.entries(wanted).sort(([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1)),
  );
}

function publishPorts(context: EngineContext, container: Container): void {
  const sandbox = container.sandbox as Sandbox;
  const gatewayNetwork = orderedNetworks(container).find((name) => context.networks.find(name)?.segment);
  const settings = gatewayNetwork ? container.endpoints.get(gatewayNetwork) : undefined;
  if (!settings) return;
  const exposed = Object.keys(container.config.ExposedPorts ?? {});
  try {
    const { ports, release } = context.ports.publish(wantedPorts(container), settings.IPAddress);
    for (const port of exposed) ports[port] ??= null;
    sandbox.ports = ports;
    portReleases.set(sandbox, release);
  } catch (error) {
    throw systemError(
      `driver failed programming external connectivity on endpoint ${container.name} (${settings.EndpointID}): ${messageOf(error)}`,
    );
  }
}

const portReleases = new WeakMap<Sandbox, () => void>();
const devices = new WeakMap<Container, Map<string, string>>();

function releaseAll(context: EngineContext, container: Container): void {
  const { sandbox } = container;
  if (!sandbox) return;
  portReleases.get(sandbox)?.();
  for (const name of [...container.endpoints.keys()]) disconnectEndpoint(context, container, name);
}

function joinContainer(context: EngineContext, container: Container, text: string): Sandbox {
  const other = context.containers.find(text);
  if (!other) throw notFound(`joining network namespace of container: No such container: ${text}`);
  if (!other.sandbox) {
    throw conflict(
      `cannot join network namespace of a non running container: container ${other.name} is ${other.status}`,
    );
  }
  // One network stack has one name for itself.
  container.config.Hostname = other.config.Hostname;
  container.config.Domainname = other.config.Domainname;
  return { id: other.sandbox.id, network: other.sandbox.network, ports: {}, release: () => {} };
}

/** The network of NetworkMode first (its gateway is the default route), then the others by name. */
function orderedNetworks(container: Container): string[] {
  const first = container.hostConfig.NetworkMode;
  return [...container.endpoints.keys()].sort((a, b) => {
    if (a === first || b === first) return a === first ? -1 : 1;
    return a < b ? -1 : 1;
  });
}

function updateRoutes(context: EngineContext, container: Container): void {
  const { sandbox } = container;
  if (!sandbox) return;
  const connected = orderedNetworks(container).filter((name) => interfaceNames(container).has(name));
  const gateway = connected.map((name) => container.endpoints.get(name)?.Gateway).find(Boolean);
  sandbox.network.setGateway(gateway);
  sandbox.network.setResolver((name) => resolveName(context, container, name));
}

/** The embedded DNS server: names of a user-defined network's endpoints, then whatever lies outside. */
function resolveName(context: EngineContext, container: Container, name: string): string[] {
  const wanted = name.replace(/\.$/, '').toLowerCase();
  for (const networkName of orderedNetworks(container)) {
    const network = context.networks.find(networkName);
    if (!network?.subnet || isPredefined(network) || !network.endpoints.has(container.id)) continue;
    const linked = (container.endpoints.get(networkName)?.Links ?? []).map(parseLink);
    const target = linked.find(([, alias]) => alias.toLowerCase() === wanted)?.[0].toLowerCase() ?? wanted;
    const found = [...network.endpoints.values()].filter((endpoint) =>
      endpoint.names().some((own) => own.toLowerCase() === target || `${own.toLowerCase()}.${network.name}` === target),
    );
    if (found.length > 0) return found.map((endpoint) => formatAddress(endpoint.address));
  }
  return context.resolveExternal(wanted);
}

function dnsNames(container: Container, network: Network, settings: EndpointSettings): string[] {
  if (isPredefined(network)) return [];
  const names = [container.name, ...(settings.Aliases ?? []), shortId(container.id)];
  if (container.config.Hostname && container.config.Hostname !== shortId(container.id))
    names.push(container.config.Hostname);
  return [...new Set(names)];
}

function interfaceNames(container: Container): Map<string, string> {
  let names = devices.get(container);
  if (!names) devices.set(container, (names = new Map()));
  return names;
}

function nextInterface(container: Container): string {
  const used = new Set(interfaceNames(container).values());
  for (let index = 0; ; index++) if (!used.has(`eth${index}`)) return `eth${index}`;
}
