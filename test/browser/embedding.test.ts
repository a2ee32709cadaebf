import { expect, test } from 'vitest';
import { onePage } from './one-page.ts';

const { student } = await onePage();
const { page } = student;
const example = (name: string) => page.getByRole('region', { name });

test('the home page leads to it, and nothing runs before it is asked for', async () => {
  await student.prompt();
  await page.getByRole('link', { name: 'Drydock' }).click();
  await page.getByRole('link', { name: 'Put a lesson into a page of yours' }).click();
  await page.getByRole('heading', { name: 'A lesson in a page of yours' }).waitFor();
  expect(await page.locator('iframe').count()).toBe(0);
});

test('an example talks with its frame as the code beside it says', async () => {
  const talking = example('Talking with it');
  expect(await talking.locator('.example-code').textContent()).toContain('/sdk/drydock.js');
  await talking.getByRole('button', { name: 'Show it' }).click();
  await talking.getByText('ready, with').waitFor({ timeout: 60_000 });
  await talking.getByRole('button', { name: 'loadFiles' }).click();
  await talking.getByRole('button', { name: "run('docker build" }).click();
  await talking.getByText('built: ').waitFor({ timeout: 60_000 });
  await talking.getByText('goal: ').waitFor();
  await talking.getByRole('button', { name: 'Put it away' }).click();
  expect(await page.locator('iframe').count()).toBe(0);
});

test('an example records what was reached', async () => {
  const records = example('Recording what was reached');
  await records.getByRole('button', { name: 'Show it' }).click();
  await records.getByText('http://adlnet.gov/expapi/verbs/initialized').waitFor({ timeout: 60_000 });
  expect(student.complaints).toEqual([]);
});
