import { expect, test } from 'vitest';
import { FirstLesson } from './first-lesson.ts';
import { onePage } from './one-page.ts';

const { student } = await onePage();
const lesson = new FirstLesson(student, 8080);
const second = `Landfall ${Math.random().toString(36).slice(2, 10)}`;

test('1: the first lesson stands beside editor, layers and terminal', async () => {
  await student.prompt();
  await student.page.getByRole('heading', { name: 'Build', exact: true }).waitFor();
  for (const file of ['Dockerfile', 'package.json', 'server.js', '.dockerignore']) {
    await student.page.getByRole('tab', { name: file, exact: true }).waitFor();
  }
  await student.page.locator('.monaco').waitFor();
  expect(await student.type('ls -A')).toContain('.dockerignore');
  await student.stepBecomes('RUN npm install', 'MISS');
  expect((await student.steps()).map((step) => step.state)).toEqual([
    'MISS',
    'MISS',
    'MISS',
    'MISS',
    'MISS',
    'METADATA-ONLY',
    'METADATA-ONLY',
  ]);
});

test('2: a build lights its steps, and images, history and inspect agree', async () => {
  const seen = new Set<string>();
  const watching = student.page
    .exposeFunction('seenState', (state: string) => seen.add(state))
    .then(() =>
      student.page.evaluate(() => {
        const look = () => {
          for (const step of document.querySelectorAll('.step'))
            (window as unknown as { seenState(state: string): void }).seenState(step.getAttribute('data-state') ?? '');
        };
        new MutationObserver(look).observe(document.querySelector('.layers-view')!, {
          subtree: true,
          attributes: true,
          childList: true,
        });
      }),
    );
  await watching;
  const output = await student.type('docker build -t hello .');
  expect(output).toContain('FINISHED');
  expect(output).toContain('=> [4/5] RUN npm install');
  expect(seen).toContain('RUNNING');
  await student.stepBecomes('RUN npm install', 'HIT');
  expect((await student.step('RUN npm install')).facts).toMatch(/ran in [\d.]+ s, [\d.]+k?M?B/);
  await student.goal('An image named hello exists');

  const images = await student.type('clear; docker images hello');
  const [, id, size] = /hello\s+latest\s+([0-9a-f]{12}).*?([\d.]+MB)/.exec(images)!;
  expect(await student.page.locator('.images tr', { hasText: 'hello:latest' }).textContent()).toContain(`${id}${size}`);
  expect(await student.type("clear; docker image inspect -f '{{.Id}}' hello")).toContain(`sha256:${id}`);
  const history = await student.type(
    'clear; docker history --no-trunc --format "{{.Size}} {{.CreatedBy}}" hello | head -5',
  );
  expect(history).toContain('0B CMD ["node" "server.js"]');
  expect(history).toContain('COPY . . # buildkit');
});

test('3: prediction, cause and cost, before the build and after', async () => {
  expect(await student.type('clear; docker build -t hello . 2>&1 | grep -c CACHED')).toContain('4');
  await lesson.predictsAndExplains();
  expect((await student.step('COPY . .')).facts).toContain('server.js');
});

test('4: the container answers from the student’s own server.js', async () => {
  await lesson.answersFromOwnServer();
  await student.edit('server.js', (text) => text.replace(lesson.greeting, second));
  await student.type(`clear; docker build -q -t hello . && docker rm -f web && ${lesson.run}`);
  await lesson.shows(second);
  await lesson.next();
  await student.goal('web has answered a request');
});

test('5: inside the container, the writable layer shows each change at that moment', async () => {
  await lesson.looksInside();
});

test('6: stop and start keep the layer, rm and run do not', async () => {
  await lesson.stopsStartsAndRemoves();
});

test('7: all goals are ticked', async () => {
  await expect.poll(() => student.page.locator('.top-goals').textContent(), { timeout: 20_000 }).toContain('15 of 15');
});

test('8: a reload keeps everything, "Start over" forgets it', async () => {
  await student.type('clear; docker exec web touch /after; docker volume create keepsake; echo kept > mine.txt');
  await student.page.waitForTimeout(1500);
  await student.page.reload();
  await student.prompt();
  expect(await student.type('cat mine.txt; docker volume ls -q')).toMatch(/kept\nkeepsake/);
  expect(await student.type("clear; docker ps -a --format '{{.Names}} {{.State}}'")).toContain('web exited');
  expect(await student.type('clear; docker start web && docker diff web')).toContain('A /after');
  expect(await student.type('clear; docker build -q -t hello . 2>&1 && docker images -q hello')).toMatch(
    /sha256:[0-9a-f]{64}\n[0-9a-f]{12}/,
  );
  await expect.poll(() => student.page.locator('.top-goals').textContent()).toContain('15 of 15');

  await student.page.getByRole('button', { name: 'Start over' }).click();
  await student.page.getByRole('button', { name: 'Yes, start over' }).click();
  await student.prompt();
  const fresh = await student.type('ls; docker ps -aq; docker images -q; docker volume ls -q');
  expect(fresh).toContain('server.js');
  expect(fresh).not.toContain('mine.txt');
  expect(fresh).not.toMatch(/[0-9a-f]{12}/);
  await expect.poll(() => student.page.locator('.top-goals').textContent()).toContain('0 of 15');
  expect(student.complaints).toEqual([]);
});
