import { appendFileSync, cpSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { onePage } from './one-page.ts';
import { startPlayground } from './playground.ts';

const { playground, student } = await onePage();

test('after the first visit the page works without a network', async () => {
  await student.prompt();
  await student.type('docker build -q -t hello . && echo mine > mine.txt');
  await student.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    // Everything is there only when the worker has been activated.
    while (!(await navigator.serviceWorker.getRegistration())?.active)
      await new Promise((done) => setTimeout(done, 200));
  });
  await student.context.setOffline(true);
  await student.page.reload();
  await student.prompt();
  expect(await student.type('cat mine.txt; docker images --format "{{.Repository}}"')).toMatch(/mine\s+hello/);
  await student.page.locator('.monaco').waitFor();
  expect(await student.type('clear; docker run --rm hello node -e "console.log(6*7)"')).toContain('42');
  await student.page.getByRole('link', { name: 'Drydock' }).click();
  await student.page.getByRole('button', { name: 'Empty' }).click();
  await student.prompt();
  expect(await student.type('docker run --rm alpine echo works')).toContain('works');
}, 240_000);

test('it can be installed', async () => {
  const href = await student.page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = await student.page.evaluate((address) => fetch(address!).then((answer) => answer.json()), href);
  expect(manifest).toMatchObject({ start_url: '/', display: 'standalone' });
  expect(manifest.icons).not.toEqual([]);
});

test('a new version asks, waits as long as one works, and keeps what was done', async () => {
  const folder = `${playground.folder}-of-today`;
  cpSync(playground.folder, folder, { recursive: true });
  const site = await startPlayground(folder);
  try {
    const reader = await site.open();
    const { page } = reader;
    await reader.prompt();
    await page.evaluate(() => navigator.serviceWorker.ready);
    // The version of tomorrow.
    appendFileSync(`${folder}/sw.js`, '\n// tomorrow\n');
    await reader.type('echo mine > mine.txt');
    await page.reload();
    await reader.prompt();
    await page.getByText('A new version of Drydock is here').waitFor({ timeout: 60_000 });
    expect(await reader.type('cat mine.txt')).toContain('mine');
    await page.getByRole('button', { name: 'Later' }).click();
    await page.getByText('A new version of Drydock is here').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByText('A new version of Drydock is here').waitFor({ timeout: 60_000 });
    await reader.prompt();
    await reader.type('clear; docker build -q -t hello . && echo more > more.txt');
    const loaded = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Use it now' }).click();
    await loaded;
    await reader.prompt();
    expect(await reader.type('clear; cat more.txt; docker images --format "{{.Repository}}"')).toMatch(/more\s+hello/);
    expect(await page.getByText('A new version of Drydock is here').count()).toBe(0);
    await reader.close();
  } finally {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);
