import type { NetworkNamespace } from '../../kernel/net/types.ts';
import { NetworkRegistry } from './network-registry.ts';
import type { Registry, RegistryDirectory } from './types.ts';

/** Docker Hub is built in, and so is the home of the distroless images; any other domain is looked for on the simulated network. */
export function registryDirectory(
  hub: Registry,
  network: NetworkNamespace,
  resolve: (name: string) => string[],
): RegistryDirectory {
  return {
    find: (domain) =>
      domain === 'docker.io' || domain === 'gcr.io' ? hub : new NetworkRegistry(domain, network, resolve),
  };
}
