import type { Frontend } from '../../dockerfile/instructions/frontend.ts';
import type { ContainerConfig } from '../../oci/image.ts';

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Table = 'Labels' | 'ExposedPorts' | 'Volumes';

/** An image's config while it is described. */
export type ConfigDraft = Writable<ContainerConfig>;

/** A copy with tables of its own. */
export function ownConfig(config: ContainerConfig): ConfigDraft {
  const { Labels, ExposedPorts, Volumes } = config;
  return {
    ...config,
    ...(Labels && { Labels: { ...Labels } }),
    ...(ExposedPorts && { ExposedPorts: { ...ExposedPorts } }),
    ...(Volumes && { Volumes: { ...Volumes } }),
  };
}

/**
 * The config a stage takes over from the one it begins from. Until 1.24 BuildKit copied it without its tables, so what
 * one stage added to them the others that begin from the same stage have as well.
 */
export function inheritedConfig(config: ConfigDraft, frontend: Frontend): ConfigDraft {
  return frontend.minor >= 24 ? ownConfig(config) : { ...config };
}

/** Adds to a table where it is: whoever shares it has it too. */
export function addTo<Name extends Table>(
  config: ConfigDraft,
  name: Name,
  entries: NonNullable<ContainerConfig[Name]>,
): void {
  const table = config[name];
  if (table) Object.assign(table, entries);
  else config[name] = { ...entries };
}
