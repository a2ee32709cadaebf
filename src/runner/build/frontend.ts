import { parseNormalized, referenceString } from '../../oci/reference.ts';
import { readUlimits, ulimitText } from '../policy/ulimits.ts';
import type { IncomingBuild } from './context.ts';

/**
 * What `docker build`'s flags are to BuildKit's Dockerfile frontend (buildx's build/opt.go), from the query the policy let through.
 */
export function frontendAttributes(
  session: string,
  query: URLSearchParams,
  { request, contexts }: IncomingBuild,
): Map<string, string> {
  const attributes = new Map([['filename', request.dockerfileName]]);
  const set = (name: string, value: string | null | undefined) => {
    if (value) attributes.set(name, value);
  };
  set('target', request.target);
  set('platform', request.platform);
  if (request.noCache) attributes.set('no-cache', '');
  else set('no-cache', request.noCacheFilter?.join(','));
  if (request.pull) attributes.set('image-resolve-mode', 'pull');
  for (const [name, value] of Object.entries(request.buildArgs)) attributes.set(`build-arg:${name}`, value);
  // Cache mounts are kept by their name: without this a lesson could leave something there for others' builds.
  attributes.set('build-arg:BUILDKIT_CACHE_MOUNT_NS', session);
  const labels = JSON.parse(query.get('labels') ?? '{}') as Record<string, string>;
  for (const [name, value] of Object.entries(labels)) attributes.set(`label:${name}`, value);
  if (query.get('networkmode') === 'none') attributes.set('force-network-mode', 'none');
  const hosts = query.getAll('extrahosts').flatMap((each) => each.split(','));
  set('add-hosts', hosts.map((each) => each.replace(':', '=')).join(','));
  set('shm-size', query.get('shmsize') === '0' ? undefined : query.get('shmsize'));
  set('ulimit', readUlimits(query).map(ulimitText).join(','));
  for (const name of contexts.keys()) attributes.set(`context:${name}`, `local:${contextFolder(name)}`);
  for (const [name, value] of Object.entries(request.contexts ?? {}))
    if (typeof value === 'string') attributes.set(`context:${name}`, value);
  return attributes;
}

/** By which name BuildKit asks for a named context's files: two are taken by the build's own. */
export function contextFolder(name: string): string {
  return name === 'context' || name === 'dockerfile' ? `_${name}` : name;
}

/** Where the result goes: a tar for the client, or the engine's images, under the names as buildx gives them. */
export function exporterOf(query: URLSearchParams): { name: string; attributes: Record<string, string> } {
  if (query.has('outputs')) return { name: 'tar', attributes: {} };
  const names = query.getAll('t').map((tag) => referenceString(parseNormalized(tag)));
  return { name: 'moby', attributes: names.length > 0 ? { name: names.join(',') } : {} };
}
