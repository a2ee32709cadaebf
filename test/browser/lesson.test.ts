import { expect, test } from 'vitest';
import { onePage } from './one-page.ts';

const { student } = await onePage();

const next = () => student.page.getByRole('button', { name: 'Next', exact: true }).click();

test('a hint says what is to be done now, and goes once it is done', async () => {
  await student.prompt();
  await student.page.getByRole('button', { name: 'Give me a hint' }).click();
  await student.page.locator('.hint', { hasText: 'docker build -t hello .' }).waitFor();
  await student.type('docker build -t hello .');
  await student.goal('An image named hello exists');
  await student.page.locator('.lesson-count', { hasText: '1 of 1 done' }).waitFor();
  expect(await student.page.locator('.hint').count()).toBe(0);
});

test('the solution can be typed with a click', async () => {
  await next();
  await student.page.getByText('Show the solution').click();
  expect(await student.page.locator('.help .command-block pre').textContent()).toBe('docker build -t hello .');
  await student.type('docker build -t hello .');
  await student.goal('A build in which every step was CACHED');
});

test('a branch appears for whom it is meant, and the step on screen stays', async () => {
  const { page } = student;
  await page.getByText('Step 2 of 7').waitFor();
  await student.type('clear; docker build -t hello');
  await page.getByText('Step 3 of 8').waitFor();
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await page.getByRole('heading', { name: 'It was refused' }).waitFor();
  await student.type('clear; docker build --help | head -1');
  await student.goal('You have asked docker build what it takes');
  await next();
});

test('a prediction waits for the build, which says what was foretold rightly, and survives a reload', async () => {
  await next();
  await student.edit('server.js', (text) => text.replace('Hello', 'Ahoy'));
  const question = student.page.locator('.question');
  const outcome = student.page.getByText('did not run: its inputs are');
  expect(await outcome.count()).toBe(0);
  // Neither the steps nor the editor's margin answer for the student.
  await student.page.getByText('First your guess').waitFor();
  await student.page.getByRole('tab', { name: 'Dockerfile', exact: true }).click();
  await student.page.locator('.mark-MAYBE').first().waitFor();
  const told = '.step[data-state=HIT], .step[data-state=MISS], .mark-HIT, .mark-MISS';
  expect(await student.page.locator(told).count()).toBe(0);
  expect(await student.page.locator('.why').count()).toBe(0);
  await question.getByRole('checkbox', { name: 'RUN npm install' }).check();
  await question.getByRole('checkbox', { name: 'COPY . .' }).check();
  await question.getByRole('button', { name: 'That is my guess' }).click();
  await question.getByText('Now build, and see.').waitFor();
  await student.stepBecomes('COPY . .', 'MISS');
  await student.type('docker build -t hello .');
  await question.getByText(/You foretold \d of \d steps\./).waitFor();
  await outcome.waitFor();
  expect(await question.locator('li[data-right="false"]').allTextContents()).toEqual([
    '✗ RUN npm install did not run, not as you said',
  ]);
  await student.goal('A build was foretold');
  await student.page.locator('.goal-part', { hasText: /\(\d of \d\)/ }).waitFor();
  await student.page.reload();
  await question.getByText(/You foretold \d of \d steps\./).waitFor();
});
