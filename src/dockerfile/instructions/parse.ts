import type { Lint } from '../checks/linter.ts';
import { atLines, DockerfileError } from '../location.ts';
import { chompHeredoc, parseHeredocOrNone } from '../parser/heredoc.ts';
import type { InstructionNode, ParsedDockerfile } from '../parser/node.ts';
import { goQuote } from '../quote.ts';
import { withSuggestion } from '../suggest.ts';
import { parseDuration } from './duration.ts';
import { parseFlags } from './flags.ts';
import { type Frontend, LABS } from './frontend.ts';
import { mountSource } from './mount.ts';
import type {
  ArgDefinition,
  Command,
  CommandLine,
  HealthcheckSpec,
  Instructions,
  KeyValue,
  Sources,
  Stage,
} from './types.ts';

type DistributiveOmit<Type, Key extends PropertyKey> = Type extends unknown ? Omit<Type, Key> : never;
type Body = DistributiveOmit<Command, 'keyword' | 'code' | 'range' | 'comments'>;

/** All stages of a Dockerfile; errors say `dockerfile parse error on line N: …`. */
export function parseInstructions(dockerfile: ParsedDockerfile, lint?: Lint, frontend: Frontend = LABS): Instructions {
  const stages: (Stage & { commands: Command[] })[] = [];
  const globalArgs: Instructions['globalArgs'][number][] = [];
  for (const node of dockerfile.nodes) {
    const parsed = parseNode(node, lint, frontend);
    if ('base' in parsed) {
      stages.push({ ...parsed, commands: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (stage) stage.commands.push(parsed);
    else if (parsed.kind === 'arg') globalArgs.push(parsed);
    else throw new DockerfileError('no build stage in current context', [node.range]);
  }
  return { stages, globalArgs };
}

function parseNode(node: InstructionNode, lint: Lint | undefined, frontend: Frontend): Command | Stage {
  try {
    return parseInstruction(node, lint, frontend);
  } catch (error) {
    const plain = error as Error;
    const ranges = plain instanceof DockerfileError && plain.ranges.length > 0 ? plain.ranges : [node.range];
    throw new DockerfileError(`dockerfile parse error on line ${node.range.start}: ${plain.message}`, ranges);
  }
}

/** One node → a command, or a stage for FROM. */
export function parseInstruction(node: InstructionNode, lint?: Lint, frontend: Frontend = LABS): Command | Stage {
  const merged = lint?.withComments(node.comments);
  try {
    const keyword = node.keyword.toLowerCase();
    if (keyword === 'from') {
      lintFrom(node, merged);
      const stage = parseFrom(node);
      if (stage.name) lintDescription('FROM', [stage.name], node, merged);
      return stage;
    }
    const parser = Object.hasOwn(parsers, keyword) ? parsers[keyword] : undefined;
    if (!parser) {
      throw new Error(withSuggestion(`unknown instruction: ${node.keyword}`, node.keyword, KEYWORDS, false));
    }
    if (keyword === 'maintainer') merged?.run('MaintainerDeprecated', [node.range]);
    const body = parser(node, frontend);
    if (body.kind === 'arg')
      lintDescription(
        'ARG',
        body.args.map((arg) => arg.key),
        node,
        merged,
      );
    return { ...body, keyword: node.keyword, code: node.original.trim(), range: node.range, comments: node.comments };
  } catch (error) {
    const located = error instanceof DockerfileError ? error : new DockerfileError((error as Error).message);
    throw atLines(located, [node.range]);
  }
}

const parsers: Record<string, (node: InstructionNode, frontend: Frontend) => Body> = {
  add: parseAdd,
  arg: parseArg,
  cmd: (node) => {
    parseFlags(node.flags, {});
    return { kind: 'cmd', ...commandLine(node) };
  },
  copy: parseCopy,
  entrypoint: (node) => {
    parseFlags(node.flags, {});
    return { kind: 'entrypoint', ...commandLine(node) };
  },
  env: (node) => {
    parseFlags(node.flags, {});
    return { kind: 'env', pairs: keyValues(node, 'ENV') };
  },
  expose: (node) => {
    atLeastOne(node, 'EXPOSE');
    parseFlags(node.flags, {});
    return { kind: 'expose', ports: [...node.arguments].sort() };
  },
  healthcheck: parseHealthcheck,
  label: (node) => {
    parseFlags(node.flags, {});
    return { kind: 'label', pairs: keyValues(node, 'LABEL') };
  },
  maintainer: (node) => {
    const maintainer = exactlyOne(node, 'MAINTAINER');
    parseFlags(node.flags, {});
    return { kind: 'maintainer', maintainer };
  },
  onbuild: parseOnbuild,
  run: parseRun,
  shell: parseShell,
  stopsignal: (node) => ({ kind: 'stopsignal', signal: exactlyOne(node, 'STOPSIGNAL') }),
  user: (node) => {
    const user = exactlyOne(node, 'USER');
    parseFlags(node.flags, {});
    return { kind: 'user', user };
  },
  volume: parseVolume,
  workdir: (node) => {
    const path = exactlyOne(node, 'WORKDIR');
    parseFlags(node.flags, {});
    return { kind: 'workdir', path };
  },
};

const KEYWORDS = ['FROM', ...Object.keys(parsers).map((keyword) => keyword.toUpperCase())];

function parseFrom(node: InstructionNode): Stage {
  const args = node.arguments;
  let name = '';
  if (args.length === 3 && args[1]!.toLowerCase() === 'as') {
    name = args[2]!.toLowerCase();
    if (!/^[a-z][a-z0-9-_.]*$/.test(name)) {
      const quoted = goQuote(args[2]!);
      throw new Error(`invalid name for build stage: ${quoted}, name can't start with a number or contain symbols`);
    }
  } else if (args.length !== 1) {
    throw new Error('FROM requires either one or three arguments');
  }
  const flags = parseFlags(node.flags, { platform: 'string' });
  const described = node.comments.find((comment) => name !== '' && comment.startsWith(`${name} `));
  return {
    name,
    base: args[0]!,
    platform: flags.string('platform'),
    keyword: node.keyword,
    code: node.original.trim(),
    range: node.range,
    comments: node.comments,
    documentation: described?.slice(name.length + 1) ?? '',
    commands: [],
  };
}

function parseAdd(node: InstructionNode): Body {
  needsDestination(node, 'ADD');
  const flags = parseFlags(node.flags, {
    chown: 'string',
    chmod: 'string',
    link: 'boolean',
    'keep-git-dir': 'boolean',
    checksum: 'string',
    unpack: 'boolean',
    exclude: 'strings',
  });
  return {
    kind: 'add',
    sources: sources(node, 'ADD'),
    options: {
      chown: flags.string('chown'),
      chmod: flags.string('chmod'),
      link: flags.boolean('link'),
      exclude: flags.strings('exclude'),
      keepGitDir: flags.optionalBoolean('keep-git-dir'),
      checksum: flags.string('checksum'),
      unpack: flags.optionalBoolean('unpack'),
    },
  };
}

function parseCopy(node: InstructionNode, frontend: Frontend): Body {
  needsDestination(node, 'COPY');
  const flags = parseFlags(node.flags, {
    chown: 'string',
    from: 'string',
    chmod: 'string',
    link: 'boolean',
    exclude: 'strings',
    ...(frontend.minor >= 20 && { parents: 'boolean' }),
  });
  return {
    kind: 'copy',
    sources: sources(node, 'COPY'),
    options: {
      chown: flags.string('chown'),
      chmod: flags.string('chmod'),
      link: flags.boolean('link'),
      exclude: flags.strings('exclude'),
      from: flags.string('from'),
      parents: flags.boolean('parents'),
    },
  };
}

function sources(node: InstructionNode, instruction: string): Sources {
  const destination = node.arguments.at(-1)!;
  if (parseHeredocOrNone(destination)) {
    throw new Error(`${instruction} cannot accept a heredoc as a destination`);
  }
  const contents = new Map(node.heredocs.map((heredoc) => [heredoc.name, heredoc.content]));
  const sourcePaths: string[] = [];
  const sourceContents: Sources['sourceContents'][number][] = [];
  for (const source of node.arguments.slice(0, -1)) {
    const heredoc = parseHeredocOrNone(source);
    if (!heredoc) {
      sourcePaths.push(source);
      continue;
    }
    const data = contents.get(heredoc.name) ?? '';
    sourceContents.push({
      path: heredoc.name,
      data: heredoc.chomp ? chompHeredoc(data) : data,
      expand: heredoc.expand,
    });
  }
  return { destination, sourcePaths, sourceContents };
}

function parseArg(node: InstructionNode): Body {
  atLeastOne(node, 'ARG');
  const args = node.arguments.map((argument): ArgDefinition => {
    const equals = argument.indexOf('=');
    if (equals < 0) return { key: argument, value: undefined };
    if (equals === 0) throw new Error('ARG names can not be blank');
    return { key: argument.slice(0, equals), value: argument.slice(equals + 1) };
  });
  return { kind: 'arg', args };
}

function parseRun(node: InstructionNode, frontend: Frontend): Body {
  const flags = parseFlags(node.flags, {
    mount: 'strings',
    network: 'string',
    ...(frontend.minor >= 20 && { security: 'string' }),
    device: 'strings',
  });
  const line = commandLine(node);
  const mounts = flags.strings('mount');
  for (const mount of mounts) mountSource(mount);
  const network = flags.string('network') || 'default';
  if (!['default', 'none', 'host'].includes(network)) {
    throw new Error(`invalid network mode ${goQuote(network)}`);
  }
  const security = flags.string('security') || 'sandbox';
  if (!['insecure', 'sandbox'].includes(security)) throw new Error(`security ${goQuote(security)} is not valid`);
  return { kind: 'run', mounts, network, security, devices: flags.strings('device'), ...line };
}

function parseHealthcheck(node: InstructionNode): Body {
  atLeastOne(node, 'HEALTHCHECK');
  const type = node.arguments[0]!.toUpperCase();
  const rest = node.arguments.slice(1);
  const none = { interval: 0, timeout: 0, startPeriod: 0, startInterval: 0, retries: 0 };
  if (type === 'NONE') {
    if (rest.length > 0) throw new Error('HEALTHCHECK NONE takes no arguments');
    return { kind: 'healthcheck', health: { test: ['NONE'], ...none } };
  }
  const flags = parseFlags(node.flags, {
    interval: 'string',
    timeout: 'string',
    'start-period': 'string',
    'start-interval': 'string',
    retries: 'string',
  });
  if (type !== 'CMD') throw new Error(`Unknown type ${goQuote(type)} in HEALTHCHECK (try CMD)`);
  const command = node.json ? rest : joined(rest);
  if (command.length === 0) throw new Error('Missing command after HEALTHCHECK CMD');
  const interval = (name: string): number => parseInterval(name, flags.string(name));
  const health: HealthcheckSpec = {
    test: [node.json ? 'CMD' : 'CMD-SHELL', ...command],
    interval: interval('interval'),
    timeout: interval('timeout'),
    startPeriod: interval('start-period'),
    startInterval: interval('start-interval'),
    retries: parseRetries(flags.string('retries')),
  };
  return { kind: 'healthcheck', health };
}

/** Nanoseconds; 0 stands for the default. */
export function parseInterval(name: string, value: string): number {
  if (value === '') return 0;
  const duration = parseDuration(value);
  if (duration !== 0 && duration < 1e6) throw new Error(`Interval ${goQuote(name)} cannot be less than 1ms`);
  return duration;
}

function parseRetries(value: string): number {
  if (value === '') return 0;
  if (!/^[+-]?\d+$/.test(value)) throw new Error(`strconv.ParseInt: parsing ${goQuote(value)}: invalid syntax`);
  const retries = Number(value);
  if (retries < 0) throw new Error(`--retries cannot be negative (${retries})`);
  return retries;
}

function parseOnbuild(node: InstructionNode): Body {
  atLeastOne(node, 'ONBUILD');
  parseFlags(node.flags, {});
  const trigger = node.arguments[0]!.trim().toUpperCase();
  if (trigger === 'ONBUILD') throw new Error("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
  if (trigger === 'MAINTAINER' || trigger === 'FROM') throw new Error(`${trigger} isn't allowed as an ONBUILD trigger`);
  let expression = node.original.replace(/^\s*ONBUILD\s*/i, '');
  for (const heredoc of node.heredocs) expression += `\n${heredoc.content}${heredoc.name}`;
  return { kind: 'onbuild', expression };
}

function parseShell(node: InstructionNode): Body {
  parseFlags(node.flags, {});
  if (node.arguments.length === 0) throw new Error('SHELL requires at least one argument');
  if (!node.json) throw new Error('SHELL requires the arguments to be in JSON form');
  return { kind: 'shell', shell: node.arguments };
}

function parseVolume(node: InstructionNode): Body {
  atLeastOne(node, 'VOLUME');
  parseFlags(node.flags, {});
  const volumes = node.arguments.map((volume) => volume.trim());
  if (volumes.includes('')) throw new Error('VOLUME specified can not be an empty string');
  return { kind: 'volume', volumes };
}

function keyValues(node: InstructionNode, instruction: string): KeyValue[] {
  atLeastOne(node, instruction);
  const pairs: KeyValue[] = [];
  for (let i = 0; i < node.arguments.length; i += 3) {
    const [key, value, delimiter] = node.arguments.slice(i, i + 3);
    if (!key) throw new Error(`${instruction} names can not be blank`);
    pairs.push({ key, value: value!, noDelimiter: delimiter === '' });
  }
  return pairs;
}

function commandLine(node: InstructionNode): CommandLine {
  return {
    commandLine: node.json ? node.arguments : joined(node.arguments),
    prependShell: !node.json,
    files: node.heredocs.map((heredoc) => ({ name: heredoc.name, data: heredoc.content, chomp: heredoc.chomp })),
  };
}

/** Shell form is one string. */
export function joined(args: readonly string[]): readonly string[] {
  return args.length === 0 ? [] : [args.join(' ')];
}

function atLeastOne(node: InstructionNode, instruction: string): void {
  if (node.arguments.length === 0) throw new Error(`${instruction} requires at least one argument`);
}

function exactlyOne(node: InstructionNode, instruction: string): string {
  if (node.arguments.length !== 1) throw new Error(`${instruction} requires exactly one argument`);
  return node.arguments[0]!;
}

function needsDestination(node: InstructionNode, instruction: string): void {
  if (node.arguments.length >= 2) return;
  throw new Error(
    `${instruction} requires at least two arguments, but only one was provided. Destination could not be determined`,
  );
}

function lintFrom(node: InstructionNode, lint?: Lint): void {
  const [, as, name] = node.arguments;
  if (as === undefined || name === undefined) return;
  if (node.arguments.length === 3 && name !== name.toLowerCase()) lint?.run('StageNameCasing', [node.range], name);
  const keyword = node.keyword;
  const lower = keyword === keyword.toLowerCase();
  const upper = keyword === keyword.toUpperCase();
  if (!lower && !upper) return;
  if (as !== (lower ? as.toLowerCase() : as.toUpperCase())) lint?.run('FromAsCasing', [node.range], as, keyword);
}

function lintDescription(instruction: string, names: readonly string[], node: InstructionNode, lint?: Lint): void {
  const last = node.comments.at(-1);
  if (last === undefined || names.length === 0 || names.includes(last.split(' ', 1)[0]!)) return;
  lint?.run('InvalidDefinitionDescription', [node.range], instruction, names.length > 1 ? '<arg_key>' : names[0]!);
}
