import { expect, test } from 'vitest';
import { onePlayground } from './one-page.ts';
import { Student } from './playground.ts';

const playground = await onePlayground();

test('a worker that dies in the middle of a build comes back; nothing is lost', async () => {
  const student = await playground.open();
  await student.prompt();
  await student.type('docker build -q -t before . && docker volume create keepsake');
  await student.edit('server.js', (text) => `// edited\n${text}`);
  await student.edit('Dockerfile', (text) => `${text}RUN sleep 60\n`);
  await student.page.locator('.xterm-helper-textarea').focus();
  await student.page.keyboard.type('docker build --no-cache -t during .');
  await student.page.keyboard.press('Enter');
  await student.page.locator('.step[data-state=RUNNING]').first().waitFor();
  // As when the browser takes its memory away: nobody is told.
  const worker = student.page.workers().find((each) => each.url().includes('machine'))!;
  await worker.evaluate(() => self.close());
  await student.page.getByText('was started again').waitFor({ timeout: 80_000 });
  await student.prompt();
  expect(
    await student.type('head -1 server.js; docker images --format "{{.Repository}}"; docker volume ls -q'),
  ).toMatch(/\/\/ edited\s+before\s+keepsake/);
  await student.page.getByRole('button', { name: 'Understood' }).click();
  await student.edit('Dockerfile', (text) => text.replace('RUN sleep 60', 'RUN true'));
  expect(await student.type('clear; docker build -q -t during . && docker images -q during')).toMatch(/[0-9a-f]{12}\n/);
  await student.close();
});

test('a reload in the middle of a build loses nothing but the build', async () => {
  const student = await playground.open();
  await student.prompt();
  await student.type('docker build -q -t before .');
  await student.edit('Dockerfile', (text) => `${text}RUN sleep 60\n`);
  await student.page.locator('.xterm-helper-textarea').focus();
  await student.page.keyboard.type('docker build --no-cache -t during .');
  await student.page.keyboard.press('Enter');
  await student.page.locator('.step[data-state=RUNNING]').first().waitFor();
  await student.page.reload();
  await student.prompt();
  expect(await student.type('docker images --format "{{.Repository}}"')).toContain('before');
  await student.close();
});

test('a second tab works on a copy in memory, and may take the computer over', async () => {
  const first = await playground.open();
  await first.prompt();
  await first.type('echo 1 > one');
  const second = new Student(first.context, await first.context.newPage());
  await second.page.goto(first.page.url());
  await second.page.getByText('open in another tab').waitFor();
  await second.prompt();
  await second.type('echo 2 > two');
  await first.type('echo 3 > three');
  await second.page.getByRole('button', { name: 'Take it over' }).click();
  await first.page.getByText('taken this computer over').waitFor();
  await second.page.getByText('open in another tab').waitFor({ state: 'detached' });
  await second.prompt();
  const files = await second.type('clear; ls');
  expect(files).toMatch(/one[\s\S]*three/);
  expect(files).not.toContain('two');
  await second.type('echo 4 > four');
  await second.page.waitForTimeout(1500);
  await second.page.reload();
  await second.prompt();
  expect(await second.type('ls')).toContain('four');
  await first.close();
});

/** A page whose worker finds its browser's storage in a bad way. */
async function openWith(trouble: string): Promise<Student> {
  const context = await playground.browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.route(/machine\.worker.*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${trouble};\n${await response.text()}` });
  });
  const student = new Student(context, await context.newPage());
  await student.page.goto(playground.address);
  return student;
}

test('a browser that gives no storage is said to, and the work goes on', async () => {
  const student = await openWith("IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }");
  await student.page.getByText('gives no storage').waitFor();
  await student.prompt();
  expect(await student.type('docker run --rm alpine echo works')).toContain('works');
  await student.close();
});

test('storage that is full is said to be, and the work goes on', async () => {
  const student = await openWith(
    "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }",
  );
  await student.prompt();
  await student.page.getByText('no more room').waitFor({ timeout: 80_000 });
  expect(await student.type('docker run --rm alpine echo works')).toContain('works');
  await student.close();
});
