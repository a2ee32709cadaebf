import type { EndpointSettings } from '../../../engine/api/networks.ts';
import type { Flags } from '../../flags/flags.ts';
import type { NetworkAttachment } from '../../opts/network.ts';

type Endpoints = Record<string, Partial<EndpointSettings> | null>;

/** `--network` and the flags that go with the first of them (opts.go, parseNetworkOpts). */
export function networkingConfig(
  flags: Flags,
  attachments: readonly NetworkAttachment[],
): { EndpointsConfig: Endpoints } {
  const networks = attachments.length
    ? attachments.map((one) => ({ ...one }))
    : [{ Target: 'default', Aliases: [], Links: [], LinkLocalIPs: [] } as NetworkAttachment];
  if (attachments.some(({ Target }) => Target === '')) throw new Error('no name set for network');
  const seen = new Set<string>();
  const endpoints: Endpoints = {};
  networks.forEach((network, i) => {
    if (i === 0) applyLegacyFlags(flags, network);
    const special = ['default', 'bridge', 'host', 'none', ''].includes(network.Target);
    if (special && network.Aliases.length && attachments.length > 1)
      throw new Error('network-scoped aliases are only supported for user-defined networks');
    if (seen.has(network.Target)) throw new Error(`network "${network.Target}" is specified multiple times`);
    seen.add(network.Target);
    const settings = endpoint(network);
    if (settings || attachments.length > 1) endpoints[network.Target] = settings ?? {};
  });
  const userDefined = networks.filter(({ Target }) => isUserDefined(Target)).length;
  if (userDefined > 0 && userDefined < networks.length)
    throw new Error('conflicting options: cannot attach both user-defined and non-user-defined network-modes');
  return { EndpointsConfig: endpoints };
}

/** container.NetworkMode.IsUserDefined */
const isUserDefined = (target: string): boolean =>
  !['default', 'bridge', 'host', 'none', ''].includes(target) && !target.startsWith('container:');

function applyLegacyFlags(flags: Flags, network: NetworkAttachment): void {
  const aliases = flags.strings('network-alias');
  const userDefined = isUserDefined(network.Target);
  if (network.Aliases.length && aliases.length)
    throw new Error('conflicting options: cannot specify both --network-alias and per-network alias');
  if (aliases.length && !userDefined)
    throw new Error('network-scoped aliases are only supported for user-defined networks');
  network.Aliases = [...network.Aliases, ...aliases];
  if (network.IPv4Address && flags.changed('ip'))
    throw new Error('conflicting options: cannot specify both --ip and per-network IPv4 address');
  if (network.IPv6Address && flags.changed('ip6'))
    throw new Error('conflicting options: cannot specify both --ip6 and per-network IPv6 address');
  if (network.MacAddress && flags.changed('mac-address'))
    throw new Error('conflicting options: cannot specify both --mac-address and per-network MAC address');
  network.IPv4Address ??= flags.string('ip') || undefined;
  network.IPv6Address ??= flags.string('ip6') || undefined;
  network.MacAddress ??= flags.string('mac-address') || undefined;
  // Links of the default network are the host configuration's.
  if (userDefined) network.Links = [...network.Links, ...flags.strings('link')];
  network.LinkLocalIPs = [...network.LinkLocalIPs, ...flags.strings('link-local-ip')];
}

function endpoint(network: NetworkAttachment): Partial<EndpointSettings> | undefined {
  const settings: Partial<EndpointSettings> = {};
  if (network.Aliases.length) settings.Aliases = network.Aliases;
  if (network.Links.length) settings.Links = network.Links;
  if (network.DriverOpts) settings.DriverOpts = network.DriverOpts;
  if (network.MacAddress) settings.MacAddress = network.MacAddress;
  if (network.GwPriority) settings.GwPriority = network.GwPriority;
  if (network.IPv4Address || network.IPv6Address || network.LinkLocalIPs.length)
    settings.IPAMConfig = {
      ...(network.IPv4Address ? { IPv4Address: network.IPv4Address } : {}),
      ...(network.IPv6Address ? { IPv6Address: network.IPv6Address } : {}),
      ...(network.LinkLocalIPs.length ? { LinkLocalIPs: network.LinkLocalIPs } : {}),
    };
  return Object.keys(settings).length ? settings : undefined;
}
