import { expect, it } from 'vitest';
import type { LessonSummary } from '../lessons.ts';
import type { LessonProgress } from '../places/progress.ts';
import { isDone, metIn, nextLesson } from './progress-of.ts';

const lesson = (id: string): LessonSummary => ({
  id,
  title: id,
  summary: '',
  minutes: 5,
  goals: 2,
  branches: ['aside'],
});
const lessons = ['a', 'b', 'c'].map(lesson);
const progress = (opened: number, ...met: string[]): LessonProgress => ({
  opened,
  step: 0,
  met: Object.fromEntries(met.map((key) => [key, 1])),
  by: {},
});

it('counts no goals of branches', () => {
  const known = { a: progress(1, 'one/x', 'aside/y') };
  expect(metIn(lessons[0]!, known)).toBe(1);
  expect(isDone(lessons[0]!, known)).toBe(false);
});

it('goes on with what was opened last and is not done, else with the first that is not', () => {
  expect(nextLesson(lessons, { a: progress(1, 'one/x'), c: progress(2) })?.id).toBe('c');
  expect(nextLesson(lessons, { a: progress(3, 'one/x', 'two/y') })?.id).toBe('b');
  const done = progress(1, 'one/x', 'two/y');
  expect(nextLesson(lessons, { a: done, b: done, c: done })).toBeUndefined();
});
