import { expect, test } from 'vitest';
import { onePlayground } from './one-page.ts';
import { Student } from './playground.ts';

/** A phone: fingers and nothing else. Monaco is not made for them. */
const playground = await onePlayground();
const context = await playground.browser.newContext({
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
});
const student = new Student(context, await context.newPage());
const { page } = student;
await page.goto(playground.address);

test('by touch alone: a command is typed with a tap, a file edited in a plain editor, and the plan follows', async () => {
  await student.prompt();
  await page.getByRole('button', { name: 'Type it' }).first().tap();
  await student.see((text) => (text.endsWith('docker build -t hello .') ? true : undefined), 'the typed command');
  await page.keyboard.press('Enter');
  await student.goal('An image named hello exists');

  await page.getByRole('tab', { name: 'Files', exact: true }).tap();
  await page.getByRole('tab', { name: 'server.js', exact: true }).tap();
  await page.getByRole('tab', { name: 'server.js', exact: true, selected: true }).waitFor();
  const editor = page.locator('.plain-editor');
  expect(await page.locator('.monaco').count()).toBe(0);
  await editor.fill(`${await editor.inputValue()}// by finger\n`);
  await page.getByRole('tab', { name: 'Layers', exact: true }).tap();
  await student.stepBecomes('COPY . .', 'MISS');
  expect((await student.step('COPY . .')).why).toContain('server.js');
});

test('what is to be tapped is large enough, and the page does not scroll sideways', async () => {
  const small = await page.locator('button:visible, select:visible').evaluateAll((targets) =>
    targets
      .filter((target) => !target.closest('.xterm'))
      .map((target) => [target.textContent?.trim() ?? '', target.getBoundingClientRect()] as const)
      // WCAG 2.2, 2.5.8
      .filter(([, { width, height }]) => width > 0 && (width < 24 || height < 24))
      .map(([name, { width, height }]) => `${name}: ${width}×${height}`),
  );
  expect(small).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('another lesson begins with its text, whatever was looked at in the last one', async () => {
  await page.getByRole('tab', { name: 'Layers', exact: true }).tap();
  await page.getByRole('link', { name: 'Drydock' }).tap();
  await page.getByRole('link', { name: /One image, many containers/ }).tap();
  await page.getByRole('heading', { name: 'Two of the same' }).waitFor();
});
