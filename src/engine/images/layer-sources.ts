import type { Digest } from '../../oci/image.ts';
import type { Reference } from '../../oci/reference.ts';
import type { EngineContext } from '../context.ts';

/** Repositories, by registry and layer, latest last. Not kept over a restart, as little as a lost cache matters to moby. */
const known = new WeakMap<EngineContext, Map<string, string[]>>();

/** A layer is in a repository: pulled from it or pushed to it (moby: distribution/metadata V2MetadataService). */
export function rememberSource(context: EngineContext, reference: Reference, diffId: Digest): void {
  let sources = known.get(context);
  if (!sources) known.set(context, (sources = new Map()));
  const key = `${reference.domain} ${diffId}`;
  sources.set(key, [...(sources.get(key) ?? []).filter((path) => path !== reference.path), reference.path]);
}

/** Where a push to `reference` may mount a layer from: the most alike path first, then the latest. */
export function mountCandidates(context: EngineContext, reference: Reference, diffId: Digest): string[] {
  const paths = known.get(context)?.get(`${reference.domain} ${diffId}`) ?? [];
  const own = reference.path.split('/');
  const likeness = (path: string): number => {
    const parts = path.split('/');
    const differs = parts.findIndex((part, i) => part !== own[i]);
    return differs < 0 ? parts.length : differs;
  };
  return paths
    .filter((path) => path !== reference.path)
    .reverse()
    .sort((a, b) => likeness(b) - likeness(a));
}
