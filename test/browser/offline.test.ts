import { expect, test } from 'vitest';
import { onePage } from './one-page.ts';

const { student } = await onePage();

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
