import { expect, test } from 'vitest';
import { checkLesson } from './check.ts';
import { credit, type GoalState } from './lesson.ts';
import { loadLesson } from './load.ts';
import type { CheckWorld } from './world.ts';

const lesson = loadLesson(
  'track/lesson',
  `---
title: t
summary: s
minutes: 1
folder: f
steps:
  - id: one
    predict: Which?
    quiz: { question: Why?, choices: [a, b, c], answer: [0, 2], why: So. }
    goals:
      - id: parts
        text: Two files and no third
        when: { all: [{ file: a }, { file: b }, { not: { file: c } }] }
      - id: typed
        text: A failed build
        when: { command: '^docker build', exit: 1 }
    hints:
      - id: first
        when: { not: { file: a } }
        text: Make a.
      - text: Make b.
    wrong:
      - { id: by-id, run: [], hint: first }
      - { id: by-place, run: [], hint: 1 }
---
## One
`,
  {},
  { one: { a: 'text' } },
);

const world = (now: Partial<CheckWorld> & { files?: string[] }): CheckWorld => ({
  door: {
    request: () => {
      throw new Error('nobody asks the engine');
    },
  } as unknown as CheckWorld['door'],
  removed: new Set(),
  commands: [],
  answers: {},
  now: () => 0,
  file: (path) => (now.files?.includes(path) ? '' : undefined),
  shell: async () => ({ stdout: '', exit: 1 }),
  ...now,
});

const states = async (now: Parameters<typeof world>[0], before: readonly GoalState[] = []) =>
  (await checkLesson(lesson, world(now), before, 'one')).goals;
const of = (goals: readonly GoalState[], id: string) => goals.find(({ goal }) => goal === id)!;

test('a question and a prediction are goals of their step', () => {
  expect(lesson.steps[0]!.goals.map(({ id }) => id)).toEqual(['parts', 'typed', 'prediction', 'quiz']);
  expect(lesson.steps[0]!.solutionFiles).toEqual({ a: 'text' });
});

test('wrong answers name their hint by id, or by its place', async () => {
  const { hints, wrong } = lesson.steps[0]!;
  expect(wrong.map(({ hint }) => hints.find(({ id }) => id === hint)?.text)).toEqual(['Make a.', 'Make b.']);
  expect((await checkLesson(lesson, world({}), [], 'one')).hints).toEqual({ one: 'first' });
  expect((await checkLesson(lesson, world({ files: ['a'] }), [], 'one')).hints).toEqual({ one: '1' });
});

test('of a statement with parts it is told how many hold; it counts once all do, and then for good', async () => {
  const half = await states({ files: ['a', 'c'] });
  expect(of(half, 'parts')).toEqual({ step: 'one', goal: 'parts', met: false, share: { got: 1, of: 3 } });
  expect(credit(of(half, 'parts'))).toBe(0);
  const whole = await states({ files: ['a', 'b'] });
  expect(of(whole, 'parts')).toEqual({ step: 'one', goal: 'parts', met: true });
  expect(of(await states({}, whole), 'parts').met).toBe(true);
});

test('a command counts when it has ended as it shall', async () => {
  const typed = async (status: number | undefined) =>
    of(await states({ commands: [{ line: 'docker build .', status }] }), 'typed').met;
  expect([await typed(undefined), await typed(0), await typed(1)]).toEqual([false, false, true]);
});

test('a quiz is met when all of it is right, a prediction when it was decided, and counts as much as was right', async () => {
  const some = await states({ answers: { 'one/quiz': { got: 2, of: 3 }, 'one/prediction': { got: 4, of: 5 } } });
  expect(of(some, 'quiz')).toMatchObject({ met: false, share: { got: 2, of: 3 } });
  expect(of(some, 'prediction')).toMatchObject({ met: true, share: { got: 4, of: 5 } });
  expect(credit(of(some, 'prediction'))).toBeCloseTo(0.8);
  const all = await states({ answers: { 'one/quiz': { got: 3, of: 3 } } }, some);
  expect(of(all, 'quiz')).toEqual({ step: 'one', goal: 'quiz', met: true });
  expect(of(all, 'prediction').met).toBe(true);
});

test('a solution of a step that is not there is refused', () => {
  expect(() =>
    loadLesson('x', '---\ntitle: t\nsummary: s\nminutes: 1\nfolder: f\nsteps: []\n---\n', {}, { no: {} }),
  ).toThrow('solution/no is of no step');
});

test('a branch is there for whom it is meant, and stays once it was begun', async () => {
  const { steps, ...rest } = lesson;
  const only = { command: 'fails', exit: 1 };
  const branched = {
    ...rest,
    steps: [...steps, { ...steps[0]!, id: 'two', only, goals: steps[0]!.goals.slice(0, 1) }],
  };
  const closed = async (now: Parameters<typeof world>[0], before: readonly GoalState[] = [], shown = 'one') =>
    (await checkLesson(branched, world(now), before, shown)).closed;
  expect(await closed({})).toEqual(['two']);
  expect(await closed({ commands: [{ line: 'fails', status: 1 }] })).toEqual([]);
  expect(await closed({}, [], 'two')).toEqual([]);
  expect(await closed({}, [{ step: 'two', goal: 'parts', met: true }])).toEqual([]);
});
