import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { nodePlatform } from '../../src/bin/node-platform.ts';
import { parseAddress } from '../../src/runner/engine/address.ts';
import { ask } from '../../src/runner/engine/ask.ts';
import { type FoundEngine, identify } from '../../src/runner/engine/find.ts';
import { defaultLimits } from '../../src/runner/policy/policy.ts';
import { type Runner, startRunner } from '../../src/runner/serve/runner.ts';
import { ensureNodeImage } from '../support/node-image.ts';
import { containerPrompt, type Playground, Student, startPlayground } from './playground.ts';

const engine = process.env.ENGINE ? await identify(parseAddress(process.env.ENGINE)).catch(() => undefined) : undefined;
const networks = engine ? await ask<{ Name: string }[]>(engine.door, '/networks') : [];
/** Without a network of its own an engine's build steps and published ports do not work as the lesson has them. */
const able = networks.some(({ Name }) => Name === 'bridge');
const real = test.skipIf(!engine || !able);

let playground: Playground;
let runner: Runner;
let student: Student;
let state: string;

beforeAll(async () => {
  if (!engine || !able) return;
  await ensureNodeImage(engine.door);
  playground = await startPlayground();
  state = mkdtempSync(join(tmpdir(), 'drydock-runner-'));
  runner = await startRunner({
    engine,
    platform: nodePlatform(),
    stateFolder: state,
    limits: defaultLimits,
    port: 0,
    allowOrigins: [],
    students: 1,
    page: resolve(playground.folder),
  });
  const context = await playground.browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: `http://127.0.0.1:${runner.port}` });
  student = new Student(context, await context.newPage());
  await student.page.goto(`http://127.0.0.1:${runner.port}/#runner=127.0.0.1:${runner.port}/${runner.tokens[0]}`);
});

afterAll(async () => {
  await student?.close();
  await runner?.close();
  await playground?.close();
  if (state) rmSync(state, { recursive: true, force: true });
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' && student) await student.page.screenshot({ path: '.cache/browser-failure.png' });
});

const greeting = `Ahoy ${Math.random().toString(36).slice(2, 10)}`;

/** What the engine itself says, past the runner. */
const seen = (found: FoundEngine) =>
  ask<{ Names: string[]; State: string }[]>(found.door, '/containers/json', {
    query: { all: '1', filters: JSON.stringify({ label: ['drydock.session'], name: ['^/web$'] }) },
  });

real('the switch asks first, and then a real engine answers', async () => {
  await student.prompt();
  expect(student.page.url()).not.toContain('runner=');
  expect(await student.type("docker version --format '{{.Server.Version}}'")).toMatch(/28\.5/);
  await student.page.getByRole('button', { name: 'Use a real engine' }).click();
  expect(await student.page.locator('fieldset.confirm').textContent()).toContain('run for real');
  await student.page.getByRole('button', { name: 'Run them for real' }).click();
  await student.page.locator('[data-engine="real"]', { hasText: engine!.version }).waitFor();
  expect(await student.type("clear; docker version --format '{{.Server.Version}}'")).toContain(engine!.version);
  await student.stepBecomes('RUN npm install', 'MISS');
});

real('2: a real build lights its steps, and images and history agree', async () => {
  await student.type('docker build -t hello .');
  await student.goal('An image named hello exists');
  await student.stepBecomes('RUN npm install', 'HIT');
  const images = await student.type('clear; docker images hello');
  expect(images).toMatch(/hello\s+latest\s+[0-9a-f]{12}/);
  expect(await student.page.locator('.images tr', { hasText: 'hello:latest' }).count()).toBe(1);
  expect(await student.type('clear; docker history --format "{{.CreatedBy}}" hello | head -1')).toContain('node');
});

real('3: prediction and cause, before the build and after', async () => {
  expect(await student.type('clear; docker build -t hello . 2>&1 | grep -c CACHED')).toMatch(/[45]/);
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
  await student.edit('Dockerfile', (text) =>
    text.replace(
      'COPY package.json ./\nRUN npm install\nCOPY . .\n',
      'COPY package.json ./\nCOPY . .\nRUN npm install\n',
    ),
  );
  await student.stepBecomes('RUN npm install', 'MISS');
  await student.type('clear; docker build -q -t hello .');
  await student.edit('server.js', (text) => `${text}// one more line\n`);
  await student.stepBecomes('RUN npm install', 'MISS');
  await student.type('clear; docker build -q -t hello .');
  await student.page.getByRole('button', { name: 'Next' }).click();
  await student.goal('made npm install run again');
});

real('4: a real container answers from the student’s own server.js', async () => {
  await student.type('clear; docker run -d --name web -p 18423:3000 hello');
  expect(await student.type('clear; until curl -sf localhost:18423; do sleep 0.2; done')).toContain(greeting);
  expect(await seen(engine!)).toMatchObject([{ State: 'running' }]);
  await student.view('Preview');
  await student.page.frameLocator('.preview-page').getByRole('heading', { name: greeting }).waitFor();
  expect(await student.type('clear; docker logs web')).toMatch(/listening on port 3000\nGET \//);
  await student.page.getByRole('button', { name: 'Next' }).click();
  await student.goal('web has answered a request');
});

real('5: inside it, on a terminal, the writable layer shows each change', async () => {
  await student.page.getByRole('button', { name: 'Open another terminal' }).click();
  await student.prompt();
  await student.type('docker exec -it web sh', containerPrompt);
  await student.view('Container');
  const entry = (path: string) => student.page.locator(`.upper-entries li[data-path="${path}"]`);
  await student.type('echo mine > /note.txt', containerPrompt);
  await entry('/note.txt').and(student.page.locator('[data-change="added"]')).waitFor();
  await student.type('rm package.json', containerPrompt);
  await entry('/app/package.json').and(student.page.locator('[data-change="deleted"]')).waitFor();
  expect(await entry('/app/package.json').textContent()).toContain('COPY');
  await student.type('echo "// edited" >> server.js', containerPrompt);
  await entry('/app/server.js').and(student.page.locator('[data-change="changed"]')).waitFor();
  await student.type('exit');
  const diff = await student.type('clear; docker diff web');
  for (const line of ['A /note.txt', 'D /app/package.json', 'C /app/server.js']) expect(diff).toContain(line);
});

real('6: stop and start keep the layer, rm and run do not', async () => {
  await student.type('clear; docker stop -t 1 web && docker start web && docker exec web cat /note.txt');
  await student.page.getByRole('button', { name: 'Next' }).click();
  await student.page.getByRole('button', { name: 'Next' }).click();
  await student.goal('its changes are still there');
  await student.type('clear; docker rm -f web && docker run -d --name web -p 18423:3000 hello');
  expect(await student.type('clear; docker exec web cat /note.txt')).toMatch(/No such file or directory/);
  await student.goal('writable layer is empty');
});

real('the switch leads back, and what was real is removed with the runner', async () => {
  await student.page.getByRole('button', { name: 'Back to the simulation' }).click();
  await student.page.locator('[data-engine="simulated"]').waitFor();
  expect(await student.type('clear; docker ps -aq | wc -l')).toMatch(/^\s*0\s/);
  expect(student.complaints).toEqual([]);
  await runner.close();
  expect(await seen(engine!)).toEqual([]);
});
