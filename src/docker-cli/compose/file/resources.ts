import { FILE_OBJECT_FIELDS, NETWORK_FIELDS, ordered, POOL_FIELDS, VOLUME_FIELDS } from './fields.ts';
import { hostPath, type Surroundings } from './service.ts';
import { isMapping, type Mapping, sortedKeys, type Tree } from './tree.ts';
import type { FileObject, Network, Volume } from './types.ts';
import { text, textPairs, truth } from './values.ts';

/** Top-level networks, volumes, secrets and configs in canonical form: each has a name. */

interface Named {
  readonly from: Mapping;
  readonly name: string;
  readonly external: boolean | undefined;
}

function* each(section: Tree | undefined, project: string): Generator<[string, Named]> {
  if (!isMapping(section)) return;
  for (const key of sortedKeys(section)) {
    const value = section[key]!;
    const from = isMapping(value) ? value : {};
    const external = isMapping(from.external) ? true : truth(from.external);
    const given = text(from.name) ?? (isMapping(from.external) ? text(from.external.name) : undefined);
    yield [key, { from, external, name: given ?? (external ? key : `${project}_${key}`) }];
  }
}

const options = (value: Tree | undefined): Record<string, string> | undefined => {
  const found = textPairs(value, '');
  return Object.keys(found).length ? found : undefined;
};

export function canonicalNetworks(section: Tree | undefined, project: string): Record<string, Network> {
  const found: Record<string, Network> = {};
  for (const [key, { from, name, external }] of each(section, project)) {
    const ipam = isMapping(from.ipam) ? from.ipam : undefined;
    const pools = Array.isArray(ipam?.config)
      ? ipam.config.map((pool) => ordered<object>(pool as Mapping, POOL_FIELDS))
      : [];
    found[key] = ordered<Network>(
      {
        ...from,
        name,
        external,
        driver_opts: options(from.driver_opts),
        labels: options(from.labels),
        ipam: ipam && ordered<object>({ driver: text(ipam.driver), config: pools }, ['driver', 'config']),
        internal: truth(from.internal),
        attachable: truth(from.attachable),
        enable_ipv4: truth(from.enable_ipv4),
        enable_ipv6: truth(from.enable_ipv6),
      },
      NETWORK_FIELDS,
    );
  }
  return found;
}

export function canonicalVolumes(section: Tree | undefined, project: string): Record<string, Volume> {
  const found: Record<string, Volume> = {};
  for (const [key, { from, name, external }] of each(section, project))
    found[key] = ordered<Volume>(
      { ...from, name, external, driver_opts: options(from.driver_opts), labels: options(from.labels) },
      VOLUME_FIELDS,
    );
  return found;
}

export function canonicalFiles(
  section: Tree | undefined,
  project: string,
  around: Surroundings,
): Record<string, FileObject> {
  const found: Record<string, FileObject> = {};
  for (const [key, { from, name, external }] of each(section, project)) {
    const file = text(from.file);
    found[key] = ordered<FileObject>(
      { ...from, name, external, file: file && hostPath(file, around) },
      FILE_OBJECT_FIELDS,
    );
  }
  return found;
}
