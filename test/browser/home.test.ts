import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { onePage } from './one-page.ts';

const { playground, student } = await onePage();

const home = () => student.page.getByRole('link', { name: 'Drydock' }).click();
const path = () => new URL(student.page.url()).pathname;

test('a newcomer is in the first lesson at once; who has been here chooses', async () => {
  await student.prompt();
  expect(path()).toBe('/lesson/first-steps/layers-and-the-cache');
  await student.type('docker build -q -t hello . && echo mine > mine.txt');
  await student.goal('An image named hello exists');
  await home();
  await student.page.getByRole('heading', { name: 'First steps' }).waitFor();
  expect(path()).toBe('/');
  expect(await student.page.locator('.lesson-card').first().textContent()).toContain('1 of 15 goals');
  await student.page.getByRole('link', { name: 'Go on where you are' }).click();
  await student.page.getByRole('heading', { name: 'Build', exact: true }).waitFor();
  await home();
  await student.page.getByRole('link', { name: 'Open a playground' }).click();
  await expect
    .poll(() =>
      student.page
        .locator('#playgrounds')
        .boundingBox()
        .then((box) => box!.y),
    )
    .toBeLessThan(500);
});

test('an empty playground has a computer of its own, and keeps it', async () => {
  await student.page.getByRole('button', { name: 'Empty' }).click();
  await student.prompt();
  expect(path()).toMatch(/^\/playground\/\w+$/);
  expect(await student.type('ls; docker images -q')).toMatch(/^\s*Dockerfile\s+you@/);
  await student.type('clear; echo here > kept.txt');
  await home();
  await student.page.getByRole('link', { name: /Layers and the cache/ }).click();
  await student.prompt();
  expect(await student.type('ls; docker images')).toMatch(/mine\.txt[\s\S]*hello/);
  await home();
  await student.page.locator('.own-playgrounds a').click();
  await student.prompt();
  expect(await student.type('cat kept.txt')).toContain('here');
});

test('a zip becomes a playground, without the folder around it', async () => {
  await home();
  const text = (content: string) => new TextEncoder().encode(content);
  const zip = zipSync({
    'app/Dockerfile': text('FROM alpine\nCOPY note /note\n'),
    'app/note': text('from the zip\n'),
    'app/node_modules/x/index.js': text('x'),
  });
  await student.page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'mine.zip', mimeType: 'application/zip', buffer: Buffer.from(zip) });
  await student.prompt();
  expect(await student.type('ls; cat note')).toMatch(/Dockerfile\s+note\s+from the zip/);
});

test('a playground is thrown away, and nothing of it is left', async () => {
  await home();
  await student.page.getByRole('button', { name: 'Throw mine away' }).click();
  await student.page.getByRole('button', { name: 'Throw away', exact: true }).click();
  await expect.poll(() => student.page.locator('.own-playgrounds li').count()).toBe(1);
});

test('German is one choice away, and stays', async () => {
  await student.page.getByLabel('Language').selectOption('de');
  await student.page.getByRole('heading', { name: 'Container verstehen, indem man sie baut' }).waitFor();
  await student.page.reload();
  await student.page.getByRole('heading', { name: 'Zum freien Probieren' }).waitFor();
  expect(await student.page.locator('html').getAttribute('lang')).toBe('de');
  expect(student.complaints).toEqual([]);
});

test('an address where nothing is says so', async () => {
  await student.page.goto(`${playground.address}lesson/no/such`);
  await student.page.getByText('Eine Lektion no/such gibt es nicht.').waitFor();
});

test('a lesson that is translated is read in German, another as it was written', async () => {
  const { page } = student;
  await page.goto(playground.address);
  const card = page.getByRole('link', { name: /Schichten und der Cache/ });
  await card.click();
  await page.getByRole('heading', { name: 'Bauen', exact: true }).waitFor();
  await student.prompt();
  expect(await page.locator('.lesson > div').getAttribute('lang')).toBe('de');
  await student.goal('Es gibt ein Image namens hello');
  await page.getByRole('heading', { name: 'Wenn du jetzt baust' }).waitFor();
  await home();
  await page.getByRole('link', { name: /Bind mounts/ }).click();
  await student.prompt();
  expect(await page.locator('.lesson > div').getAttribute('lang')).toBe('en');
});
