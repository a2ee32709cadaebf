import type { ContainerConfig } from '../../oci/image.ts';

/** `--change` of commit and import. What reads instructions is loaded when there are some. */
export async function applyChanges(config: ContainerConfig, changes: readonly string[]): Promise<ContainerConfig> {
  if (changes.length === 0) return config;
  return (await import('./change-instructions.ts')).applyChanges(config, changes);
}
