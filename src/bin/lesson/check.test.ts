import { expect, it } from 'vitest';
import { loadLesson } from '../../lessons/load.ts';
import { problemsOf } from './check.ts';
import { readLesson } from './read.ts';

const lesson = (frontMatter: string, text: string) =>
  loadLesson(
    'a/b',
    `---\ntitle: T\nsummary: S\nminutes: 5\nfolder: app\nsteps:\n${frontMatter}---\n\n## One\n\n${text}`,
    {},
  );

const STEP = `  - id: one
    goals: [{ id: made, text: made, when: { file: x } }]
    solution: [touch x]
`;

it('runs a block before the solution, or behind it when the text says after', { timeout: 60_000 }, async () => {
  const text = '```sh fails\ncat x\n```\n\n```sh after\ncat x\n```\n\n```sh after fails\ncat y\n```\n';
  expect(await problemsOf('.', lesson(STEP, text))).toEqual([]);
  expect(await problemsOf('.', lesson(STEP, text.replace('after fails', 'after')))).toEqual([
    'one: `cat y` ends with 1:\n    cat: y: No such file or directory',
  ]);
});

it('says which solution, start or wrong answer is not as it should be', { timeout: 60_000 }, async () => {
  expect(await problemsOf('.', lesson(STEP.replace('touch x', 'touch y'), ''))).toEqual([
    'one: its solution does not meet the goal made',
  ]);
  expect(await problemsOf('.', lesson(STEP.replace('{ file: x }', '{ not: { file: x } }'), ''))).toEqual([
    'one: its goals are met from the start',
  ]);
  const wrong = `${STEP}    hints: [{ text: no }]\n    wrong: [{ id: right, run: [touch x], hint: 0 }, { id: far, run: [], hint: 1 }]\n`;
  expect(await problemsOf('.', lesson(wrong, ''))).toEqual([
    'one: wrong answer far: there is no hint 1',
    'one: wrong answer right meets the goals',
    'one: wrong answer far leads to hint 0, not 1',
  ]);
});

it('says where front matter is no YAML, and that a lesson is not there, in words', () => {
  const colon = STEP.replace('text: made', 'text: [made');
  expect(() => lesson(colon, '')).toThrow(/^a\/b: .* at line (?:7|8),/);
  expect(() => readLesson('lessons', 'no/such')).toThrow('there is no lesson no/such');
});
