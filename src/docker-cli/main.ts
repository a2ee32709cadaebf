import { checkArguments } from './arguments.ts';
import { Cli } from './cli.ts';
import { checkConfig, configFolder } from './client/credentials.ts';
import { buildCommands } from './commands/build/index.ts';
import { containerCommands } from './commands/container/index.ts';
import { contextCommands } from './commands/context/index.ts';
import { imageCommands } from './commands/image/index.ts';
import { networkCommands } from './commands/network/index.ts';
import { systemCommands } from './commands/system/index.ts';
import { volumeCommands } from './commands/volume/index.ts';
import { chooseEndpoint, type GiveUp } from './context/endpoint.ts';
import { tlsOptions } from './context/tls.ts';
import { messageOf, StatusError } from './errors.ts';
import { globalFlags } from './flags/global.ts';
import { commandHelp, flagUsages } from './flags/help.ts';
import { FlagError, flagFailure, parseFlags } from './flags/parse.ts';
import { checkRequirements } from './flags/requirements.ts';
import type { CliHost } from './host.ts';
import { absentCommand } from './reference/absent.ts';
import { groupHelp } from './reference/groups.ts';
import { type CommandSpec, commandTable, type FlagSpec } from './reference/reference.ts';
import { clientVersion } from './version.ts';

const commands = {
  ...containerCommands,
  ...imageCommands,
  ...buildCommands,
  ...volumeCommands,
  ...networkCommands,
  ...systemCommands,
  ...contextCommands,
};

const LOG_LEVELS = ['panic', 'fatal', 'error', 'warn', 'warning', 'info', 'debug', 'trace'];

/** The `docker` command, as version 28.5 behaves. Answers its exit status. */
export async function main(host: CliHost): Promise<number> {
  try {
    return await new Promise((resolve, reject) => {
      const giveUp = (message: string) => reject(new StatusError(message, 1));
      dispatch(host, giveUp).then(resolve, reject);
    });
  } catch (error) {
    const message = messageOf(error);
    if (message !== '') await host.stderr.write(`${message}\n`);
    return error instanceof StatusError ? error.status : 1;
  }
}

async function dispatch(typedOn: CliHost, giveUp: GiveUp): Promise<number> {
  const globals = readGlobals(typedOn.args);
  const given = (flag: string) => globals.flags.string(flag) || undefined;
  // `--config` is DOCKER_CONFIG by another way.
  const folder = globals.flags.changed('config') ? given('config') : undefined;
  const host = folder === undefined ? typedOn : { ...typedOn, env: new Map(typedOn.env).set('DOCKER_CONFIG', folder) };
  await checkConfig(host);
  const tls = tlsOptions(host, configFolder(typedOn), globals.flags);
  const endpoint = await chooseEndpoint(host, { host: given('host'), context: given('context'), tls }, giveUp);
  const cli = new Cli(host, endpoint);
  cli.debug = globals.flags.bool('debug');
  const level = globals.flags.string('log-level') || 'info';
  if (!LOG_LEVELS.includes(level)) throw new StatusError(`Unable to parse logging level: ${level}`, 1);
  let words = globals.args;
  // Under the old names buildx gets the builder it shall use from `docker`.
  const isGiven = ['build', 'builder'].includes(words[0] ?? '') || (words[0] === 'image' && words[1] === 'build');
  // `docker builder prune` is buildx under its old name.
  if (words[0] === 'builder' && words.length > 1) words = ['buildx', ...words.slice(1)];
  if (globals.flags.bool('version')) {
    await cli.out(`Docker version ${clientVersion.version}, build ${clientVersion.gitCommit}\n`);
    return 0;
  }
  let help = globals.help;
  if (words[0] === 'help') {
    help = true;
    words = words.slice(1);
    if (words.length && !resolve(words).known) throw new StatusError(`unknown help topic: ${words.join(' ')}`, 1);
  }
  if (words[0] === 'compose') {
    const { composeMain } = await import('./compose/main.ts');
    return composeMain(cli, words.slice(1), help);
  }
  const absent = absentCommand(words);
  if (absent) throw new StatusError(`drydock: not simulated: docker ${absent}`, 1);
  const { path, rest, known } = resolve(words);
  if (help || (!known && rest.includes('--help')) || (path in groupHelp && ['--help', '-h'].includes(rest[0] ?? ''))) {
    await cli.out(helpText(cli, path, isGiven));
    return 0;
  }
  const spec = commandTable().get(path);
  if (!spec) return groupOnly(cli, path, rest, isGiven);
  const command = commands[spec.id];
  let line: ReturnType<typeof parseFlags>;
  try {
    line = parseFlags(spec, rest, command?.interspersed !== false);
  } catch (error) {
    if (error instanceof FlagError) throw flagFailure(error, spec.usage, spec.path);
    throw error;
  }
  if (line.help) {
    await cli.out(helpText(cli, path, isGiven));
    return 0;
  }
  if (!command) throw new Error(`drydock: not simulated: docker ${spec.path}`);
  checkArguments(command.args, spec, line.args.length);
  checkRequirements(spec, line.flags);
  return (await command.run(cli, { spec, args: line.args, flags: line.flags })) ?? 0;
}

function readGlobals(args: readonly string[], interspersed = false): ReturnType<typeof parseFlags> {
  try {
    return parseFlags({ flags: globalFlags() }, args, interspersed);
  } catch (error) {
    if (error instanceof FlagError) throw flagFailure(error, '[OPTIONS] COMMAND [ARG...]', '');
    throw error;
  }
}

/** The longest run of words that names a command, or a group of them. */
function resolve(words: readonly string[]): { path: string; rest: string[]; known: boolean } {
  let path = '';
  let used = 0;
  while (used < words.length) {
    const next = path === '' ? words[used]! : `${path} ${words[used]}`;
    if (!commandTable().has(next) && !(next in groupHelp)) break;
    path = next;
    used++;
    if (commandTable().has(path)) break;
  }
  return { path, rest: words.slice(used), known: used === words.length || commandTable().has(path) };
}

function helpText(cli: Cli, path: string, isGiven: boolean): string {
  const columns = cli.host.stdin.isTerminal ? cli.host.stdout.size().columns : 80;
  const spec = commandTable().get(path);
  if (spec) return commandHelp(isGiven ? withBuilder(spec) : spec, columns);
  return `${groupHelp[path === 'buildx' && isGiven ? 'builder' : path]!.replace('{{global options}}', flagUsages(globalFlags(configFolder(cli.host)), columns - 1).trimEnd())}
`;
}

function withBuilder(spec: CommandSpec): CommandSpec {
  const told = (flag: FlagSpec): FlagSpec =>
    flag.name === 'builder' ? { ...flag, usage: `${flag.usage} (default "default")` } : flag;
  return { ...spec, flags: spec.flags.map(told) };
}

/** A group of commands without one of them, or with a word that is none. */
async function groupOnly(cli: Cli, path: string, rest: readonly string[], isGiven: boolean): Promise<number> {
  const buildx = path.startsWith('buildx') || path === 'builder';
  const word = rest[0];
  if (word === undefined) {
    const text = helpText(cli, path, isGiven);
    await (buildx ? cli.out(text) : cli.err(text));
    return 0;
  }
  if (buildx) {
    if (word.startsWith('-')) throw flagFailure(new FlagError(unknownFlag(word)), `${path} [OPTIONS] COMMAND`, path);
    await cli.out(helpText(cli, path, isGiven));
    throw new StatusError(`ERROR: unknown command: ${JSON.stringify(word)}`, 1);
  }
  if (word.startsWith('-')) throw flagFailure(new FlagError(unknownFlag(word)), `${path} COMMAND`, path);
  if (path === '') {
    // The flags after it are read as docker's own.
    readGlobals(rest.slice(1), true);
    throw new StatusError(`docker: unknown command: docker ${word}\n\nRun 'docker --help' for more information`, 1);
  }
  throw new StatusError(
    `docker: unknown command: docker ${path} ${word}\n\nUsage:  docker ${path}${/^(volume|manifest)$/.test(path) ? ' COMMAND' : ''}\n\nRun 'docker ${path} --help' for more information`,
    1,
  );
}

const unknownFlag = (word: string): string =>
  word.startsWith('--') ? `unknown flag: ${word.split('=')[0]}` : `unknown shorthand flag: '${word[1]}' in ${word}`;
