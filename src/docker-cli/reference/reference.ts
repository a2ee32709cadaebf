import buildx from './buildx.ts';
import compose from './compose.ts';
import container from './container.ts';
import context from './context.ts';
import docker from './docker.ts';
import image from './image.ts';
import manifest from './manifest.ts';
import network from './network.ts';
import plugin from './plugin.ts';
import system from './system.ts';
import volume from './volume.ts';

/** One flag, as its command declares it. */
export interface FlagSpec {
  readonly shorthand?: string;
  readonly name: string;
  readonly type: string;
  /** What is said when it is given twice; left out: the last counts, or all do. */
  readonly once?: string;
  /** With `(default …)` when help prints it. */
  readonly usage: string;
  /** Taken, but not told of by help. */
  readonly hidden?: boolean;
}

/** One command under one of its names: `docker ps` and `docker container ls` are two of these. */
export interface CommandSpec {
  /** `container ls` */
  readonly path: string;
  /** The path its implementation is registered under, shared by all its names. */
  readonly id: string;
  /** What follows `docker `: `container ls [OPTIONS]` */
  readonly usage: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly flags: readonly FlagSpec[];
}

/**
 * The notation of the data files, one block a command:
 *
 *     > container ls [OPTIONS]             each of its names, with its arguments
 *     ~ docker container ls, docker ps     the line help prints under "Aliases:"
 *     List containers                      what it is for
 *     a all bool Show all containers       a flag: shorthand or `-`, name, type, description
 *     -! name string …                     a flag that help does not show
 *
 * `¶` stands for a line break.
 */
function parseBlock(block: string): CommandSpec[] {
  const lines = block.trim().split('\n');
  const usages: string[] = [];
  while (lines[0]?.startsWith('> ')) usages.push(unfold(lines.shift()!.slice(2)));
  const aliases = lines[0]?.startsWith('~ ') ? lines.shift()!.slice(2).split(', ') : [];
  const description = unfold(lines.shift() ?? '');
  const flags = lines.map(parseFlag);
  const paths = usages.map(pathOf);
  const id = paths.find((path) => path.includes(' ')) ?? paths[0]!;
  return usages.map((usage, i) => ({ path: paths[i]!, id, usage, aliases, description, flags }));
}

function parseFlag(line: string): FlagSpec {
  const [, shorthand, hidden, name, type, usage] = /^(\S)(!?) (\S+) (\S+) ?(.*)$/.exec(line)!;
  return {
    shorthand: shorthand === '-' ? undefined : shorthand,
    name: name!,
    type: type!,
    usage: unfold(usage!),
    ...(hidden && { hidden: true }),
  };
}

function pathOf(usage: string): string {
  const words = usage.split(/\s/);
  const end = words.findIndex((word) => !/^[a-z-]+$/.test(word));
  return words.slice(0, end < 0 ? words.length : end).join(' ');
}

const unfold = (text: string): string => text.replaceAll('¶', '\n');

function load(): Map<string, CommandSpec> {
  const table = new Map<string, CommandSpec>();
  const files = [container, image, docker, system, buildx, context, manifest, network, plugin, volume, compose];
  const specs = files.flatMap((file) =>
    file
      .trim()
      .split(/\n\n(?=> )/)
      .flatMap(parseBlock),
  );
  for (const spec of specs) table.set(spec.path, spec);
  for (const spec of specs) {
    const parent = spec.path.split(' ').slice(0, -1).join(' ');
    for (const alias of spec.aliases) {
      const path = alias.replace(/^docker /, '');
      // `docker container ps` is another word for `docker container ls`, not a command with a usage line of its own.
      if (!table.has(path) && path.split(' ').slice(0, -1).join(' ') === parent) table.set(path, spec);
    }
  }
  for (const path of ['build', 'image build']) table.set(path, table.get('buildx build')!);
  table.set('bake', table.get('buildx bake')!);
  return table;
}

let loaded: Map<string, CommandSpec> | undefined;

/** Every command by every name it answers to. */
export function commandTable(): ReadonlyMap<string, CommandSpec> {
  loaded ??= load();
  return loaded;
}
