import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vertexDigests } from '../../src/build/solve/vertex-digest.ts';
import { parseInstructions } from '../../src/dockerfile/instructions/parse.ts';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.ts';
import { emptyRoot } from '../../src/kernel/fs/tree.ts';
import { containerConfigJson } from '../../src/oci/config.ts';
import type { Image, ImageConfig } from '../../src/oci/image.ts';
import { nodePlatform } from '../support/platform.ts';
import { convertDockerfile } from './convert-dockerfile.ts';
import { dumpNodes } from './dockerfile-dump.ts';
import { type Report, Tally } from './tally.ts';

interface Answer {
  head: {
    ast: string;
    nodes: { instruction: string; start: number; end: number }[];
    stages?: { name: string; base: string; platform?: string; commands: string[] }[];
    instructionError?: string;
  };
  'v0.12.5': {
    error?: string;
    skipped?: string;
    image?: ImageConfig;
    steps?: string[];
    historyDiffersInHead?: string[];
  };
}

/** What BuildKit answered to 545 Dockerfiles: syntax trees, lines, errors, image config, history and step names. */
export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('buildkit-answers');
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(dataDir, 'buildkit-answers', name), 'utf8'));
  const dockerfiles = (await read('dockerfiles.json')) as { id: string; dockerfile: string }[];
  const answers = (await read('expected.json')) as Record<string, Answer>;
  const { base } = (await read('base-image.json')) as { base: ImageConfig };
  const image: Image = { id: 'sha256:0', config: base, configBytes: new Uint8Array(), layers: [], root: emptyRoot };
  for (const { id, dockerfile } of dockerfiles) {
    const answer = answers[id];
    if (!answer) continue;
    const { head } = answer;
    tally.equal(`${id} tree`, () => dumpNodes(parseDockerfile(dockerfile)), head.ast);
    tally.equal(
      `${id} lines`,
      () => lines(dockerfile),
      head.nodes.map(({ start, end }) => [start, end]),
    );
    if (head.instructionError) {
      tally.throws(`${id} error`, () => parseInstructions(parseDockerfile(dockerfile)), head.instructionError);
    } else if (head.stages) {
      tally.equal(`${id} stages`, () => stages(dockerfile), head.stages);
    }
    conversion(tally, id, dockerfile, answer, image);
  }
  return tally.report();
}

function lines(dockerfile: string): [number, number][] {
  return parseDockerfile(dockerfile).nodes.map(({ range }) => [range.start, range.end]);
}

function stages(dockerfile: string): NonNullable<Answer['head']['stages']> {
  return parseInstructions(parseDockerfile(dockerfile)).stages.map(({ name, base, platform, commands }) => ({
    name,
    base,
    ...(platform && { platform }),
    commands: commands.map((command) => command.keyword),
  }));
}

function conversion(tally: Tally, id: string, dockerfile: string, answer: Answer, image: Image): void {
  const expected = answer['v0.12.5'];
  if (expected.skipped) return;
  if (expected.error) {
    // Newer BuildKit fails earlier or says it otherwise; only that it fails is compared.
    tally.throws(`${id} fails`, () => convertDockerfile(dockerfile, { image }));
    return;
  }
  if (!expected.image || !expected.steps) return;
  const convert = () => convertDockerfile(dockerfile, { image }).converted;
  const differs = new Set(expected.historyDiffersInHead);
  const history = (entries: readonly { created_by?: string }[]): unknown =>
    entries.map((entry) => {
      const keyword = entry.created_by?.split(' ', 1)[0] ?? '';
      if (differs.has(keyword)) return keyword;
      // Newer BuildKit shows these flags, and the value an ARG has from outside.
      if (keyword === 'ARG') return entry.created_by!.replace(/=.*/s, '');
      const plain = entry.created_by?.replace(/^((?:COPY|ADD)(?: --(?:chown|chmod)=\S+)+)/, keyword);
      return { ...entry, created_by: plain };
    });
  tally.equal(`${id} history`, () => history(convert().target.image.history), history(expected.image.history ?? []));
  tally.equal(
    `${id} config`,
    () => sorted(containerConfigJson(convert().target.image.config)),
    sorted(containerConfigJson(expected.image.config)),
  );
  tally.equal(`${id} steps`, () => stepNames(convert()), distinct(expected.steps));
}

function sorted(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function withoutDigest(step: string): string {
  // Of two stages with the same base either may give the step its name.
  return step.replace(/^(?:\[.*\] )?(FROM \S+?)(?:@sha256:[0-9a-f]{64})?$/, '$1');
}

/** Equal vertices are one, and the last one's name is shown. */
function stepNames({ target }: ReturnType<typeof convertDockerfile>['converted']): string[] {
  const digests = vertexDigests(target.vertex, nodePlatform());
  const names = new Map([...digests].map(([vertex, digest]) => [digest, vertex.name]));
  return distinct([...names.values()].filter((name) => name !== '[internal] load build context'));
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names.map(withoutDigest))].sort();
}
