import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../kubernetes/config.ts';

/** Where an engine listens. */
export type EngineAddress =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls?: TlsFiles }
  /** Through `docker system dial-stdio` on the other machine, as the docker command does it. */
  | { readonly kind: 'ssh'; readonly destination: string; readonly port?: number }
  /** In a pod of a Kubernetes cluster, through `docker system dial-stdio` there. */
  | { readonly kind: 'pod'; readonly cluster: Cluster; readonly namespace: string; readonly pod: string };

export interface TlsFiles {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * Reads what DOCKER_HOST may hold: `unix:///run/docker.sock`, `npipe:////./pipe/docker_engine`, `tcp://host:2376`, `ssh://user@host`.
 * `certificates`: the folder of DOCKER_CERT_PATH, with which tcp is TLS. Throws on anything else.
 */
export function parseAddress(text: string, certificates?: string): EngineAddress {
  const [, scheme, rest = ''] = /^([a-z]+):\/\/(.*)$/.exec(text) ?? [];
  if (scheme === 'unix' && rest.startsWith('/')) return { kind: 'socket', path: rest };
  if (scheme === 'npipe') return { kind: 'socket', path: rest.replaceAll('/', '\\') };
  if (scheme === 'ssh' && rest !== '') {
    const { username, hostname, port, pathname, password } = new URL(text);
    // ssh takes a word that begins with - for an option; a password on a command line is seen by everybody.
    if (hostname === '' || hostname.startsWith('-') || username.startsWith('-')) throw new Error(`no host in ${text}`);
    if (password !== '') throw new Error('a password in an ssh address is not taken: use a key');
    if (pathname !== '' && pathname !== '/') throw new Error(`a path in ${text} is not supported`);
    const destination = username === '' ? hostname : `${username}@${hostname}`;
    return { kind: 'ssh', destination, ...(port !== '' && { port: Number(port) }) };
  }
  if (scheme === 'tcp' || scheme === 'http' || scheme === 'https') {
    const { hostname, port } = new URL(`http://${rest}`);
    const tls = certificates === undefined ? undefined : readTls(certificates);
    if (!tls && !isLoopback(hostname)) {
      throw new Error(
        `${text} would be spoken to without TLS: set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH, or use ssh://`,
      );
    }
    return { kind: 'tcp', host: hostname, port: Number(port) || (tls ? 2376 : 2375), ...(tls && { tls }) };
  }
  throw new Error(`${text}: not the address of an engine (unix://, npipe://, tcp:// or ssh://)`);
}

function readTls(folder: string): TlsFiles {
  const read = (name: string) => readFileSync(join(folder, name));
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}

/** As one would write it in DOCKER_HOST. */
export function addressText(address: EngineAddress): string {
  if (address.kind === 'socket')
    return address.path.startsWith('\\') ? `npipe://${address.path.replaceAll('\\', '/')}` : `unix://${address.path}`;
  if (address.kind === 'pod') return `kubernetes://${address.namespace}/${address.pod}`;
  if (address.kind === 'tcp') return `tcp://${address.host}:${address.port}`;
  return `ssh://${address.destination}${address.port ? `:${address.port}` : ''}`;
}

/** A bind mount of this machine means the same to the engine: it runs here. */
export function isLocal(address: EngineAddress): boolean {
  if (address.kind === 'socket') return true;
  return address.kind === 'tcp' && isLoopback(address.host);
}

/** A socket that is there; whether somebody answers is another question. */
export function isPresent(address: EngineAddress): boolean {
  return address.kind !== 'socket' || address.path.startsWith('\\') || existsSync(address.path);
}
