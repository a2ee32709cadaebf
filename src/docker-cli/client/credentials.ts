import type { Cli } from '../cli.ts';
import { messageOf } from '../errors.ts';
import type { CliHost } from '../host.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { type ConfigFile, decodeConfig, encodeConfig } from './config-file.ts';
import { joinPath } from './paths.ts';

export const HUB_SERVER = 'https://index.docker.io/v1/';

/** Where docker keeps what it knows of a user. */
export const configFolder = ({ env }: CliHost): string =>
  env.get('DOCKER_CONFIG') || `${env.get('HOME') ?? '/root'}/.docker`;

const configPath = (host: CliHost): string => joinPath(configFolder(host), 'config.json');

export function readConfig(host: CliHost): ConfigFile {
  try {
    return parseConfig(host);
  } catch {
    return {};
  }
}

/** A file that cannot be read as what it should be is as none, after a warning. */
export async function checkConfig(host: CliHost): Promise<void> {
  try {
    parseConfig(host);
  } catch (error) {
    await host.stderr.write(`WARNING: Error parsing config file (${configPath(host)}): ${messageOf(error)}\n`);
  }
}

function parseConfig(host: CliHost): ConfigFile {
  let text: string;
  try {
    text = new TextDecoder().decode(host.files.read(configPath(host)));
  } catch {
    return {};
  }
  return decodeConfig(text);
}

export function writeConfig(host: CliHost, config: ConfigFile): string {
  const path = configPath(host);
  try {
    host.files.mkdir(path.slice(0, path.lastIndexOf('/')), 0o700);
  } catch {
    // It is there already, or writing says why not.
  }
  host.files.write(path, new TextEncoder().encode(encodeConfig(config)), 0o600);
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
