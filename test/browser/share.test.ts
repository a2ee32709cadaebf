import { expect, test } from 'vitest';
import { onePage } from './one-page.ts';

const { playground, student: sender } = await onePage();
const receiver = await playground.open();
let link: string;

test('a link carries files, lesson and step to another browser, and runs nothing by itself', async () => {
  await sender.prompt();
  await sender.type("printf '<img src=x onerror=alert(1)>' > evil.html; echo 'echo mine' > mine.sh");
  await sender.page.getByRole('button', { name: 'Next' }).click();
  await sender.page.getByRole('button', { name: 'Share' }).click();
  await sender.page.getByRole('button', { name: 'Copy a link' }).click();
  await sender.page.getByText('on the clipboard').waitFor();
  link = await sender.page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).search).toBe('');

  await receiver.prompt();
  const lessonBefore = await receiver.type('ls');
  await receiver.page.goto('about:blank');
  await receiver.page.goto(link);
  await receiver.page.getByText('mine.sh').waitFor();
  await receiver.page.getByText('evil.html').click();
  expect(await receiver.page.locator('.shared pre img, .shared img[src="x"]').count()).toBe(0);
  expect(await receiver.page.locator('.xterm').count()).toBe(0);

  await receiver.page.getByRole('button', { name: 'Open it' }).click();
  await receiver.prompt();
  expect(await receiver.type('sh mine.sh')).toContain('mine');
  await receiver.page.getByText('Step 2 of').waitFor();

  await receiver.page.goto(
    playground.address + new URL(link).pathname.slice(1).replace('shared', 'lesson/first-steps/layers-and-the-cache'),
  );
  await receiver.prompt();
  expect(await receiver.type('ls')).toBe(lessonBefore);
});

test('a damaged link says so', async () => {
  await receiver.page.goto('about:blank');
  await receiver.page.goto(link.slice(0, -200));
  await receiver.page.getByRole('alert').filter({ hasText: 'damaged' }).waitFor();
});
