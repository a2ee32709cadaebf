import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { containerPrompt, type Playground, type Student, startPlayground } from './playground.ts';

let playground: Playground;
let student: Student;

beforeAll(async () => {
  playground = await startPlayground();
  student = await playground.open();
});
afterAll(async () => {
  await playground?.close();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await student.page.screenshot({ path: '.cache/browser-failure.png' });
});

/** A greeting nobody could have known beforehand: canned output would not contain it. */
const greeting = `Ahoy ${Math.random().toString(36).slice(2, 10)}`;
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
  await student.page.getByRole('button', { name: 'Next' }).click();
  await student.goal('every step was CACHED');

  await student.edit('server.js', (text) => text.replace('Hello from a container', greeting));
  await student.stepBecomes('COPY . .', 'MISS');
  expect((await student.step('COPY . .')).why).toContain('server.js');
  expect((await student.step('RUN npm install')).state).toBe('HIT');
  const built = await student.type('clear; docker build --progress=plain -t hello . 2>&1 | grep -A1 "^#[0-9]* \\["');
  expect(built).toMatch(/RUN npm install\n#\d+ CACHED/);
  await student.page.getByRole('button', { name: 'Next' }).click();
  await student.goal('npm install did not');
  await student.stepBecomes('COPY . .', 'HIT');
  expect((await student.step('COPY . .')).facts).toContain('server.js');

  await student.edit('Dockerfile', (text) =>
    text.replace(
      'COPY package.json ./\nRUN npm install\nCOPY . .\n',
      'COPY package.json ./\nCOPY . .\nRUN npm install\n',
    ),
  );
  await student.stepBecomes('RUN npm install', 'MISS');
  expect((await student.steps()).map((step) => step.name).slice(3, 5)).toEqual(['COPY . .', 'RUN npm install']);
  await student.type('clear; docker build -q -t hello .');
  await student.edit('server.js', (text) => `${text}// one more line\n`);
  await student.stepBecomes('RUN npm install', 'MISS');
  expect((await student.step('RUN npm install')).why).not.toBe('');
  await student.type('clear; docker build -q -t hello .');
  await student.page.getByRole('button', { name: 'Next' }).click();
  await student.goal('made npm install run again');
});

test('4: the container answers from the student’s own server.js', async () => {
  await student.type('clear; docker run -d --name web -p 8080:3000 hello');
  expect(await student.type('clear; until curl -sf localhost:8080; do sleep 0.2; done')).toContain(greeting);
  await student.view('Preview');
  await student.page.frameLocator('.preview-page').getByRole('heading', { name: greeting }).waitFor();
  expect(await student.type('clear; docker logs web')).toMatch(/listening on port 3000\nGET \//);
  await student.edit('server.js', (text) => text.replace(greeting, second));
  await student.type(
    'clear; docker build -q -t hello . && docker rm -f web && docker run -d --name web -p 8080:3000 hello',
  );
  await student.page.frameLocator('.preview-page').getByRole('heading', { name: second }).waitFor();
  await student.page.getByRole('button', { name: 'Next' }).click();
  await student.goal('web has answered a request');
});

test('5: inside the container, the writable layer shows each change at that moment', async () => {
  await student.page.getByRole('button', { name: 'Open another terminal' }).click();
  await student.prompt();
  await student.type('docker exec -it web sh', containerPrompt);
  await student.view('Container');
  const entry = (path: string) => student.page.locator(`.upper-entries li[data-path="${path}"]`);
  await student.type('echo mine > /note.txt', containerPrompt);
  await entry('/note.txt').and(student.page.locator('[data-change="added"]')).waitFor();
  await student.type('echo "# edited" >> /etc/hostname.bak; echo more >> /etc/motd', containerPrompt);
  await entry('/etc/motd').waitFor();
  await student.type('rm package.json', containerPrompt);
  await entry('/app/package.json').and(student.page.locator('[data-change="deleted"]')).waitFor();
  expect(await entry('/app/package.json').textContent()).toContain('COPY');
  await student.type('echo "// edited" >> server.js', containerPrompt);
  await entry('/app/server.js').and(student.page.locator('[data-change="changed"]')).waitFor();
  await student.type('exit');
  const diff = await student.type('clear; docker diff web');
  for (const line of ['A /note.txt', 'D /app/package.json', 'C /app/server.js']) expect(diff).toContain(line);
});

test('6: stop and start keep the layer, rm and run do not', async () => {
  await student.type('clear; docker stop -t 1 web && docker start web && docker exec web cat /note.txt');
  await student.page.getByRole('button', { name: 'Next' }).click();
  await student.page.getByRole('button', { name: 'Next' }).click();
  await student.goal('its changes are still there');
  await student.type('clear; docker rm -f web && docker run -d --name web -p 8080:3000 hello');
  expect(await student.type('clear; docker exec web cat /note.txt')).toContain('No such file or directory');
  await student.goal('writable layer is empty');
});

test('7: all goals are ticked', async () => {
  await expect.poll(() => student.page.locator('.top-goals').textContent(), { timeout: 20_000 }).toContain('12 of 12');
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
  await expect.poll(() => student.page.locator('.top-goals').textContent()).toContain('12 of 12');

  await student.page.getByRole('button', { name: 'Start over' }).click();
  await student.page.getByRole('button', { name: 'Yes, start over' }).click();
  await student.prompt();
  const fresh = await student.type('ls; docker ps -aq; docker images -q; docker volume ls -q');
  expect(fresh).toContain('server.js');
  expect(fresh).not.toContain('mine.txt');
  expect(fresh).not.toMatch(/[0-9a-f]{12}/);
  await expect.poll(() => student.page.locator('.top-goals').textContent()).toContain('0 of 12');
  expect(student.complaints).toEqual([]);
});
