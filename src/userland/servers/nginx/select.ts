import type { Configuration, Location, Server } from './config/model.ts';

/** The server for a connection to `address`:`port` that asks for `host` (ngx_http_find_virtual_server). */
export function selectServer(config: Configuration, address: string, port: number, host: string): Server | undefined {
  const candidates = candidatesAt(config, address, port);
  const name = host.toLowerCase();
  return (
    candidates.find(({ names }) => names.some((each) => each.toLowerCase() === name)) ??
    candidates.find(({ names }) => names.some((each) => each.startsWith('*.') && name.endsWith(each.slice(1)))) ??
    candidates.find(({ names }) => names.some((each) => each.endsWith('.*') && name.startsWith(each.slice(0, -1)))) ??
    candidates.find(({ names }) => names.some((each) => each.startsWith('~') && matches(each.slice(1), name))) ??
    candidates.find(({ listens }) => listens.some((one) => one.isDefault && at(one, address, port))) ??
    candidates[0]
  );
}

function candidatesAt({ servers }: Configuration, address: string, port: number): Server[] {
  const exact = servers.filter(({ listens }) => listens.some((one) => one.address === address && one.port === port));
  if (exact.length > 0) return exact;
  return servers.filter(({ listens }) => listens.some((one) => at(one, address, port)));
}

function at(listen: { address: string; port: number }, address: string, port: number): boolean {
  return listen.port === port && (listen.address === '0.0.0.0' || listen.address === address);
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern).test(name);
  } catch {
    return false;
  }
}

export interface Found {
  readonly location: Location;
  /** What the regular expression captured. */
  readonly captures: RegExpExecArray | undefined;
}

/** The location for a normalized URI: exact, longest prefix, then regular expressions in order. */
export function selectLocation(locations: readonly Location[], uri: string): Found | undefined {
  let best: Location | undefined;
  for (const location of locations) {
    if (location.kind === 'exact' && location.pattern === uri) return { location, captures: undefined };
    if (location.kind !== 'prefix' && location.kind !== 'prefer') continue;
    if (uri.startsWith(location.pattern) && location.pattern.length >= (best?.pattern.length ?? 0)) best = location;
  }
  const nested = best && best.locations.length > 0 ? selectLocation(best.locations, uri) : undefined;
  if (nested && nested.location.kind !== 'prefix') return nested;
  if (best?.kind !== 'prefer') {
    for (const location of locations) {
      const captures = location.regex?.exec(uri);
      if (captures) return selectLocation(location.locations, uri) ?? { location, captures };
    }
  }
  return nested ?? (best && { location: best, captures: undefined });
}
