import type { Cli, Command, CommandLine } from '../../cli.ts';
import { type Endpoint, endpointOf } from '../../context/endpoint.ts';
import { ContextStore } from '../../context/store.ts';
import { messageOf, StatusError, Unreachable } from '../../errors.ts';

/** A command that works with a builder: every context is one (buildx's builder/builder.go). */
export function withBuilder(command: Command): Command {
  return {
    ...command,
    async run(cli, line) {
      try {
        const builder = await chosenBuilder(cli, line);
        // Only a build gets as far as to say why.
        if (builder.unresolved !== undefined && line.spec.id !== 'buildx build') throw endpointNotFound(cli);
        const reason = await failureOfBuilder(cli, builder);
        if (reason !== undefined) throw new StatusError(`ERROR: ${reason}`, 1);
        return (await command.run(cli, line)) ?? 0;
      } catch (error) {
        throw error instanceof Unreachable ? new StatusError(`ERROR: ${error.message}`, 1) : error;
      }
    },
  };
}

/** The builder of `--builder` or BUILDX_BUILDER, which must be the context in use, or else that one. */
async function chosenBuilder(cli: Cli, { flags }: CommandLine): Promise<Endpoint> {
  const { endpoint, host } = cli;
  const name = flags.string('builder') || host.env.get('BUILDX_BUILDER') || endpoint.context;
  if (!(await isContext(cli, name))) throw noBuilder(name);
  if (name === endpoint.context) return endpoint;
  const shown = JSON.stringify(name);
  throw new StatusError(`ERROR: use \`docker --context=${name} buildx\` to switch to context ${shown}`, 1);
}

/** The builder that a command names. */
export async function builderNamed(cli: Cli, name: string): Promise<Endpoint> {
  if (cli.endpoint.unresolved !== undefined) {
    if (cli.endpoint.context === 'default') throw new StatusError(`ERROR: ${cli.endpoint.unresolved}`, 1);
    throw noBuilder(cli.endpoint.context);
  }
  if (!(await isContext(cli, name))) throw noBuilder(name);
  return builderOf(cli, name);
}

export async function allBuilders(cli: Cli): Promise<Endpoint[]> {
  const names = ['default', ...new ContextStore(cli.host).list().map(({ Name }) => Name)].sort();
  return Promise.all(names.map((name) => builderOf(cli, name)));
}

/** What keeps a builder from working; undefined when nothing does. */
export async function failureOfBuilder(
  { host }: Cli,
  { unresolved, noClient, door }: Endpoint,
): Promise<string | undefined> {
  const reason = unresolved ?? noClient;
  if (reason !== undefined) return reason;
  if (door === host.door) return undefined;
  try {
    await door.request({ method: 'HEAD', path: '/_ping', query: '', headers: {}, body: undefined });
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

export const isContext = async ({ host }: Cli, name: string): Promise<boolean> =>
  name === 'default' || new ContextStore(host).has(name);

export const noBuilder = (name: string): StatusError =>
  new StatusError(`ERROR: no builder ${JSON.stringify(name)} found`, 1);

export const endpointNotFound = ({ endpoint }: Cli): StatusError =>
  new StatusError(`ERROR: docker endpoint for ${JSON.stringify(endpoint.context)} not found`, 1);

async function builderOf(cli: Cli, name: string): Promise<Endpoint> {
  // What is wrong with another one is shown, and ends nothing.
  return name === cli.endpoint.context ? cli.endpoint : endpointOf(cli.host, name, {}, () => {});
}
