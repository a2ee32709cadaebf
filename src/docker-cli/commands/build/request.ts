import type { Cli } from '../../cli.ts';
import type { Query } from '../../client/client.ts';
import { resolvePath } from '../../client/paths.ts';
import { familiarString, parseReference } from '../../client/reference.ts';
import { messageOf, StatusError } from '../../errors.ts';
import type { Flags } from '../../flags/flags.ts';
import { toMap } from '../../opts/env.ts';
import { splitCsv } from '../../opts/mount.ts';
import { checkPlatform } from '../../opts/platform.ts';
import type { Ulimit } from '../../opts/ulimit.ts';

/** The flags of `docker build` as a query (buildx's commands/build.go), with its complaints. */
export function buildQuery(cli: Cli, flags: Flags, dockerfile: string): Query & { readonly t: readonly string[] } {
  const network = flags.string('network');
  if (!['', 'default', 'none', 'host'].includes(network))
    throw new Error(
      `network mode ${JSON.stringify(network)} not supported by buildkit - you can define a custom network for your builder using the network driver-opt in buildx create`,
    );
  const platforms = flags.strings('platform').flatMap((text) => text.split(','));
  for (const platform of platforms) checkPlatform(platform);
  return {
    version: '2',
    dockerfile,
    t: flags.strings('tag').map(tagName),
    target: flags.string('target'),
    buildargs: JSON.stringify(buildArguments(cli, flags.strings('build-arg'))),
    labels: JSON.stringify(toMap(flags.strings('label').map(withKey))),
    nocache: flags.bool('no-cache'),
    nocachefilter: flags.strings('no-cache-filter').join(','),
    pull: flags.bool('pull'),
    platform: platforms.join(','),
    networkmode: network === '' ? 'default' : network,
    extrahosts: flags.strings('add-host').map(extraHost),
    ulimits: flags.changed('ulimit') ? JSON.stringify(flags.values<Ulimit>('ulimit')) : undefined,
    shmsize: flags.number('shm-size') || undefined,
    allow: flags.strings('allow').map(entitlement),
    check: checksOnly(flags),
    call: described(flags)?.name,
    buildcontexts: namedImages(flags),
  };
}

/** `--call=NAME[,format=json]`; undefined for a build. */
function callOf(flags: Flags): { name: string; json: boolean; ignoreStatus: boolean } | undefined {
  const [name = '', ...fields] = flags.string('call').split(',');
  for (const field of fields)
    if (!/^(format|ignorestatus)=/.test(field)) throw new StatusError(`ERROR: invalid print field: ${field}`, 1);
  if (name === '' || name === 'build') return undefined;
  return {
    name: name === 'check' ? 'lint' : name,
    json: fields.includes('format=json'),
    ignoreStatus: fields.includes('ignorestatus=true'),
  };
}

export function checksOnly(flags: Flags): boolean {
  return flags.bool('check') || callOf(flags)?.name === 'lint';
}

/** How the findings of checks are shown; a Dockerfile from standard input goes by that name. */
export function checkStyle(flags: Flags): { json: boolean; ignoreStatus: boolean; fromStdin: boolean } {
  const { json = false, ignoreStatus = false } = callOf(flags) ?? {};
  return { json, ignoreStatus, fromStdin: flags.string('file') === '-' };
}

/** What is asked of the Dockerfile instead of a build or its checks. */
export function described(flags: Flags): ReturnType<typeof callOf> {
  const call = callOf(flags);
  return flags.bool('check') || call?.name === 'lint' ? undefined : call;
}

export function tagName(text: string): string {
  if (text === '') throw new Error('invalid tag "": repository name must have at least one component');
  try {
    // No `:latest` here: progress shows the name as it was given.
    return familiarString(parseReference(text));
  } catch (error) {
    const reason = messageOf(error)
      .replace(/repository name \(.*\) must/, 'repository name must')
      .replace('invalid reference format: ', '');
    throw new Error(`invalid tag ${JSON.stringify(text)}: ${reason}`);
  }
}

/** `--build-arg NAME` takes the value around, and is nothing without one. */
function buildArguments(cli: Cli, given: readonly string[]): Record<string, string> {
  const result: Record<string, string> = {};
  // Goes along without being asked for.
  const epoch = cli.host.env.get('SOURCE_DATE_EPOCH');
  if (epoch) result.SOURCE_DATE_EPOCH = epoch;
  for (const entry of given) {
    const equals = withKey(entry).indexOf('=');
    if (equals > 0) result[entry.slice(0, equals)] = entry.slice(equals + 1);
    else {
      const value = cli.host.env.get(entry);
      if (value !== undefined) result[entry] = value;
    }
  }
  return result;
}

function withKey(pair: string): string {
  if (pair === '' || pair.startsWith('='))
    throw new StatusError(`ERROR: invalid key-value pair ${JSON.stringify(pair)}: empty key`, 1);
  return pair;
}

const ENTITLEMENTS = ['network.host', 'security.insecure', 'device'];

function entitlement(text: string): string {
  if (!ENTITLEMENTS.includes(text.split('=')[0]!)) throw new Error(`unknown entitlement ${text}`);
  return text;
}

function extraHost(text: string): string {
  const match = /^([^:=]+)[:=](.+)$/.exec(text);
  const address = match?.[2]?.replace(/^\[(.*)\]$/, '$1') ?? '';
  if (!match || !(address === 'host-gateway' || /^\d{1,3}(\.\d{1,3}){3}$/.test(address) || address.includes(':')))
    throw new Error(`invalid host ${text}`);
  return `${match[1]}:${address}`;
}

/** `--secret id=token[,src=file|env=NAME]`: the bytes by id. */
export function readSecrets(cli: Cli, given: readonly string[]): Map<string, Uint8Array> {
  const secrets = new Map<string, Uint8Array>();
  for (const text of given) {
    let id = '';
    let file = '';
    let variable = '';
    let type = '';
    for (const field of splitCsv(text)) {
      const equals = field.indexOf('=');
      if (equals < 0) throw new StatusError(`ERROR: invalid field '${field}' must be a key=value pair`, 1);
      const key = field.slice(0, equals).toLowerCase();
      const value = field.slice(equals + 1);
      if (key === 'type') {
        if (value !== 'file' && value !== 'env') throw new StatusError(`ERROR: unsupported secret type "${value}"`, 1);
        type = value;
      } else if (key === 'id') id = value;
      else if (key === 'source' || key === 'src') file = value;
      else if (key === 'env') variable = value;
      else throw new StatusError(`ERROR: unexpected key '${key}' in '${field}'`, 1);
    }
    if (id === '') throw new Error('secret missing ID');
    if (type === 'env' && variable === '') {
      variable = file;
      file = '';
    }
    if (variable === '' && file === '' && type !== 'file' && cli.host.env.has(id)) variable = id;
    if (variable !== '') {
      secrets.set(id, new TextEncoder().encode(cli.host.env.get(variable) ?? ''));
      continue;
    }
    const path = file || id;
    try {
      secrets.set(id, cli.host.files.read(resolvePath(cli.host.cwd(), path)));
    } catch (error) {
      throw new Error(`failed to stat ${path}: stat ${path}: ${messageOf(error)}`);
    }
  }
  return secrets;
}

/** `--build-context name=path`: local folders; images and URLs go into the query. */
export function namedFolders(cli: Cli, flags: Flags): Map<string, string> {
  const folders = new Map<string, string>();
  for (const [name, value] of namedContexts(flags)) {
    if (isRemote(value)) continue;
    const folder = resolvePath(cli.host.cwd(), value);
    try {
      if (cli.host.files.stat(folder).kind !== 'directory') throw new Error('not a directory');
    } catch (error) {
      throw new Error(`failed to get build context ${name}: stat ${value}: ${messageOf(error)}`);
    }
    folders.set(name, folder);
  }
  return folders;
}

function namedImages(flags: Flags): string | undefined {
  const remote = [...namedContexts(flags)].filter(([, value]) => isRemote(value));
  return remote.length ? JSON.stringify(Object.fromEntries(remote)) : undefined;
}

const isRemote = (value: string): boolean => /^(docker-image|https?|git|oci-layout|target|input):/.test(value);

export function namedContexts(flags: Flags): Map<string, string> {
  return new Map(
    flags.strings('build-context').map((text) => {
      const equals = text.indexOf('=');
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}
