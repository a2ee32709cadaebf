import type { IncomingMessage } from 'node:http';

/** Which pages may speak to the runner, and under which names it answers. */
export interface Doorkeeper {
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
}

export function doorkeeper(port: number, allowed: readonly string[]): Doorkeeper {
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  return { hosts: new Set(hosts), origins: new Set([...hosts.map((host) => `http://${host}`), ...allowed]) };
}

/** A name that leads here and is not ours is somebody's who wants their page to be taken for ours (DNS rebinding). */
export function isOurHost({ hosts }: Doorkeeper, { headers }: IncomingMessage): boolean {
  return hosts.has(headers.host?.toLowerCase() ?? '');
}

/** Exactly one that was named; a request without an origin comes from no page. */
export function isAllowedOrigin({ origins }: Doorkeeper, { headers }: IncomingMessage): boolean {
  return headers.origin !== undefined && origins.has(headers.origin);
}

/** What a page of an allowed origin needs to be let through by its browser; nothing for others. */
export function corsHeaders(keeper: Doorkeeper, request: IncomingMessage): Record<string, string> {
  if (!isAllowedOrigin(keeper, request)) return {};
  return {
    'access-control-allow-origin': request.headers.origin!,
    vary: 'Origin',
    ...(request.method === 'OPTIONS' && {
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
      // A page of the internet asks for a server of this machine (Private Network Access).
      ...(request.headers['access-control-request-private-network'] === 'true' && {
        'access-control-allow-private-network': 'true',
      }),
    }),
  };
}

/** An origin as browsers write it; undefined for what is none. */
export function readOrigin(text: string): string | undefined {
  try {
    const { origin, protocol, pathname } = new URL(text);
    return /^https?:$/.test(protocol) && pathname === '/' ? origin : undefined;
  } catch {
    return undefined;
  }
}
