import { formatAddress, parseAddress, subnetOf } from '../../../kernel/net/address.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';

/** A network interface as the tools show it. */
export interface Device {
  readonly index: number;
  readonly name: string;
  readonly mac: string;
  readonly address: string;
  readonly prefix: number;
  readonly mtu: number;
  readonly loopback: boolean;
}

export function devicesOf(sys: SystemCalls): Device[] {
  return sys.interfaces().map(({ name, mac, address, prefix, mtu }, index) => ({
    index: index + 1,
    name,
    mac,
    address,
    prefix,
    mtu,
    loopback: name === 'lo',
  }));
}

export function netmask(prefix: number): string {
  return formatAddress(prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0);
}

export function broadcast(address: string, prefix: number): string {
  const hosts = prefix === 32 ? 0 : 0xffffffff >>> prefix;
  return formatAddress(((parseAddress(address) ?? 0) | hosts) >>> 0);
}

/** A route with its destination taken apart. */
export interface Route {
  readonly network: string;
  readonly prefix: number;
  readonly gateway: string | undefined;
  readonly device: string;
  /** The address packets leave with, for a subnet one is in. */
  readonly source: string | undefined;
}

export function routesOf(sys: SystemCalls): Route[] {
  const devices = devicesOf(sys);
  return sys.routes().map((route) => {
    const [network = '0.0.0.0', prefix = '0'] =
      route.destination === 'default' ? ['0.0.0.0', '0'] : route.destination.split('/');
    const own = devices.find(({ name }) => name === route.interface);
    const inside = own && subnetOf(own.address, own.prefix) === route.destination;
    return {
      network,
      prefix: Number(prefix),
      gateway: route.gateway === '0.0.0.0' ? undefined : route.gateway,
      device: route.interface,
      source: inside ? own.address : undefined,
    };
  });
}
