import { expect, test } from 'vitest';
import { onePage } from './one-page.ts';

const { student } = await onePage();

const moment = (text: string) => student.page.locator('.moment', { hasText: text });

async function arrived(text: string): Promise<void> {
  await student.page.locator('.moment[aria-current=step]', { hasText: text }).waitFor();
  await student.page.locator('.moment:not([disabled])').first().waitFor();
  await student.prompt();
}

test('back and forward over files, images, containers and volumes; the log of the API stays', async () => {
  await student.prompt();
  await student.type('docker build -q -t hello . && docker volume create keepsake');
  await student.type('docker run -d --name web -p 8080:3000 hello; docker exec web touch /here; echo 1 > note');
  await student.type('clear; docker rm -f web; docker volume rm keepsake; docker rmi -f hello; rm note');

  await student.page.getByRole('button', { name: 'One step back in time' }).click();
  await arrived('docker run -d');
  await student.page.getByText('You are looking back').waitFor();
  await student.page.getByRole('tab', { name: 'Container', exact: true }).click();
  await student.page.locator('.upper-entries li[data-path="/here"]').waitFor();
  await student.page.getByRole('tab', { name: 'note', exact: true }).waitFor();
  await student.page.locator('.container-view .chip[data-state=running]').waitFor();

  await student.page.getByRole('button', { name: 'Back to now' }).click();
  await arrived('docker rm -f web');
  expect(await student.type('ls; docker ps -aq; docker images -q; docker volume ls -q')).not.toMatch(
    /note|keepsake|[0-9a-f]{12}/,
  );
  await student.page.getByRole('tab', { name: 'API', exact: true }).click();
  await student.page.locator('.api-runs > li', { hasText: 'docker volume create keepsake' }).waitFor();
});

test('what is done after going back does not undo what was done before', async () => {
  await moment('docker build').click();
  await arrived('docker build');
  expect(await student.type('clear; docker volume ls -q; echo other > other')).toContain('keepsake');
  await moment('docker run -d').click();
  await arrived('docker run -d');
  expect(await student.type('clear; ls; docker ps --format "{{.Names}} {{.State}}"')).toMatch(/note[\s\S]*web running/);
});

test('looking back and reloading loses nothing that was done', async () => {
  await student.type('clear; echo last > last');
  await moment('Beginning').click();
  await arrived('Beginning');
  await student.page.reload();
  await student.prompt();
  expect(await student.type('cat last')).toContain('last');
});

test('after a reload one can still go back, and forward to what was last', async () => {
  await student.page.waitForTimeout(1500);
  await student.page.reload();
  await student.prompt();
  await moment('docker run -d').click();
  await arrived('docker run -d');
  expect(await student.type('clear; ls; docker ps --format "{{.Names}} {{.State}}"')).toMatch(/note[\s\S]*web running/);
  await moment('cat last').click();
  await arrived('cat last');
  expect(await student.type('clear; cat last')).toContain('last');
  expect(student.complaints).toEqual([]);
});
