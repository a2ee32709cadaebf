import type { Cli } from '../cli.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';

export const HUB_SERVER = 'https://index.docker.io/v1/';

interface ConfigFile {
  auths?: Record<string, { auth?: string; identitytoken?: string }>;
  [other: string]: unknown;
}

const configPath = (cli: Cli): string =>
  `${cli.host.env.get('DOCKER_CONFIG') ?? `${cli.host.env.get('HOME') ?? '/root'}/.docker`}/config.json`;

export function readConfig(cli: Cli): ConfigFile {
  let text: string;
  try {
    text = new TextDecoder().decode(cli.host.files.read(configPath(cli)));
  } catch {
    return {};
  }
  return JSON.parse(text) as ConfigFile;
}

export function writeConfig(cli: Cli, config: ConfigFile): string {
  const path = configPath(cli);
  try {
    cli.host.files.mkdir(path.slice(0, path.lastIndexOf('/')), 0o700);
  } catch {
    // It is there already, or writing says why not.
  }
  cli.host.files.write(path, new TextEncoder().encode(JSON.stringify(config, undefined, '\t')), 0o600);
  return path;
}

export const serverOf = (domain: string): string => (domain === 'docker.io' ? HUB_SERVER : domain);

/** The header that carries what `docker login` kept for a registry. */
export function registryAuth(cli: Cli, domain: string): Record<string, string> {
  const server = serverOf(domain);
  const entry = readConfig(cli).auths?.[server];
  const [username, ...password] = entry?.auth ? new TextDecoder().decode(decodeBase64(entry.auth)).split(':') : [];
  const auth = entry?.auth ? { username, password: password.join(':'), serveraddress: server } : {};
  const encoded = encodeBase64(new TextEncoder().encode(JSON.stringify(auth)));
  return { 'x-registry-auth': encoded.replaceAll('+', '-').replaceAll('/', '_') };
}
