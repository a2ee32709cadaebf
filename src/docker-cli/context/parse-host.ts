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
  if (address.includes('://')) throw new Error(`invalid bind address format: ${address}`);
  const [, host = '', port, path = ''] = /^(\[[^\]]*\]|[^:/]*)(?::([^/]*))?(\/.*)?$/.exec(address) ?? [];
  if (port !== undefined && !/^\d*$/.test(port))
    throw new Error(`parse "tcp://${address}": invalid port ":${port}" after host`);
  return `tcp://${host || 'localhost'}:${port || TCP_PORT}${path}`;
}
