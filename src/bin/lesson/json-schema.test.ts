import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { frontMatter } from '../../lessons/schema.ts';
import { lessonSchema } from './json-schema.ts';
import { lessonIds, readTracks } from './read.ts';
import { skeleton } from './skeleton.ts';

const root = join(import.meta.dirname, '..', '..', '..', 'lessons');
const file = readFileSync(join(root, 'lesson.schema.json'), 'utf8');
const isValid = new Ajv({ strict: false }).compile(JSON.parse(file));
const head = (markdown: string): unknown => parse(/^---\n([\s\S]*?)\n---\n/.exec(markdown)![1]!);

test('the file is of what lessons are read with: npx drydock lesson schema > lessons/lesson.schema.json', () => {
  expect(file).toBe(lessonSchema());
});

test.each(readTracks(root).flatMap((track) => lessonIds(root, track)))(
  'an editor finds nothing wrong with %s',
  (id) => {
    isValid(head(readFileSync(join(root, id, 'lesson.md'), 'utf8')));
    expect(isValid.errors).toBeNull();
  },
);

test('a new lesson names the schema, and it holds', () => {
  const markdown = skeleton('New')['lesson.md']!;
  expect(markdown).toContain('# yaml-language-server: $schema=../../lesson.schema.json');
  expect(isValid(head(markdown))).toBe(true);
});

describe('an editor refuses what the loader refuses', () => {
  const step = (more: object) => ({ title: 't', summary: 's', minutes: 1, folder: 'f', steps: [{ id: 'a', ...more }] });
  const goal = (when: unknown) => step({ goals: [{ id: 'g', text: 't', when }] });
  test.each([
    ['a key nobody knows', step({ gaols: [] }), false],
    ['a statement nobody knows', goal({ imagee: 'x' }), false],
    ['a state nobody knows', goal({ container: 'x', state: 'asleep' }), false],
    ['a statement within another', goal({ all: [{ not: { image: 'x' } }, { any: [{ volumee: 'v' }] }] }), false],
    ['no folder', { ...step({}), folder: undefined }, false],
    ['a row there is not', step({ shows: [45] }), false],
    ['an answer of what is not asked', goal({ answer: 'a/exam' }), false],
    ['statements within statements', goal({ all: [{ not: { image: 'x' } }, { command: 'docker', exit: 0 }] }), true],
    ['a hint by its place', step({ hints: [{ text: 'h' }], wrong: [{ id: 'w', run: [], hint: 0 }] }), true],
  ])('%s', (_, document, good) => {
    expect([isValid(JSON.parse(JSON.stringify(document))), v.safeParse(frontMatter, document).success]).toEqual([
      good,
      good,
    ]);
  });
});
