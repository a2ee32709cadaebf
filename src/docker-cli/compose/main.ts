import { checkArguments } from '../arguments.ts';
import type { Cli } from '../cli.ts';
import { StatusError } from '../errors.ts';
import { commandHelp, flagUsages } from '../flags/help.ts';
import { FlagError, parseFlags } from '../flags/parse.ts';
import { commandTable, type FlagSpec } from '../reference/reference.ts';
import type { ComposeCommand } from './command.ts';
import { composeCommands } from './commands/index.ts';
import { Compose } from './project.ts';
import type { ProgressMode } from './show/progress.ts';

const MODES: readonly string[] = ['auto', 'tty', 'plain', 'json', 'quiet'];

/** `docker compose …`, as the plugin of version 2.40 behaves; `words` are those after `compose`. */
export async function composeMain(cli: Cli, words: readonly string[], help: boolean): Promise<number> {
  const globals = commandTable().get('compose')!;
  const line = reading(() => parseFlags(globals, words, false));
  const [name, ...rest] = line.args;
  const spec = name === undefined ? undefined : commandTable().get(`compose ${name}`);
  if (name === undefined || !spec) {
    await cli.out(rootHelp(cli, globals.flags));
    if (name === undefined) return 0;
    throw new StatusError(`unknown docker command: ${JSON.stringify(`compose ${name}`)}`, 1);
  }
  const command: ComposeCommand | undefined = composeCommands[name === 'convert' ? 'config' : name];
  const flags: readonly FlagSpec[] = [...spec.flags, ...(command?.hidden ?? [])];
  const own = reading(() => parseFlags({ flags }, rest, command?.interspersed !== false));
  if (help || line.help || own.help) {
    await cli.out(commandHelp(spec, columnsOf(cli)));
    return 0;
  }
  if (!command) throw new StatusError(`drydock: not simulated: docker compose ${name}`, 1);
  for (const flag of ['dry-run', 'compatibility'])
    if (line.flags.bool(flag) || own.flags.bool(flag))
      throw new StatusError(`drydock: not simulated: docker compose --${flag}`, 1);
  const { least = 0 } = command;
  if (own.args.length < least && command.dockers)
    checkArguments({ kind: 'at-least', count: least }, spec, own.args.length);
  if (own.args.length < least)
    throw new StatusError(`requires at least ${least} arg(s), only received ${own.args.length}`, 1);
  if (command.none && own.args.length)
    throw new StatusError(
      `unknown command ${JSON.stringify(own.args[0])} for ${JSON.stringify(`docker compose ${name}`)}`,
      1,
    );
  const compose = composeOf(cli, line.flags);
  try {
    return (await command.run(compose, own)) ?? 0;
  } finally {
    await compose.flush();
  }
}

/** A bad flag is said without more. */
function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FlagError) throw new StatusError(error.message, 1);
    throw error;
  }
}

function composeOf(cli: Cli, flags: ReturnType<typeof parseFlags>['flags']): Compose {
  const { env, stdout } = cli.host;
  const ansi = flags.string('ansi') || env.get('COMPOSE_ANSI') || 'auto';
  if (!['never', 'always', 'auto'].includes(ansi)) throw new Error(`invalid value for --ansi: ${ansi}`);
  const mode = flags.string('progress') || env.get('COMPOSE_PROGRESS') || 'auto';
  if (!MODES.includes(mode)) throw new Error(`unsupported --progress value ${JSON.stringify(mode)}`);
  return new Compose(
    cli,
    {
      files: flags.strings('file'),
      name: flags.string('project-name'),
      directory: flags.string('project-directory'),
      envFiles: flags.strings('env-file'),
      profiles: flags.strings('profile'),
      allResources: flags.bool('all-resources'),
    },
    (ansi === 'never' && mode === 'auto' ? 'plain' : mode) as ProgressMode,
    ansi === 'always' || (ansi === 'auto' && stdout.isTerminal),
  );
}

const columnsOf = (cli: Cli): number => (cli.host.stdin.isTerminal ? cli.host.stdout.size().columns : 80);

function rootHelp(cli: Cli, flags: readonly FlagSpec[]): string {
  const specs = [...commandTable().values()].filter(({ path }) => /^compose [a-z]+$/.test(path));
  const rows = specs.map(
    ({ path, description }) => [path.slice('compose '.length), description.split('\n')[0]!] as const,
  );
  const list = rows
    .filter(([name]) => name !== 'bridge')
    .map(([name, description]) => `  ${name.padEnd(11)} ${description}\n`)
    .join('');
  return `Usage:  docker compose [OPTIONS] COMMAND

Define and run multi-container applications with Docker

Options:
${flagUsages(flags, columnsOf(cli) - 1)}
Management Commands:
  bridge      Convert compose files into another model

Commands:
${list}
Run 'docker compose COMMAND --help' for more information on a command.
`;
}
