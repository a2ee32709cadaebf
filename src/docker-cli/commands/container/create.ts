import type { CreateContainerBody } from '../../../engine/api/containers.ts';
import { atLeast, type Cli, type Command } from '../../cli.ts';
import { segment } from '../../client/client.ts';
import { resolvePath } from '../../client/paths.ts';
import { familiarString, parseReference, withDefaultTag } from '../../client/reference.ts';
import { isNotFound, messageOf, StatusError } from '../../errors.ts';
import type { Flags } from '../../flags/flags.ts';
import { pullImage } from '../image/pull.ts';
import { createBody } from './options.ts';

const PULL_POLICIES = ['always', 'missing', 'never'];

/** Creates a container, pulling its image when it is not there (create.go); answers its id. */
export async function createContainer(cli: Cli, body: CreateContainerBody, flags: Flags): Promise<string> {
  const image = body.Image!;
  const cidFile = flags.string('cidfile');
  if (cidFile) refuseExisting(cli, cidFile);
  const isId = /^(sha256:)?[a-f0-9]{64}$/.test(image);
  const shown = isId ? image : familiarString(withDefaultTag(parseReference(image)));
  const platform = flags.string('platform');
  const policy = flags.string('pull');
  const quiet = flags.bool('quiet');
  const pull = () => pullImage(cli, image, { platform, out: quiet ? undefined : cli.host.stderr });
  if (policy === 'always' && !isId) await pull();
  const request = { query: { name: flags.string('name'), platform: platform.toLowerCase() }, body };
  const create = () =>
    cli.engine.json<{ Id: string; Warnings: string[] | null }>('POST', '/containers/create', request);
  let created: { Id: string; Warnings: string[] | null };
  try {
    created = await create();
  } catch (error) {
    if (!isNotFound(error) || isId || policy !== 'missing') throw error;
    if (!quiet) await cli.err(`Unable to find image '${shown}' locally\n`);
    await pull();
    created = await create();
  }
  for (const warning of created.Warnings ?? []) await cli.err(`WARNING: ${warning}\n`);
  if (cidFile) cli.host.files.write(resolvePath(cli.host.cwd(), cidFile), new TextEncoder().encode(created.Id));
  return created.Id;
}

function refuseExisting(cli: Cli, cidFile: string): void {
  try {
    cli.host.files.stat(resolvePath(cli.host.cwd(), cidFile));
  } catch {
    return;
  }
  throw new Error(`container ID file found, make sure the other container isn't running or delete ${cidFile}`);
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

export const containerPath = (name: string, rest = ''): string => `/containers/${segment(name)}${rest}`;
