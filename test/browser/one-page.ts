import { afterAll, afterEach, inject } from 'vitest';
import { type Playground, type Student, startPlayground } from './playground.ts';

/** The playground of a file of tests, closed after them. */
export async function onePlayground(): Promise<Playground> {
  const playground = await startPlayground(inject('site'));
  afterAll(() => playground.close());
  return playground;
}

/** One student for all tests of a file, and a picture of what the student saw when one fails. */
export async function onePage(): Promise<{ readonly playground: Playground; readonly student: Student }> {
  const playground = await onePlayground();
  const student = await playground.open();
  pictureOfFailure(() => student);
  return { playground, student };
}

/** `saw` answers nothing when there was no student. */
export function pictureOfFailure(saw: () => Student | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await saw()?.page.screenshot({ path: '.cache/browser-failure.png' });
  });
}
