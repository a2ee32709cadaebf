import type { Reference } from '../../oci/reference.ts';

/** How `builtInRepositories` names the repository of a reference. */
export function repositoryOf({ domain, path }: Reference): string {
  return domain === 'docker.io' ? path : `${domain}/${path}`;
}
