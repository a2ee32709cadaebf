import type { CreateContainerBody } from '../../../engine/api/containers.ts';
import { atLeast, type Cli, type Command } from '../../cli.ts';
import { namedPath } from '../../client/client.ts';
import { resolvePath } from '../../client/paths.ts';
import { familiarString, parseReference, withDefaultTag } from '../../client/reference.ts';
import { isNotFound, messageOf, StatusError } from '../../errors.ts';
import type { Flags } from '../../flags/flags.ts';
import { checkPlatform } from '../../opts/platform.ts';
import { pullImage } from '../image/pull.ts';
import { createBody } from './options.ts';

const PULL_POLICIES = ['always', 'missing', 'never'];

/** Creates a container, pulling its image when it is not there (create.go); answers its id. */
export async function createContainer(cli: Cli, body: CreateContainerBody, flags: Flags): Promise<string> {
  const image = body.Image!;
  const cidFile = flags.string('cidfile');
  const isId = /^(sha256:)?[a-f0-9]{64}$/.test(image);
  const shown = isId ? image : familiarString(withDefaultTag(parseReference(image)));
  const platform = flags.string('platform');
  if (platform !== '') readPlatform(platform);
  const policy = flags.string('pull');
  const quiet = flags.bool('quiet');
  const pull = () => pullImage(cli, image, { platform, out: quiet ? undefined : cli.host.stderr });
  if (policy === 'always' && !isId) await pull();
  const request = { query: { name: flags.string('name'), platform: platform.toLowerCase() }, body };
  const create = () =>
    cli.engine.json<{ Id: string; Warnings: string[] | null }>('POST', '/containers/create', request);
  const pulling = async () => {
    try {
      return await create();
    } catch (error) {
      if (!isNotFound(error) || isId || policy !== 'missing') throw error;
      if (!quiet) await cli.err(`Unable to find image '${shown}' locally\n`);
      await pull();
      return await create();
    }
  };
  const keep = cidFile ? openIdFile(cli, cidFile) : undefined;
  let id: string | undefined;
  try {
    const created = await pulling();
    id = created.Id;
    const local = body.HostConfig?.Dns?.find((address) => /^(127\.\d+\.\d+\.\d+|::1)$/.test(address));
    const localWarning = local === undefined ? [] : [`Localhost DNS (${local}) may fail in containers.`];
    for (const warning of [...(created.Warnings ?? []), ...localWarning]) await cli.err(`WARNING: ${warning}\n`);
    return id;
  } finally {
    keep?.(id);
  }
}

function readPlatform(text: string): void {
  try {
    checkPlatform(text);
  } catch (error) {
    throw new Error(`error parsing specified platform: ${messageOf(error)}`);
  }
}

/** Makes the file before the container (newCIDFile); answers how to write the id into it, or to remove it when there is none. */
function openIdFile({ host }: Cli, name: string): (id: string | undefined) => void {
  const path = resolvePath(host.cwd(), name);
  let found = true;
  try {
    host.files.stat(path);
  } catch {
    found = false;
  }
  if (found) throw new Error(`container ID file found, make sure the other container isn't running or delete ${name}`);
  try {
    host.files.write(path, new Uint8Array());
  } catch (error) {
    throw new Error(`failed to create the container ID file: open ${name}: ${messageOf(error)}`);
  }
  return (id) => (id === undefined ? host.files.remove(path) : host.files.write(path, new TextEncoder().encode(id)));
}

/** What run and create check alike; its complaints end with where to find help, and the status is 125. */
export function readCreation(cli: Cli, flags: Flags, args: readonly string[], command: string): CreateContainerBody {
  return withAdvice(command, () => {
    const policy = flags.string('pull');
    if (!PULL_POLICIES.includes(policy))
      throw new Error(`invalid pull option: '${policy}': must be one of "always", "missing" or "never"`);
    return createBody(cli, flags, args);
  });
}

export function withAdvice<T>(command: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw advised(command, messageOf(error), 125);
  }
}

export const advised = (command: string, message: string, status: number): StatusError =>
  new StatusError(`docker: ${message}\n\nRun 'docker ${command} --help' for more information`, status);

export const create: Command = {
  args: atLeast(1),
  interspersed: false,
  async run(cli, { args, flags, spec }) {
    const body = readCreation(cli, flags, args, spec.path);
    await cli.out(`${await createContainer(cli, body, flags)}\n`);
  },
};

export const containerPath = (name: string, rest = ''): string => namedPath('container', name, rest);
