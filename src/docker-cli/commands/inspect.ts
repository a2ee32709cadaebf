import { textOf } from '../../engine/api/body.ts';
import { atLeast, type Cli, type Command } from '../cli.ts';
import { namedPath, segment } from '../client/client.ts';
import { ApiError, isNotFound, messageOf, StatusError } from '../errors.ts';
import type { Flags } from '../flags/flags.ts';
import { containerType, imageType, networkType, volumeType } from '../formats/inspect-types.ts';
import { indentJson } from '../formats/json-indent.ts';
import { platformQuery } from '../opts/platform.ts';
import { Template } from '../template/execute.ts';
import { ANY, type GoType } from '../template/types.ts';

interface Kind {
  readonly name: string;
  readonly type: GoType;
  path(name: string, flags: Flags): { path: string; query?: Record<string, string | boolean> };
}

const KINDS: readonly Kind[] = [
  {
    name: 'container',
    type: containerType,
    path: (name, flags) => ({
      path: namedPath('container', name, '/json'),
      query: { size: flags.bool('size') },
    }),
  },
  { name: 'image', type: imageType, path: imagePath },
  { name: 'network', type: networkType, path: (name) => ({ path: namedPath('network', name) }) },
  { name: 'volume', type: volumeType, path: (name) => ({ path: namedPath('volume', name) }) },
];

/** What only a swarm has; the word is known, the thing is not here. */
const SWARM = ['config', 'node', 'plugin', 'secret', 'service', 'task'];

const inspecting = (name: string): Command => {
  const kind = KINDS.find((one) => one.name === name)!;
  return {
    args: atLeast(1),
    run: (cli, { args, flags }) => inspectAll(cli, args, flags, (one) => fetchOne(cli, kind, one, flags)),
  };
};

export const inspectContainers = inspecting('container');
export const inspectImages = inspecting('image');
export const inspectNetworks = inspecting('network');
export const inspectVolumes = inspecting('volume');

/** `docker inspect`: whatever has that name (cli/command/system/inspect.go). */
export const inspect: Command = {
  args: atLeast(1),
  run(cli, { args, flags }) {
    const wanted = flags.string('type');
    const names = [...KINDS.map(({ name }) => name), ...SWARM].sort();
    const choices = names.map((name) => JSON.stringify(name)).join(', ');
    if (flags.changed('type') && wanted === '') throw new Error(`type is empty: must be one of ${choices}`);
    if (wanted !== '' && !names.includes(wanted))
      throw new Error(`unknown type: ${JSON.stringify(wanted)}: must be one of ${choices}`);
    if (SWARM.includes(wanted)) throw new Error(`drydock: not simulated: docker inspect --type ${wanted}`);
    const kinds = wanted === '' ? KINDS : KINDS.filter(({ name }) => name === wanted);
    return inspectAll(cli, args, flags, async (name) => {
      for (const kind of kinds) {
        try {
          const found = await fetchOne(cli, kind, name, flags);
          if (flags.bool('size') && kind.name !== 'container')
            await cli.err(`WARNING: --size ignored for ${kind.name}\n`);
          return found;
        } catch (error) {
          const skippable =
            isNotFound(error) || (error instanceof ApiError && error.reason.includes('invalid reference format'));
          if (wanted !== '' || !skippable) throw error;
        }
      }
      throw new Error(`Error: No such object: ${name}`);
    });
  },
};

export interface Found {
  readonly raw: string;
  readonly type: GoType;
}

async function fetchOne(cli: Cli, kind: Kind, name: string, flags: Flags): Promise<Found> {
  const { path, query } = kind.path(name, flags);
  const { body } = await cli.engine.request('GET', path, { query });
  return { raw: (await textOf(body)).trim(), type: kind.type };
}

function imagePath(name: string, flags: Flags): { path: string; query?: Record<string, string> } {
  if (name === '') throw new Error('Error: No such image: ');
  const [platform] = platformQuery(flags.changed('platform') ? [flags.string('platform')] : [], (reason) => reason);
  return { path: `/images/${segment(name)}/json`, ...(platform !== undefined && { query: { platform } }) };
}

/** cli/command/inspect: everything that is there, then what is not. */
export async function inspectAll(
  cli: Cli,
  names: readonly string[],
  flags: Flags,
  find: (name: string) => Promise<Found>,
): Promise<number> {
  const format = flags.string('format');
  let template: Template | undefined;
  if (format !== '' && format !== 'json') {
    try {
      template = new Template('', format);
    } catch (error) {
      throw new StatusError(`template parsing error: ${messageOf(error)}`, 64);
    }
  }
  const failures: string[] = [];
  const found: Found[] = [];
  let text = '';
  for (const name of names) {
    try {
      const one = await find(name);
      if (template) text += `${fillIn(template, one)}\n`;
      found.push(one);
    } catch (error) {
      failures.push(messageOf(error));
    }
  }
  if (template) await cli.out(text || '\n');
  else {
    const list = `[${found.map(({ raw }) => raw).join(',')}]`;
    await cli.out(format === 'json' ? `${list}\n` : `${indentJson(list, '', '    ')}\n`);
  }
  if (failures.length) throw new StatusError(failures.join('\n'), 1);
  return 0;
}

/** The typed value first; when that has no such field, the JSON itself, where a missing key is an error. */
function fillIn(template: Template, { raw, type }: Found): string {
  const value: unknown = JSON.parse(raw);
  try {
    return template.execute({ type, value });
  } catch {
    try {
      return template.execute({ type: ANY, value }, { missingKeyError: true });
    } catch (error) {
      throw new Error(`template parsing error: ${messageOf(error)}`);
    }
  }
}
