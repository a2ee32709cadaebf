export const LOCAL_SOCKET = 'unix:///var/run/docker.sock';

const TCP_PORT = '2375';

/** An address of a daemon as `-H` and DOCKER_HOST give it, with what was left out (opts/hosts.go). Throws with docker's words. */
export function parseHost(given: string): string {
  const text = given.trim();
  if (text === '') return LOCAL_SOCKET;
  const at = text.indexOf('://');
  const [protocol, address] = at < 0 ? ['tcp', text] : [text.slice(0, at), text.slice(at + 3)];
  switch (protocol) {
    case 'tcp':
      return tcpAddress(address);
    case 'unix':
    case 'npipe': {
      if (address.includes('://')) throw new Error(`invalid proto, expected ${protocol}: ${address}`);
      const usual = protocol === 'unix' ? '/var/run/docker.sock' : '//./pipe/docker_engine';
      return `${protocol}://${address || usual}`;
    }
    case 'fd':
    case 'ssh':
      return text;
    default:
      throw new Error(`invalid bind address format: ${text}`);
  }
}

function tcpAddress(address: string): string {
  if (address.includes('://')) throw new Error(`invalid proto, expected tcp: ${address}`);
  const [, authority = '', path = ''] = /^([^/]*)(.*)$/s.exec(address)!;
  // Who is named before an `@` is left out.
  const [, host = '', port] =
    /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority.slice(authority.lastIndexOf('@') + 1)) ?? [];
  // Go's url.Parse.
  const [odd] = /[ \\^`{|}]/.exec(host) ?? [];
  if (odd !== undefined)
    throw new Error(`parse "tcp://${address}": invalid character ${JSON.stringify(odd)} in host name`);
  if (port !== undefined && !/^\d*$/.test(port))
    throw new Error(`parse "tcp://${address}": invalid port ":${port}" after host`);
  // With a port added to it, it would have brackets twice.
  if (host.startsWith('[') && port === undefined) throw new Error(`invalid bind address format: ${address}`);
  return `tcp://${host || 'localhost'}:${port || TCP_PORT}${path}`;
}

/** What no client can be made for although it is an address (client.ParseHostURL, sockets.ConfigureTransport). */
export function unusable(address: string): string | undefined {
  if (address.startsWith('npipe://')) return 'protocol not available';
  return address.endsWith('://') ? `unable to parse docker host \`${address}\`` : undefined;
}
