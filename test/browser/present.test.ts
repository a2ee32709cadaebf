import { expect, test } from 'vitest';
import { onePage } from './one-page.ts';
import { Student } from './playground.ts';

const { playground, student } = await onePage();
const { page } = student;

test('an instructor runs what is prepared, turns the steps and points with the light, by keys alone', async () => {
  await student.prompt();
  const size = () => page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
  const before = await size();
  await page.getByRole('button', { name: 'Present' }).click();
  await page.locator('.presenter').waitFor();
  expect(await size()).toBeGreaterThan(before);
  await page.keyboard.press('F9');
  await student.goal('An image named hello exists');
  await student.prompt();
  await page.getByLabel('Light on').selectOption('views');
  await expect
    .poll(() => page.locator('.lesson').evaluate((part) => Number(getComputedStyle(part).opacity)))
    .toBeLessThan(0.5);
  await page.keyboard.press('PageDown');
  await page.getByRole('heading', { name: 'Build again' }).waitFor();
  await page.keyboard.press('F9');
  await student.goal('every step was CACHED');
});

test('who opens the class link is at the same step with the same files and images, on a computer that is fresh for everybody', async () => {
  await student.type('echo together > class.txt');
  await page.getByRole('button', { name: 'Copy the class link' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const context = await playground.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const other = new Student(context, await context.newPage());
  await other.page.goto(link);
  await other.page.locator('.shared-commands', { hasText: 'docker build' }).waitFor();
  expect(await other.page.locator('.xterm').count()).toBe(0);
  await other.page.getByRole('button', { name: 'Open it and run the commands' }).click();
  await other.page.getByRole('heading', { name: 'Build again' }).waitFor();
  await other.goal('every step was CACHED');
  await other.prompt();
  expect(await other.type('clear; cat class.txt')).toContain('together');
  expect(await other.type('clear; docker images -q | wc -l')).toMatch(/^\s*1\s/);

  // What the class did is reset in one go, and is apart from what the student does alone.
  await other.page.getByRole('button', { name: 'Start over' }).click();
  await other.page.getByRole('button', { name: 'Yes, start over' }).click();
  await other.prompt();
  expect(await other.type('docker images -q | wc -l')).toMatch(/^\s*0\s/);
  await other.close();
});

test('notes are kept in this browser, and presenting ends', async () => {
  const [notes] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: 'Notes' }).click()]);
  await notes.getByRole('textbox').fill('Ask them first');
  // The window stays open, and follows.
  await page.keyboard.press('PageDown');
  await notes.getByText('Change one file').waitFor();
  expect(await notes.getByRole('textbox').inputValue()).toBe('');
  await page.keyboard.press('PageUp');
  await expect.poll(() => notes.getByRole('textbox').inputValue()).toBe('Ask them first');
  await page.getByRole('button', { name: 'Notes' }).click();
  await expect.poll(() => notes.isClosed()).toBe(true);
  expect(student.complaints).toEqual([]);
  await page.getByRole('button', { name: 'End presenting' }).click();
  await page.locator('.presenter').waitFor({ state: 'detached' });
});
