import { familiarString, parseAny, parseNormalized, referenceString, withDefaultTag } from '../../oci/reference.ts';
import { type Policy, Refused } from './policy.ts';

/**
 * Docker Official Images that lessons begin from. Their contents are public, so that a lesson may use one that the engine
 * had before; a name without a domain is not enough, for that is what one's own unpublished images have too.
 */
const OFFICIAL = new Set(
  `alpine almalinux amazoncorretto bash busybox buildpack-deps caddy debian docker eclipse-temurin elixir erlang fedora gcc golang
  gradle haproxy hello-world httpd influxdb mariadb maven memcached mongo mysql nginx node openjdk perl php postgres python
  rabbitmq redis registry rockylinux ruby rust swift tomcat traefik ubuntu wordpress`.split(/\s+/),
);

/** `docker.io/library/node:22-alpine`; undefined for an image's id or what is no name. */
export function canonicalReference(name: string): string | undefined {
  try {
    // `parseAny` takes what parseNormalized takes for a name to be an id.
    parseAny(name);
    return referenceString(withDefaultTag(parseNormalized(name)));
  } catch {
    return undefined;
  }
}

export function familiar(reference: string): string {
  return familiarString(parseNormalized(reference));
}

/** Whether an image that the session did not make itself may be used under this name. */
export function isPublicName(policy: Policy, reference: string): boolean {
  if (policy.alsoImages.some((pattern) => matches(pattern, reference))) return true;
  const name = /^docker\.io\/library\/([^:@]+)/.exec(reference)?.[1];
  return name !== undefined && OFFICIAL.has(name);
}

/** Refuses what an allow-list, if there is one, does not have. */
export function checkAllowed(policy: Policy, reference: string): void {
  if (!policy.onlyImages || policy.onlyImages.some((pattern) => matches(pattern, reference))) return;
  throw new Refused(`the image ${reference}: only ${policy.onlyImages.join(', ')} may be used here`);
}

/** `docker.io/library/*` or a name as one writes it; `*` stands for anything. */
function matches(pattern: string, reference: string): boolean {
  const full = pattern.includes('*') ? pattern : (canonicalReference(pattern) ?? pattern);
  const expression = full
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${expression}$`).test(reference);
}
