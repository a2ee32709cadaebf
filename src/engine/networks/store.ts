import type { Kernel } from '../../kernel/kernel.ts';
import type { CreateNetworkBody, IpamPool } from '../api/networks.ts';
import { ApiError, badParameter, conflict, forbidden, notFound, notSimulated } from '../errors.ts';
import type { EventBus } from '../events.ts';
import { byName } from '../go-map.ts';
import { randomId } from '../ids.ts';
import { isPredefined, type Network, type NetworkDriver, PREDEFINED } from './network.ts';
import {
  contains,
  formatAddress,
  formatSubnet,
  overlaps,
  parseAddress,
  parseSubnet,
  type Subnet,
  subnetSize,
} from './subnet.ts';

/** Local-scope default pools of libnetwork's ipamutils. */
const DEFAULT_POOLS: readonly Subnet[] = [
  ...Array.from({ length: 15 }, (_, i) => parseSubnet(`172.${17 + i}.0.0/16`) as Subnet),
  ...Array.from({ length: 16 }, (_, i) => parseSubnet(`192.168.${16 * i}.0/20`) as Subnet),
];

const DEFAULT_BRIDGE_OPTIONS = {
  'com.docker.network.bridge.default_bridge': 'true',
  'com.docker.network.bridge.enable_icc': 'true',
  'com.docker.network.bridge.enable_ip_masquerade': 'true',
  'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
  'com.docker.network.bridge.name': 'docker0',
  'com.docker.network.driver.mtu': '1500',
};

/** Everything about a network that is kept over a restart of the daemon. */
export type NetworkRecord = Omit<Network, 'segment' | 'endpoints'>;

export class NetworkStore {
  #networks = new Map<string, Network>();

  constructor(
    private readonly kernel: Kernel,
    private readonly events: EventBus,
  ) {
    const now = kernel.platform.now();
    this.#add('none', 'null', { ipamOptions: null, created: now });
    this.#add('host', 'host', { ipamOptions: null, created: now });
    const subnet = DEFAULT_POOLS[0] as Subnet;
    this.#add('bridge', 'bridge', {
      ipamOptions: null,
      created: now,
      subnet,
      gateway: subnet.base + 1,
      pools: [{ Subnet: formatSubnet(subnet), Gateway: formatAddress(subnet.base + 1) }],
      options: DEFAULT_BRIDGE_OPTIONS,
      bridgeName: 'docker0',
    });
  }

  all(): Network[] {
    return [...this.#networks.values()];
  }

  /** Name, full id, or a unique beginning of an id, in this order. */
  find(text: string): Network | undefined {
    const all = this.all();
    const exact = all.find(({ id }) => id === text) ?? all.find(({ name }) => name === text);
    if (exact || text === '') return exact;
    const matches = all.filter(({ id }) => id.startsWith(text));
    if (matches.length > 1)
      throw badParameter(`network ${text} is ambiguous (${matches.length} matches found based on ID prefix)`);
    return matches[0];
  }

  resolve(text: string): Network {
    const found = this.find(text);
    if (!found) throw notFound(`network ${text} not found`);
    return found;
  }

  create(body: CreateNetworkBody): Network {
    const name = body.Name ?? '';
    if (name.trim() === '') throw badParameter('invalid name: name is empty');
    if (PREDEFINED.includes(name)) {
      throw forbidden(`operation is not permitted on predefined ${name} network `);
    }
    if (this.all().some((network) => network.name === name)) throw conflict(`network with name ${name} already exists`);
    if (body.Scope === 'swarm') throw forbidden('cannot create a swarm scoped network when swarm is not active');
    if (body.ConfigFrom?.Network)
      throw notFound(`configuration network ${JSON.stringify(body.ConfigFrom.Network)} does not exist`);
    if (body.ConfigOnly || body.Ingress) throw notSimulated('configuration networks and the ingress network');
    if (body.EnableIPv6 || (body.IPAM?.Config ?? []).some(({ Subnet }) => Subnet?.includes(':')))
      throw notSimulated('IPv6 networks');
    const driver = body.Driver || 'bridge';
    if (driver === 'host') throw forbidden('only one instance of "host" network is allowed');
    if (driver === 'null') throw forbidden('only one instance of "null" network is allowed');
    if (driver === 'overlay')
      throw new ApiError(
        503,
        'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
      );
    if (['macvlan', 'ipvlan'].includes(driver)) throw notSimulated(`the ${driver} network driver`);
    if (driver !== 'bridge') {
      throw notFound(`plugin ${JSON.stringify(driver)} not found`);
    }
    if (body.EnableIPv4 === false) throw badParameter('IPv4 or IPv6 must be enabled');
    const allocator = body.IPAM?.Driver || 'default';
    if (!['default', 'null'].includes(allocator)) throw notFound(`plugin ${JSON.stringify(allocator)} not found`);
    const given = (body.IPAM?.Config ?? []).filter((pool) => pool.Subnet);
    const [plan = this.#nextPool()] = given.map((pool) => this.#userPool(pool));
    if (given.length > 1) throw badParameter("bridge driver doesn't support multiple subnets");
    const network = this.#add(name, 'bridge', {
      ...plan,
      created: this.kernel.platform.now(),
      ipamDriver: allocator,
      ipamOptions: body.IPAM?.Options ?? (body.IPAM ? {} : null),
      internal: body.Internal ?? false,
      attachable: body.Attachable ?? false,
      enableIPv6: body.EnableIPv6 ?? false,
      options: byName(body.Options ?? {}),
      labels: byName(body.Labels ?? {}),
    });
    this.events.emit('network', 'create', network.id, { name, type: 'bridge' });
    return network;
  }

  remove(network: Network): void {
    if (isPredefined(network)) {
      throw forbidden(`${network.name} is a pre-defined network and cannot be removed`);
    }
    const active = [...network.endpoints.values()];
    if (active.length > 0) {
      const list = active.map((endpoint) => `name:"${endpoint.containerName()}" id:"${endpoint.id.slice(0, 12)}"`);
      throw forbidden(
        `error while removing network: network ${network.name} has active endpoints (${list.join(', ')})`,
      );
    }
    this.#networks.delete(network.id);
    if (network.bridgeName !== '') this.kernel.host.network.detach(network.bridgeName);
    this.events.emit('network', 'destroy', network.id, { name: network.name, type: network.driver });
  }

  records(): NetworkRecord[] {
    return this.all().map(({ segment, endpoints, ...record }) => record);
  }

  restore(records: readonly NetworkRecord[]): void {
    for (const network of this.all()) {
      if (network.bridgeName !== '') this.kernel.host.network.detach(network.bridgeName);
    }
    this.#networks.clear();
    for (const record of records) this.#add(record.name, record.driver, record);
  }

  /** The lowest free address, or the one asked for. */
  allocateAddress(network: Network, wanted?: string): number {
    const subnet = network.subnet as Subnet;
    const used = new Set([...network.endpoints.values()].map((endpoint) => endpoint.address));
    for (const address of network.reserved) used.add(address);
    if (network.gateway !== undefined) used.add(network.gateway);
    if (wanted) {
      const address = parseAddress(wanted);
      if (address === undefined || !contains(subnet, address)) throw outsideSubnet(wanted);
      if (used.has(address)) throw forbidden('Address already in use');
      return address;
    }
    const pool = network.range ?? subnet;
    const last = subnet.base + subnetSize(subnet) - 1;
    for (let address = pool.base; address < pool.base + subnetSize(pool); address++) {
      if (address === subnet.base || address === last || used.has(address)) continue;
      return address;
    }
    throw badParameter(`no available IPv4 addresses on this network's address pools: ${network.name} (${network.id})`);
  }

  #nextPool() {
    const subnet = DEFAULT_POOLS.find(
      (pool) => !this.all().some((network) => network.subnet && overlaps(network.subnet, pool)),
    );
    if (!subnet) throw badParameter('all predefined address pools have been fully subnetted');
    const gateway = subnet.base + 1;
    return { subnet, gateway, pools: [{ Subnet: formatSubnet(subnet), Gateway: formatAddress(gateway) }] };
  }

  #userPool(pool: IpamPool) {
    const subnet = parseSubnet(pool.Subnet ?? '');
    if (!subnet) {
      throw badParameter(`invalid network config:\ninvalid subnet ${pool.Subnet}: invalid CIDR block notation`);
    }
    if (formatSubnet(subnet) !== pool.Subnet) {
      throw badParameter(
        `invalid network config:\ninvalid subnet ${pool.Subnet}: it should be ${formatSubnet(subnet)}`,
      );
    }
    if (this.all().some((network) => network.subnet && overlaps(network.subnet, subnet))) {
      throw forbidden('invalid pool request: Pool overlaps with other one on this address space');
    }
    const range = pool.IPRange ? parseSubnet(pool.IPRange) : undefined;
    if (pool.IPRange && !range)
      throw badParameter(`invalid network config:\ninvalid ip-range ${pool.IPRange}: invalid CIDR block notation`);
    const gateway = pool.Gateway ? parseAddress(pool.Gateway) : subnet.base + 1;
    if (gateway === undefined || !contains(subnet, gateway)) {
      throw badParameter(
        `invalid network config:\ninvalid gateway ${pool.Gateway}: parent subnet is an IPv4 block but address does not belong to it`,
      );
    }
    const reserved = Object.values(pool.AuxiliaryAddresses ?? {}).map((text) => parseAddress(text) ?? -1);
    for (const [name, text] of Object.entries(pool.AuxiliaryAddresses ?? {}))
      if (parseAddress(text) === gateway)
        throw forbidden(`failed to allocate secondary ip address (${name}:${text}): Address already in use`);
    const shown: IpamPool = { Subnet: pool.Subnet };
    if (pool.IPRange) shown.IPRange = pool.IPRange;
    // One that the engine chose itself is not told.
    if (pool.Gateway) shown.Gateway = formatAddress(gateway);
    if (pool.AuxiliaryAddresses && reserved.length > 0) shown.AuxiliaryAddresses = pool.AuxiliaryAddresses;
    return { subnet, range, gateway, reserved, userSubnet: true, pools: [shown] };
  }

  #add(name: string, driver: NetworkDriver, options: Partial<NetworkRecord>): Network {
    const id = options.id ?? randomId(this.kernel.platform);
    const bridgeName = options.bridgeName ?? (driver === 'bridge' ? `br-${id.slice(0, 12)}` : '');
    const network: Network = {
      created: this.kernel.platform.now(),
      ipamDriver: 'default',
      ipamOptions: {},
      pools: null,
      subnet: undefined,
      range: undefined,
      gateway: undefined,
      reserved: [],
      userSubnet: false,
      internal: false,
      attachable: false,
      enableIPv6: false,
      options: {},
      labels: {},
      ...options,
      id,
      name,
      driver,
      bridgeName,
      segment: driver === 'bridge' ? this.kernel.createSegment(bridgeName) : undefined,
      endpoints: new Map(),
    };
    this.#networks.set(id, network);
    if (network.segment && network.subnet && network.gateway !== undefined) {
      this.kernel.host.network.attach({
        name: bridgeName,
        mac: randomMac(this.kernel),
        address: formatAddress(network.gateway),
        prefix: network.subnet.prefix,
        network: network.segment,
      });
    }
    return network;
  }
}

/** moby: network.ValidateIPAM's complaint about an endpoint's own address. */
function outsideSubnet(address: string): Error {
  return badParameter(`invalid endpoint settings:\nno configured subnet or ip-range contain the IP address ${address}`);
}

/** A locally administered unicast address. */
export function randomMac(kernel: Kernel): string {
  const bytes = [...kernel.platform.random(6)];
  bytes[0] = ((bytes[0] ?? 0) & 0xfc) | 0x02;
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}
