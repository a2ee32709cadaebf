import { expect, test } from 'vitest';
import { onePage } from './one-page.ts';

const { student } = await onePage();

const press = (key: string) => student.page.keyboard.press(key);
const inside = (part: string) =>
  student.page.evaluate((selector) => document.querySelector(selector)?.contains(document.activeElement), part);

/** F6 until the keys go to a part of the page. */
async function goTo(part: string): Promise<void> {
  for (let tries = 0; tries < 8 && !(await inside(part)); tries += 1) await press('F6');
  expect(await inside(part)).toBe(true);
}

/** Tab until a button of this name has the focus. */
async function tabTo(name: string): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    if ((await student.page.evaluate(() => document.activeElement?.textContent?.trim())) === name) return;
    await press('Tab');
  }
  throw new Error(`Tab does not reach ${name}`);
}

test('without a mouse: the first build, what is cached, a change, a container', async () => {
  await student.prompt();
  await student.page.locator('.monaco').waitFor();
  await goTo('.lesson');
  await tabTo('Type it');
  await press('Enter');
  expect(await inside('.terminals')).toBe(true);
  await student.see((text) => (text.endsWith('docker build -t hello .') ? true : undefined), 'the typed command');
  await press('Enter');
  await student.goal('An image named hello exists');
  // Who does not see it hears it.
  await student.page.locator('[data-news=build]', { hasText: 'Build finished' }).waitFor();
  await student.prompt();

  await goTo('.lesson');
  await tabTo('Next');
  await press('Enter');
  await goTo('.terminals');
  await student.page.keyboard.type('docker build -t hello .');
  await press('Enter');
  await student.goal('every step was CACHED');

  await goTo('.editor');
  await student.page.keyboard.press('Control+End');
  await student.page.keyboard.type('\nLABEL by=keyboard');
  await student.stepBecomes('LABEL by=keyboard', 'METADATA-ONLY');

  await goTo('.view-panel');
  await press('Shift+F6');
  expect(await inside('.terminals')).toBe(true);
  await student.page.keyboard.type('clear; docker run -d --name web hello');
  await press('Enter');
  await goTo('.view-panel');
  await student.page.getByRole('tab', { name: 'Layers', exact: true }).focus();
  for (let i = 0; i < 3; i += 1) await press('ArrowRight');
  expect(await student.page.getByRole('tab', { name: 'Container', exact: true }).getAttribute('aria-selected')).toBe(
    'true',
  );
  await student.page.locator('.container-view').getByText('Writable layer').first().waitFor();
});

test('however much a terminal says, its tabs stay in sight', async () => {
  await goTo('.terminals');
  await student.type('clear; seq 200; docker build --no-cache -t hello .');
  await student.type('docker ps');
  const hidden = await student.page.evaluate(() =>
    [...document.querySelectorAll('.panel, .panel *')]
      .filter(
        (part) => part.querySelector(':scope > .tabs') && (part.scrollTop > 0 || part.parentElement!.scrollTop > 0),
      )
      .map((part) => part.className),
  );
  expect(hidden).toEqual([]);
});

test('the last line of a terminal is whole, however high its panel is', async () => {
  for (const height of [900, 904, 908, 912]) {
    await student.page.setViewportSize({ width: 1440, height });
    await student.page.waitForTimeout(200);
    const room = await student.page.evaluate(() => {
      const screen = document.querySelector('.terminal-screen:not([hidden])')!;
      const last = screen.querySelector('.xterm-rows > div:last-child')!;
      return screen.getBoundingClientRect().bottom - last.getBoundingClientRect().bottom;
    });
    expect(room, `at a height of ${height}`).toBeGreaterThanOrEqual(0);
  }
});

test('back in time without a mouse', async () => {
  await goTo('.timeline');
  expect(await student.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
    'One step back in time',
  );
  await press('Enter');
  await student.page.getByText('You are looking back').waitFor();
  expect(student.complaints).toEqual([]);
});
