import type { NetworkSegment } from '../../kernel/net/types.ts';
import type { IpamPool } from '../api/networks.ts';
import type { Subnet } from './subnet.ts';

export type NetworkDriver = 'bridge' | 'host' | 'null';

/** A container's place in a network while it runs. */
export interface Endpoint {
  readonly id: string;
  readonly containerId: string;
  readonly containerName: () => string;
  readonly mac: string;
  readonly address: number;
  /** Names the embedded DNS answers to. */
  readonly names: () => readonly string[];
}

export interface Network {
  readonly id: string;
  readonly name: string;
  readonly created: number;
  readonly driver: NetworkDriver;
  readonly ipamDriver: string;
  readonly ipamOptions: Record<string, string> | null;
  readonly pools: IpamPool[] | null;
  readonly subnet: Subnet | undefined;
  /** Addresses are given out only from here (`--ip-range`). */
  readonly range: Subnet | undefined;
  readonly gateway: number | undefined;
  readonly reserved: readonly number[];
  /** Whether a person chose the subnet: only then may a container ask for an address. */
  readonly userSubnet: boolean;
  readonly segment: NetworkSegment | undefined;
  readonly bridgeName: string;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly enableIPv6: boolean;
  readonly options: Record<string, string>;
  readonly labels: Record<string, string>;
  /** By container id. */
  readonly endpoints: Map<string, Endpoint>;
}

export const PREDEFINED = ['bridge', 'host', 'none'];

export function isPredefined(network: Network): boolean {
  return PREDEFINED.includes(network.name);
}
