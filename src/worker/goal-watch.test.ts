import { expect, test } from 'vitest';
import { testComputer } from '../../test/support/computer.ts';
import { Timeline } from '../host/timeline.ts';
import type { Lesson } from '../lessons/lesson.ts';
import { GoalWatch } from './goal-watch.ts';

const LESSON: Lesson = {
  id: 'track/lesson',
  title: '',
  summary: '',
  minutes: 5,
  files: {},
  folder: 'work',
  images: [],
  steps: [],
};

test('a computer that is switched off while its goals are first looked at is not looked at any more', async () => {
  const computer = await testComputer();
  let told = 0;
  const watch = new GoalWatch(computer, new Timeline(() => 0), [], () => {});
  watch.follow(LESSON, () => told++);
  watch.stop();
  // What fails by itself later fails this run too: nobody waits for it.
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(told).toBe(0);
  computer.powerOff();
});
