import type { Cli } from '../cli.ts';
import type { CliHost } from '../host.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';

export const HUB_SERVER = 'https://index.docker.io/v1/';

interface ConfigFile {
  /** What `docker context use` chose. */
  currentContext?: string;
  auths?: Record<string, { auth?: string; identitytoken?: string }>;
  [other: string]: unknown;
}

/** Where docker keeps what it knows of a user. */
export const configFolder = ({ env }: CliHost): string =>
  env.get('DOCKER_CONFIG') || `${env.get('HOME') ?? '/root'}/.docker`;

const configPath = (host: CliHost): string => `${configFolder(host)}/config.json`;

export function readConfig(host: CliHost): ConfigFile {
  let text: string;
  try {
    text = new TextDecoder().decode(host.files.read(configPath(host)));
  } catch {
    return {};
  }
  return JSON.parse(text) as ConfigFile;
}

export function writeConfig(host: CliHost, config: ConfigFile): string {
  const path = configPath(host);
  try {
    host.files.mkdir(path.slice(0, path.lastIndexOf('/')), 0o700);
  } catch {
    // It is there already, or writing says why not.
  }
  host.files.write(path, new TextEncoder().encode(JSON.stringify(config, undefined, '\t')), 0o600);
  return path;
}

export const serverOf = (domain: string): string => (domain === 'docker.io' ? HUB_SERVER : domain);

/** The header that carries what `docker login` kept for a registry. */
export function registryAuth(cli: Cli, domain: string): Record<string, string> {
  const server = serverOf(domain);
  const entry = readConfig(cli.host).auths?.[server];
  const [username, ...password] = entry?.auth ? new TextDecoder().decode(decodeBase64(entry.auth)).split(':') : [];
  const auth = entry?.auth ? { username, password: password.join(':'), serveraddress: server } : {};
  const encoded = encodeBase64(new TextEncoder().encode(JSON.stringify(auth)));
  return { 'x-registry-auth': encoded.replaceAll('+', '-').replaceAll('/', '_') };
}
