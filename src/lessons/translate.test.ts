import { expect, test } from 'vitest';
import { loadLesson } from './load.ts';
import { translateLesson } from './translate.ts';

const lesson = loadLesson(
  't/l',
  `---
title: Title
summary: s
minutes: 1
folder: f
steps:
  - id: one
    quiz: { question: Why?, choices: [a, b], answer: [1], why: So. }
    goals: [{ id: g, text: Goal, when: { image: x } }]
    hints: [{ text: Hint }]
    solution: [true]
---
Before.

## One

Text.
`.replace('[true]', '["true"]'),
  {},
);

const german = (steps: string, body = 'Davor.\n\n## Eins\n\nWorte.\n') =>
  translateLesson(lesson, `---\ntitle: Titel\nsummary: z\nsteps:\n${steps}\n---\n${body}`);
const whole =
  '  one: { goals: { g: Ziel }, hints: { "0": Hinweis }, quiz: { question: Warum?, choices: [c, d], why: Darum. } }';

test('what is read is the translation’s, what is checked the lesson’s', () => {
  const { title, steps } = german(whole);
  const [step] = steps;
  expect([title, step!.title, step!.body]).toEqual(['Titel', 'Eins', 'Davor.\n\nWorte.']);
  expect(step!.goals.map(({ id, text, when }) => [id, text, when])).toEqual([
    ['g', 'Ziel', { image: 'x' }],
    ['quiz', 'Warum?', { answer: 'one/quiz' }],
  ]);
  expect(step).toMatchObject({
    hints: [{ id: '0', text: 'Hinweis' }],
    quiz: { question: 'Warum?', choices: ['c', 'd'], answer: [1] },
    solution: ['true'],
  });
});

test.each([
  ['a goal', whole.replace('g: Ziel', ''), 'lacks one: goals: g'],
  ['a hint', whole.replace('"0": Hinweis', ''), 'lacks one: hints: 0'],
  ['a choice', whole.replace('[c, d]', '[c]'), 'differ in one: quiz'],
  ['the question', whole.replace(/, quiz.*}/, ' }'), 'differ in one: quiz'],
  ['the step', whole.replace('one:', 'other:'), 'a step other that the lesson has not'],
])('without %s it is refused', (_, steps, reason) => {
  expect(() => german(steps)).toThrow(reason);
});

test('with another number of sections it is refused', () => {
  expect(() => german(whole, 'Davor.\n')).toThrow('has 0 "## " sections of 1');
});
