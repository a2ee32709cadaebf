import type { IpamPool } from '../../../engine/api/networks.ts';
import type { Flags } from '../../flags/flags.ts';

/** `--subnet`, and the ranges, gateways and addresses that belong into each (network/create.go). */
export function ipamPools(flags: Flags): IpamPool[] {
  const subnets = flags.strings('subnet');
  const ranges = flags.strings('ip-range');
  const gateways = flags.strings('gateway');
  if (subnets.length < ranges.length || subnets.length < gateways.length)
    throw new Error('every ip-range or gateway must have a corresponding subnet');
  const pools: IpamPool[] = [];
  for (const subnet of subnets) {
    for (const other of pools)
      if (contains(other.Subnet!, network(subnet)) || contains(subnet, network(other.Subnet!)))
        throw new Error('multiple overlapping subnet configuration is not supported');
    pools.push({ Subnet: subnet });
  }
  const owner = (address: string) => pools.find((pool) => contains(pool.Subnet!, network(address)));
  for (const range of ranges) {
    const pool = owner(range);
    if (!pool) throw new Error(`no matching subnet for range ${range}`);
    if (pool.IPRange)
      throw new Error(
        `cannot configure multiple ranges (${range}, ${pool.IPRange}) on the same subnet (${pool.Subnet})`,
      );
    pool.IPRange = range;
  }
  for (const gateway of gateways) {
    const pool = owner(gateway);
    if (!pool) throw new Error(`no matching subnet for gateway ${gateway}`);
    if (pool.Gateway)
      throw new Error(
        `cannot configure multiple gateways (${gateway}, ${pool.Gateway}) for the same subnet (${pool.Subnet})`,
      );
    pool.Gateway = gateway;
  }
  for (const entry of flags.strings('aux-address')) {
    const equals = entry.indexOf('=');
    const address = equals < 0 ? '' : entry.slice(equals + 1);
    const pool = owner(address);
    if (!pool) throw new Error(`no matching subnet for aux-address ${address}`);
    (pool.AuxiliaryAddresses ??= {})[entry.slice(0, equals)] = address;
  }
  return pools;
}

const network = (cidr: string): string => cidr.split('/')[0]!;

/** IPv4 only is worked out; of IPv6 the written prefix is compared. */
function contains(cidr: string, address: string): boolean {
  const [base, bits] = cidr.split('/') as [string, string | undefined];
  if (base.includes(':') || address.includes(':')) {
    const prefix = base.split('::')[0]!;
    return base.includes(':') && address.includes(':') && address.startsWith(prefix);
  }
  const value = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits ?? 32));
  return Math.floor(value(base) / size) === Math.floor(value(address) / size);
}
