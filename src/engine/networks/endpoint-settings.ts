import type { EndpointSettings } from '../api/networks.ts';

/** An endpoint as inspect shows it while it is not connected; members the client gave are kept. */
export function completeEndpoint(given: Partial<EndpointSettings> | null | undefined): EndpointSettings {
  return {
    IPAMConfig: given?.IPAMConfig ?? null,
    Links: given?.Links ?? null,
    Aliases: given?.Aliases ?? null,
    MacAddress: given?.MacAddress ?? '',
    DriverOpts: given?.DriverOpts ?? null,
    GwPriority: given?.GwPriority ?? 0,
    NetworkID: '',
    EndpointID: '',
    Gateway: '',
    IPAddress: given?.IPAddress ?? '',
    IPPrefixLen: 0,
    IPv6Gateway: '',
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    DNSNames: null,
  };
}

/** What is left of the settings when the container stops: everything that was configured, nothing that was given. */
export function disconnected(settings: EndpointSettings): EndpointSettings {
  return {
    ...completeEndpoint({ ...settings, IPAddress: '' }),
    MacAddress: '',
    NetworkID: settings.NetworkID,
    DNSNames: settings.DNSNames,
  };
}
