import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDuration } from '../../src/dockerfile/instructions/duration.ts';
import { parseFlags } from '../../src/dockerfile/instructions/flags.ts';
import { joined, parseInstruction, parseInterval } from '../../src/dockerfile/instructions/parse.ts';
import type { Command, Stage } from '../../src/dockerfile/instructions/types.ts';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.ts';
import { refuses } from './refuses.ts';
import { type Report, Tally } from './tally.ts';

interface Table {
  errors: { name: string; dockerfile: string; errorEquals?: string; errorContains?: string }[];
  copyHeredoc: { dockerfile: string; sourcesAndDest: Record<string, unknown> }[];
  runHeredoc: { dockerfile: string; command: string[]; shell: boolean; files: Record<string, unknown>[] | null }[];
  handleJSONArgs: { args: string[]; json: boolean | null; expected: string[] }[];
  healthcheckInterval: { value: string; ok?: boolean; errorContains?: string }[];
  healthcheckCmd: { dockerfile: string; test: string[] }[];
  builderFlags: {
    declared: Record<string, string | boolean>;
    args: string[];
    expect: Record<string, unknown> & { error?: boolean; used?: string[] };
  }[];
}

/** BuildKit's tests of typed instructions. */
export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('buildkit-instructions');
  const table = JSON.parse(await readFile(join(dataDir, 'buildkit/instructions/instructions.json'), 'utf8')) as Table;
  for (const row of table.errors) {
    if (row.errorEquals) tally.throws(row.dockerfile, () => instruction(row.dockerfile), row.errorEquals);
    else refuses(tally, row.dockerfile, () => instruction(row.dockerfile), row.errorContains);
  }
  for (const row of table.copyHeredoc) tally.equal(row.dockerfile, () => sources(row.dockerfile), row.sourcesAndDest);
  for (const row of table.runHeredoc) {
    tally.equal(row.dockerfile, () => command(row.dockerfile), [row.command, row.shell, row.files]);
  }
  for (const row of table.handleJSONArgs) {
    tally.equal(`json ${row.args}`, () => (row.json ? row.args : joined(row.args)), row.expected);
  }
  for (const row of table.healthcheckInterval) {
    if (row.ok) tally.equal(row.value, () => parseInterval('test', row.value), parseDuration(row.value));
    else refuses(tally, row.value, () => parseInterval('test', row.value), row.errorContains);
  }
  for (const row of table.healthcheckCmd) {
    const test = (): unknown => {
      const parsed = instruction(row.dockerfile);
      return 'kind' in parsed && parsed.kind === 'healthcheck' ? parsed.health.test : undefined;
    };
    tally.equal(row.dockerfile, test, row.test);
  }
  for (const row of table.builderFlags) flags(tally, row);
  return tally.report();
}

function instruction(text: string): Command | Stage {
  return parseInstruction(parseDockerfile(text).nodes[0]!);
}

function sources(text: string): unknown {
  const parsed = instruction(text);
  if (!('kind' in parsed) || (parsed.kind !== 'copy' && parsed.kind !== 'add')) return undefined;
  const { destination, sourcePaths, sourceContents } = parsed.sources;
  return {
    DestPath: destination,
    ...(sourcePaths.length > 0 && { SourcePaths: sourcePaths }),
    ...(sourceContents.length > 0 && {
      SourceContents: sourceContents.map(({ path, data, expand }) => ({ Path: path, Data: data, Expand: expand })),
    }),
  };
}

function command(text: string): unknown {
  const parsed = instruction(text);
  if (!('kind' in parsed) || parsed.kind !== 'run') return undefined;
  const files = parsed.files.map(({ name, data, chomp }) => ({
    Name: name,
    Data: data,
    ...(chomp && { Chomp: true }),
  }));
  return [parsed.commandLine, parsed.prependShell, files.length > 0 ? files : null];
}

function flags(tally: Tally, { declared, args, expect }: Table['builderFlags'][number]): void {
  const known = Object.fromEntries(
    Object.entries(declared).map(([name, value]) => [name, typeof value === 'boolean' ? 'boolean' : 'string'] as const),
  );
  const label = `flags ${args.join(' ')}`;
  if (expect.error) {
    tally.throws(label, () => parseFlags(args, known));
    return;
  }
  const { used, ...values } = expect;
  const actual = (): unknown => {
    const parsed = parseFlags(args, known);
    const given = parsed.used();
    return [
      used ? given.sort() : undefined,
      Object.keys(values).map((name) => {
        if (!given.includes(name)) return declared[name];
        return known[name] === 'boolean' ? parsed.boolean(name) : parsed.string(name);
      }),
    ];
  };
  tally.equal(label, actual, [used && [...used].sort(), Object.values(values)]);
}
