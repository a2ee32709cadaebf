import { sha256 } from 'hash-wasm';
import { withNulls } from './fields.ts';
import type { Network, Service, Volume } from './types.ts';

/**
 * Hashes of what a container, a network, a volume was made from: of the JSON that Go's encoding/json makes of it, so that they are
 * those of the real docker compose.
 */

/** What may change without a new container (compose's pkg/compose/hash.go): the build, the scale, what it depends on. */
export function serviceHash(service: Service): Promise<string> {
  const { build: _b, pull_policy: _p, scale: _s, depends_on: _d, profiles: _o, ...rest } = service;
  const whole = withNulls(rest);
  if (rest.deploy) {
    const { replicas: _r, ...deploy } = rest.deploy;
    whole.deploy = structs(deploy, ['resources', 'placement'], DEPLOY);
  }
  return sha256(goJson(whole));
}

export const networkHash = (network: Network): Promise<string> =>
  sha256(goJson(structs(network, ['ipam'], ['name', 'driver', 'driver_opts', 'ipam'])));

export const volumeHash = (volume: Volume): Promise<string> =>
  sha256(goJson({ ...volume, driver: volume.driver ?? 'local' }, ['name', 'driver']));

const DEPLOY = [
  'mode',
  'labels',
  'update_config',
  'rollback_config',
  'resources',
  'restart_policy',
  'placement',
  'endpoint_mode',
];

/** Members that Go holds by value: there, though empty. */
function structs(value: object, members: readonly string[], order: readonly string[]): object {
  const from: Record<string, unknown> = { ...value };
  for (const member of members) from[member] ??= {};
  return inGivenOrder(from, order);
}

function inGivenOrder(value: Record<string, unknown>, order: readonly string[]): Record<string, unknown> {
  const keys = [...order, ...Object.keys(value).filter((key) => !order.includes(key))];
  return Object.fromEntries(keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]));
}

function goJson(value: object, first: readonly string[] = []): string {
  const text = JSON.stringify(inGivenOrder(value as Record<string, unknown>, first));
  return text.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
