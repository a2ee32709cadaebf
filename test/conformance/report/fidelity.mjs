/** docs/fidelity.md: what was compared, how much agreed, and what does not. */
import { reasonOf } from './reasons.mjs';
import { sources } from './sources.mjs';

const SHOWN = 20;
const WIDTH = 220;
const CONTEXT = 20;

export function fidelityPage(tables, scenarios) {
  return [
    '# Fidelity',
    '',
    'Made by `npm run conformance`: what Drydock was compared with, how much of it agreed, and everything known not to agree.',
    'A recorded line agrees when exit code, standard output and standard error are those of the real engine.',
    '',
    ...recorded(scenarios),
    ...publicData(tables),
    ...differingLines(scenarios),
    ...failingRows(tables),
  ].join('\n');
}

function recorded({ lines, exit, exitAndStdout, results }) {
  const categories = new Map();
  for (const { id, ok, lines: each } of results) {
    const [category] = id.split('/');
    const counts = categories.get(category) ?? [0, 0, 0, 0];
    categories.set(category, counts);
    counts[0] += ok ? 1 : 0;
    counts[1] += 1;
    counts[2] += each.filter((line) => line.ok).length;
    counts[3] += each.length;
  }
  const rows = [...categories].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    '## Sessions recorded on Docker Engine 28.5.2',
    '',
    `${lines[0]} of ${lines[1]} lines agree (${percent(lines)}); exit code and standard output in ${percent(exitAndStdout)},`,
    `exit code in ${percent(exit)}. How they were recorded and what is left out of them: test/scenarios/README.md.`,
    '',
    '| category | whole scenarios | lines | |',
    '| --- | ---: | ---: | ---: |',
    ...rows.map(
      ([name, [ok, all, good, every]]) => `| ${name} | ${ok}/${all} | ${good}/${every} | ${percent([good, every])} |`,
    ),
    '',
  ];
}

const LIVE = '## The same scenarios live on Docker Engine ';

/** The page with the section of a live run in the place of the last one's. */
export function withLive(page, live) {
  const [head, ...sections] = page.split(/^(?=## )/m);
  const others = sections.filter((section) => !section.startsWith(LIVE));
  return [head, others[0] ?? '', onRealEngine(live).join('\n'), '\n', ...others.slice(1)].join('');
}

function onRealEngine({ version, lines, scenarios, leftOut, differences }) {
  return [
    `${LIVE}${version}`,
    '',
    `${lines[0]} of ${lines[1]} lines agree (${percent(lines)}), in ${scenarios[0]} of ${scenarios[1]} scenarios: each run at the same time on`,
    "the simulated engine and, behind the companion's policy, on a real one (`npm run conformance -- --live ENGINE`). What the policy",
    'refuses, it refuses in its own words.',
    '',
    ...differences.map(({ id, line, what }) => `- ${id}: ${code(line)}: ${what.join(', ')}`),
    ...(differences.length > 0 ? [''] : []),
    ...(leftOut.length > 0
      ? [
          'Left out, for they need images that this engine neither has nor can pull:',
          '',
          ...leftOut.map(({ id, missing }) => `- ${id}: ${missing.join(', ')}`),
          '',
        ]
      : []),
  ];
}

function publicData(tables) {
  return [
    '## Public test data',
    '',
    '| table | rows | | what |',
    '| --- | ---: | ---: | --- |',
    ...tables.map(
      ({ name, passed, total }) =>
        `| ${name} | ${passed}/${total} | ${percent([passed, total])} | ${sources[name] ?? ''} |`,
    ),
    '',
  ];
}

function differingLines({ results }) {
  const blocks = [...results]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .filter(({ ok }) => !ok)
    .flatMap(({ id, lines }) => {
      const wrong = lines.filter((line) => !line.ok);
      return [`### ${id}`, '', ...wrong.map(({ line, why }) => `- ${code(line)}: ${why.join(', ')}`), ''];
    });
  return ['## Recorded lines that do not agree', '', ...(blocks.length > 0 ? blocks : ['None.', ''])];
}

function failingRows(tables) {
  const blocks = tables
    .filter(({ failures }) => failures.length > 0)
    .flatMap(({ name, failures }) => {
      const explained = new Map();
      const unexplained = [];
      for (const failure of failures) {
        const reason = reasonOf(name, failure);
        if (reason === undefined) unexplained.push(failure);
        else explained.set(reason, [...(explained.get(reason) ?? []), failure]);
      }
      const shown = (rows) => rows.map((failure) => `- ${code(differing(failure))}`);
      const rest = unexplained.length - SHOWN;
      return [
        `### ${name}`,
        '',
        // Each of those whose reason is known, and as many of the others as can be read.
        ...[...explained].flatMap(([reason, rows]) => [`${capital(reason)}:`, '', ...shown(rows), '']),
        ...shown(unexplained.slice(0, SHOWN)),
        ...(rest > 0 ? [`- … and ${rest} more`] : []),
        ...(unexplained.length > 0 ? [''] : []),
      ];
    });
  return ['## Rows of public data that do not agree', '', ...(blocks.length > 0 ? blocks : ['None.', ''])];
}

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}

/** `expected A, got B` without the long beginning that A and B share. */
function differing(failure) {
  const [, label, expected, got] = /^(.*?: expected )(.*), got (.*)$/s.exec(failure) ?? [];
  if (label === undefined || failure.length <= WIDTH) return failure;
  let same = 0;
  while (same < expected.length && expected[same] === got[same]) same++;
  const from = Math.max(0, same - CONTEXT);
  const part = (text) =>
    `${from > 0 ? '…' : ''}${clipped(text.slice(from), Math.max(CONTEXT * 2, (WIDTH - label.length) / 2 - CONTEXT))}`;
  return `${label}${part(expected)}, got ${part(got)}`;
}

function clipped(text, width) {
  return text.length > width ? `${text.slice(0, width)}…` : text;
}

/** One line of Markdown code, whatever is in the text. */
function code(text) {
  const line = text.replace(/\s+/g, ' ').trim();
  const shown = clipped(line, WIDTH);
  const runs = shown.match(/`+/g) ?? [];
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1);
  return fence.length > 1 ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

function percent([part, whole]) {
  return `${(whole > 0 ? (100 * part) / whole : 0).toFixed(1)}%`;
}
