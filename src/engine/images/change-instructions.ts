import { setImageEnv } from '../../build/convert/environment.ts';
import { parseExposed } from '../../build/convert/expose.ts';
import { healthcheckOf } from '../../build/convert/healthcheck.ts';
import { joinPath } from '../../build/convert/path.ts';
import { parseSignal } from '../../build/convert/signal.ts';
import { parseInstruction } from '../../dockerfile/instructions/parse.ts';
import type { Command, CommandLine } from '../../dockerfile/instructions/types.ts';
import { parseDockerfile } from '../../dockerfile/parser/parse.ts';
import { expand, expandWords, variablesFrom } from '../../dockerfile/shell/lex.ts';
import type { ContainerConfig } from '../../oci/image.ts';
import { badParameter, messageOf } from '../errors.ts';

const ALLOWED = new Set(
  'cmd entrypoint env expose healthcheck label onbuild stopsignal user volume workdir'.split(' '),
);

/** `--change` of commit and import: together one Dockerfile, of instructions that only change the configuration. */
export function applyChanges(config: ContainerConfig, changes: readonly string[]): ContainerConfig {
  try {
    const { nodes, escape: escapeToken } = parseDockerfile(changes.join('\n'));
    for (const { keyword } of nodes)
      if (!ALLOWED.has(keyword.toLowerCase())) throw new Error(`${keyword} is not a valid change command`);
    const commands = nodes.map((node) => parseInstruction(node) as Command);
    return merged(
      commands.reduce((changed, command) => applied(changed, command, escapeToken, commands), config),
      config,
    );
  } catch (error) {
    throw badParameter(messageOf(error));
  }
}

function applied(
  config: ContainerConfig,
  command: Command,
  escapeToken: string,
  all: readonly Command[],
): ContainerConfig {
  const variables = variablesFrom(config.Env ?? []);
  const word = (text: string): string => expand(text, variables, escapeToken).result;
  switch (command.kind) {
    case 'cmd':
      return { ...config, Cmd: commandOf(config, command) };
    case 'entrypoint': {
      // What was the program's arguments before means nothing to another program.
      const before = all.slice(0, all.indexOf(command)).some(({ kind }) => kind === 'cmd');
      return { ...config, Entrypoint: commandOf(config, command), ...(!before && { Cmd: undefined }) };
    }
    case 'env':
      return {
        ...config,
        Env: command.pairs.reduce<readonly string[]>(
          (env, { key, value }) => setImageEnv(env, word(key), word(value)),
          config.Env ?? [],
        ),
      };
    case 'label':
      return {
        ...config,
        Labels: {
          ...config.Labels,
          ...Object.fromEntries(command.pairs.map(({ key, value }) => [word(key), word(value)])),
        },
      };
    case 'expose':
      return {
        ...config,
        ExposedPorts: {
          ...config.ExposedPorts,
          ...keys(exposed(command.ports.flatMap((port) => expandWords(port, variables, escapeToken)))),
        },
      };
    case 'volume':
      return { ...config, Volumes: { ...config.Volumes, ...keys(command.volumes.map(word)) } };
    case 'user':
      return { ...config, User: word(command.user) };
    case 'workdir': {
      const path = word(command.path);
      return { ...config, WorkingDir: path.startsWith('/') ? path : joinPath('/', config.WorkingDir ?? '', path) };
    }
    case 'stopsignal': {
      const signal = word(command.signal);
      parseSignal(signal);
      return { ...config, StopSignal: signal };
    }
    case 'onbuild':
      return { ...config, OnBuild: [...(config.OnBuild ?? []), command.expression] };
    case 'healthcheck':
      return { ...config, Healthcheck: healthcheckOf(command.health) };
    default:
      return config;
  }
}

/** moby's merge: what the changes left empty is the container's again, its arguments only together with its program. */
function merged(changed: ContainerConfig, own: ContainerConfig): ContainerConfig {
  if (changed.Entrypoint?.length) return changed;
  return { ...changed, Entrypoint: own.Entrypoint, Cmd: changed.Cmd?.length ? changed.Cmd : own.Cmd };
}

function commandOf(config: ContainerConfig, { commandLine, prependShell }: CommandLine): readonly string[] {
  if (!prependShell) return commandLine;
  return [...(config.Shell?.length ? config.Shell : ['/bin/sh', '-c']), ...commandLine];
}

/** The port specifications of docker itself: BuildKit's rules, other words. */
function exposed(specs: readonly string[]): string[] {
  try {
    return parseExposed(specs);
  } catch (error) {
    const reason = messageOf(error).replace(/^invalid port: ".*": (?=\w)/, '');
    throw new Error(reason.charAt(0).toUpperCase() + reason.slice(1));
  }
}

function keys(names: readonly string[]): Record<string, Record<string, never>> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}
