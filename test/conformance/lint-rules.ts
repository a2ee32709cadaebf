import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Conversion } from '../../src/build/convert/conversion.ts';
import { type Rule, rules } from '../../src/dockerfile/checks/rules.ts';
import { emptyRoot } from '../../src/kernel/fs/tree.ts';
import type { Image } from '../../src/oci/image.ts';
import { type Report, Tally } from './tally.ts';

type Row = {
  name: keyof typeof rules;
  description: string;
  url: string | null;
  experimental: boolean;
  docExamples: { kind: 'good' | 'bad'; label: string; dockerfile: string }[];
};

/** BuildKit's build checks: texts, and the documentation's own good and bad examples. */
export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('lint-rules');
  const rows = JSON.parse(await readFile(join(dataDir, 'buildkit/lint-rules.json'), 'utf8')) as Row[];
  for (const row of rows) {
    const rule: Rule | undefined = rules[row.name];
    tally.equal(`${row.name} text`, () => [rule?.description, rule?.url ?? '', rule?.experimental ?? false], [
      row.description,
      row.url ?? '',
      isExperimental(row),
    ]);
    for (const { kind, label, dockerfile } of row.docExamples) {
      const name = `${row.name} ${label}`;
      const warns = (kind === 'bad') !== DOCUMENTATION_IS_WRONG.has(name);
      tally.equal(name, () => findings(row, dockerfile).includes(row.name), warns);
    }
  }
  return tally.report();
}

/** Rules the table, which is of a later BuildKit, counts as settled: Docker Engine 28.5 looks only when asked for experimental ones. */
const EXPERIMENTAL_IN_28_5: ReadonlySet<string> = new Set(['CopyIgnoredFile']);

function isExperimental({ name, experimental }: Row): boolean {
  return experimental || EXPERIMENTAL_IN_28_5.has(name);
}

/** What the documentation says and BuildKit 0.25 does not do (`docker build --check` was asked). */
const DOCUMENTATION_IS_WRONG = new Set([
  'LegacyKeyValueFormat ❌ Bad: using a space separator for variable key and value.',
  'InvalidDefinitionDescription ✅ Good: An empty line separating non-descriptive comments.',
]);

/** Several examples are fragments: they get a FROM, and what they fail with afterwards is no matter. */
function findings(row: Row, text: string): string[] {
  const whole = /^\s*(?:#.*\n\s*)*(?:ARG .*\n\s*)*FROM /i.test(text) ? text : `FROM scratch\n${text}`;
  const directive = isExperimental(row) ? '# check=experimental=all\n' : '';
  // The page on copy-ignored-file shows this .dockerignore.
  const ignore = row.name === 'CopyIgnoredFile' ? ['*/tmp/*', 'tmp'] : undefined;
  const conversion = new Conversion({
    dockerfile: directive + whole.replaceAll('...\n', ''),
    dockerfileName: 'Dockerfile',
    context: emptyRoot,
    tags: [],
    buildArgs: {},
    labels: {},
    check: true,
    ignore,
  });
  // The images of the examples set what the page says they set.
  const config = { Env: ['PATH=/bin', 'PYTHON_VERSION=3'], WorkingDir: '/' };
  const image: Image = {
    id: 'sha256:0',
    config: {
      architecture: 'amd64',
      os: 'linux',
      config,
      rootfs: { type: 'layers', diff_ids: ['sha256:0'] },
      history: [],
    },
    configBytes: new Uint8Array(),
    layers: [],
    root: emptyRoot,
  };
  try {
    const run = conversion.run();
    let step = run.next();
    while (!step.done)
      step = run.next(
        step.value.map(({ reference }) => ({ image: { image, canonicalName: reference }, pulled: false })),
      );
  } catch {
    // Only what was found until then counts.
  }
  return (conversion.lint?.findings ?? []).map((finding) => finding.rule);
}
