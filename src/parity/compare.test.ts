import { expect, test } from 'vitest';
import { loadLesson } from '../lessons/load.ts';
import { compareGoals, compareLines } from './compare.ts';
import type { Outcome } from './run.ts';

const outcome = (folder: string, ...rows: [line: string, stdout: string, exit?: number][]): Outcome => ({
  folders: [folder],
  rows: rows.map(([line, stdout, exit = 0]) => ({ line, stdout, stderr: '', exit })),
  goals: [],
});

test('what chance decides does not differ, as long as it is the same thing throughout', () => {
  const id = (digit: string) => digit.repeat(64);
  const real = outcome(
    '/root/a',
    ['docker run -d x', `${id('1')}\n`],
    ['pwd', '/root/a\n'],
    ['docker ps -q', `${id('1').slice(0, 12)}\n`],
  );
  const alike = outcome(
    '/root/b',
    ['docker run -d x', `${id('2')}\n`],
    ['pwd', '/root/b\n'],
    ['docker ps -q', `${id('2').slice(0, 12)}\n`],
  );
  expect(compareLines(real, alike)).toEqual([undefined, undefined, undefined]);
  const other = outcome(
    '/root/b',
    ['docker run -d x', `${id('2')}\n`],
    ['pwd', '/root/b\n'],
    ['docker ps -q', `${id('3').slice(0, 12)}\n`],
  );
  expect(compareLines(real, other)[2]).toMatchObject({ line: 'docker ps -q', what: ['stdout'] });
});

test('the rules of a check that failed come in an order of chance', () => {
  const failed = (rules: string) => outcome('/root/a', ['b', `ERROR: lint violation found for rules: ${rules}\n`, 1]);
  expect(compareLines(failed('B, A'), failed('A, B'))).toEqual([undefined]);
  expect(compareLines(failed('B, A'), failed('A, C'))).not.toEqual([undefined]);
});

test('an exit status, a text and a line that was not reached differ', () => {
  const real = outcome('/root/a', ['a', 'one\r\n'], ['b', 'two\n'], ['c', ''], ['d', '']);
  const simulated = outcome('/root/a', ['a', 'one\n'], ['b', 'three\n'], ['c', '', 1]);
  expect(compareLines(real, simulated).map((each) => each?.what)).toEqual([
    undefined,
    ['stdout'],
    ['exit'],
    ['missing'],
  ]);
});

test('a goal that is met on one of the two is told', () => {
  const text = `---
title: A lesson
summary: One.
minutes: 1
folder: app
images: []
steps:
  - id: one
    shows: []
    goals:
      - { id: here, text: Here, when: { image: app } }
      - { id: both, text: Both, when: { image: app } }
    solution: [docker build .]
---

## One

Text.
`;
  const lesson = loadLesson('t/l', text, {});
  const met = (...goals: string[]): Outcome => ({
    ...outcome('/root/a'),
    goals: goals.map((goal) => ({ step: 'one', goal, met: true })),
  });
  expect(compareGoals(lesson, met('both'), met('both', 'here'))).toEqual([
    { step: 'one', goal: 'here', metOn: 'simulated' },
  ]);
});
