import { atLeast, type Cli, type Command, noArguments } from '../../cli.ts';
import { readConfig, writeConfig } from '../../client/credentials.ts';
import { ContextStore, checkContextName } from '../../context/store.ts';
import { messageOf, StatusError } from '../../errors.ts';

export const show: Command = {
  args: noArguments,
  run: (cli) => cli.out(`${cli.endpoint.context}\n`),
};

export const use: Command = {
  async run(cli, { args }) {
    // Cobra's own rule, in its own words.
    if (args.length !== 1) throw new StatusError(`accepts 1 arg(s), received ${args.length}`, 1);
    const name = args[0]!;
    if (name !== 'default') {
      checkContextName(name);
      await new ContextStore(cli.host).read(name);
    }
    choose(cli, name);
    await cli.out(`${name}\n`);
    await cli.err(`Current context is now ${JSON.stringify(name)}\n`);
    if (name !== 'default' && cli.host.env.get('DOCKER_HOST'))
      await cli.err(
        `Warning: DOCKER_HOST environment variable overrides the active context. To use ${JSON.stringify(name)}, either set the global --context flag, or unset DOCKER_HOST environment variable.\n`,
      );
  },
};

export const rm: Command = {
  args: atLeast(1),
  async run(cli, { args, flags }) {
    const store = new ContextStore(cli.host);
    const failures: string[] = [];
    for (const name of args) {
      try {
        await remove(cli, store, name, flags.bool('force'));
        await cli.out(`${name}\n`);
      } catch (error) {
        failures.push(messageOf(error));
      }
    }
    if (failures.length > 0) throw new StatusError(failures.join('\n'), 1);
  },
};

async function remove(cli: Cli, store: ContextStore, name: string, force: boolean): Promise<void> {
  const shown = JSON.stringify(name);
  if (name === 'default') throw new Error(`context ${shown} cannot be removed`);
  if (!force && !(await store.has(name))) throw new Error(`context ${shown} does not exist`);
  if (name === cli.endpoint.context) {
    if (!force) throw new Error(`context ${shown} is in use, set -f flag to force remove`);
    choose(cli, 'default');
  }
  await store.remove(name);
}

function choose(cli: Cli, name: string): void {
  writeConfig(cli.host, { ...readConfig(cli.host), currentContext: name === 'default' ? '' : name });
}
