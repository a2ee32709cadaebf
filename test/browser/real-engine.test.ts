import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { nodePlatform } from '../../src/bin/node-platform.ts';
import { parseAddress } from '../../src/runner/engine/address.ts';
import { ask } from '../../src/runner/engine/ask.ts';
import { type FoundEngine, identify } from '../../src/runner/engine/find.ts';
import { defaultLimits } from '../../src/runner/policy/policy.ts';
import { type Runner, startRunner } from '../../src/runner/serve/runner.ts';
import { ensureNodeImage } from '../support/node-image.ts';
import { FirstLesson } from './first-lesson.ts';
import { pictureOfFailure } from './one-page.ts';
import { type Playground, Student, startPlayground } from './playground.ts';

const engine = process.env.ENGINE ? await identify(parseAddress(process.env.ENGINE)).catch(() => undefined) : undefined;
const real = test.skipIf(!engine);

let playground: Playground;
let runner: Runner;
let student: Student;
let lesson: FirstLesson;
let state: string;

beforeAll(async () => {
  if (!engine) return;
  await ensureNodeImage(engine.door);
  playground = await startPlayground(inject('site'));
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
  lesson = new FirstLesson(student, 18_423);
  await student.page.goto(`http://127.0.0.1:${runner.port}/#runner=127.0.0.1:${runner.port}/${runner.tokens[0]}`);
});

afterAll(async () => {
  await student?.close();
  await runner?.close();
  await playground?.close();
  if (state) rmSync(state, { recursive: true, force: true });
});

pictureOfFailure(() => student);

/** What the engine itself says, past the runner. */
const seen = (found: FoundEngine) =>
  ask<{ Names: string[]; State: string }[]>(found.door, '/containers/json', {
    query: { all: '1', filters: JSON.stringify({ label: ['drydock.session'], name: ['^/web$'] }) },
  });

/** Containers and images of any session. */
const everything = async (found: FoundEngine) => {
  const query = { all: '1', filters: JSON.stringify({ label: ['drydock.session'] }) };
  const containers = await ask<{ Id: string }[]>(found.door, '/containers/json', { query });
  return [...containers, ...(await ask<{ Id: string }[]>(found.door, '/images/json', { query }))].map(({ Id }) => Id);
};

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

real('that the engine is real is to be seen on a phone too, and after one', async () => {
  await student.page.setViewportSize({ width: 390, height: 844 });
  await student.page.locator('.top-actions [data-engine="real"]').waitFor();
  await student.page.setViewportSize({ width: 1440, height: 900 });
  await student.page.locator('.top-bar > [data-engine="real"]').waitFor();
  await student.page.getByRole('button', { name: 'Back to the simulation' }).waitFor();
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
  await lesson.predictsAndExplains();
});

real('4: a real container answers from the student’s own server.js', async () => {
  await lesson.answersFromOwnServer();
  expect(await seen(engine!)).toMatchObject([{ State: 'running' }]);
  await lesson.next();
  await student.goal('web has answered a request');
});

real('5: inside it, on a terminal, the writable layer shows each change', async () => {
  await lesson.looksInside();
});

real('6: stop and start keep the layer, rm and run do not', async () => {
  await lesson.stopsStartsAndRemoves();
});

real('the lesson on both engines, side by side, and nothing of it stays', async () => {
  await student.view('Compare');
  const compare = student.page.getByRole('button', { name: 'Compare this lesson' });
  await compare.click();
  await student.page.locator('.comparison .alert', { hasText: 'web, hello:latest' }).waitFor();
  await student.type('clear; docker rm -f web; docker system prune -af --volumes >/dev/null');
  const before = (await everything(engine!)).length;
  await compare.click();
  const summary = student.page.locator('.comparison [data-agree]');
  await summary.waitFor({ timeout: 200_000 });
  expect(await summary.textContent()).toMatch(/^\d+ of \d+ lines agree with Docker \d/);
  // A stand-in of node has no digest, its npm is another, and an older BuildKit has other words; the rest is alike.
  const differing = await student.page.locator('.compared-lines > li[data-agrees="false"] > code').allTextContents();
  // The page itself says for how long it has been running.
  expect(differing.filter((line) => !/^(docker build|until curl) /.test(line))).toEqual([]);
  expect(await student.page.locator('.comparison .alert').allTextContents()).toEqual([]);
  expect(await everything(engine!)).toHaveLength(before);
});

real('the switch leads back, and what was real is removed with the runner', async () => {
  await student.page.getByRole('button', { name: 'Back to the simulation' }).click();
  await student.page.locator('[data-engine="simulated"]').waitFor();
  expect(await student.type('clear; docker ps -aq | wc -l')).toMatch(/^\s*0\s/);
  expect(student.complaints).toEqual([]);
  await runner.close();
  expect(await seen(engine!)).toEqual([]);
});
