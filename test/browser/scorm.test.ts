import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { FrameLocator } from 'playwright-core';
import { afterAll, afterEach, expect, test } from 'vitest';
import { readLesson } from '../../src/bin/lesson/read.ts';
import { onePlayground } from './one-page.ts';

/** A lesson packed as SCORM 1.2, in scorm-again: a system nobody here wrote, which refuses what the standard does. */
const playground = await onePlayground();
const root = join(import.meta.dirname, '..', '..');
const lesson = readLesson(join(root, 'lessons'), 'data/bind-mounts');
const folder = mkdtempSync(join(tmpdir(), 'drydock-scorm-'));
const made = spawnSync(
  process.execPath,
  [
    'src/bin/drydock.mjs',
    'lesson',
    'export',
    '--scorm',
    '--site',
    playground.address,
    '-o',
    join(folder, 'p.zip'),
    lesson.id,
  ],
  { cwd: root, encoding: 'utf8' },
);
if (made.status !== 0) throw new Error(made.stderr);
const files = unzipSync(readFileSync(join(folder, 'p.zip')));
rmSync(folder, { recursive: true });

const system = await serve();
const context = await playground.browser.newContext({ viewport: { width: 1100, height: 800 } });
const page = await context.newPage();
afterAll(() => system.close());
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await page.screenshot({ path: '.cache/browser-failure.png' });
});

function serve(): Promise<Server> {
  const scormAgain = readFileSync(join(root, 'node_modules/scorm-again/dist/scorm12.min.js'));
  const types: Record<string, string> = { js: 'text/javascript', html: 'text/html', xml: 'text/xml' };
  const server = createServer(({ url = '' }, response) => {
    const path = url.slice(1).split('?')[0]!;
    const body = path === '' ? host : path === 'scorm-again.js' ? scormAgain : files[path.replace('package/', '')];
    const type = types[path.split('.').at(-1)!] ?? 'text/html';
    if (body) response.setHeader('Content-Type', type).end(body);
    else response.writeHead(404).end();
  });
  return new Promise((listening) => server.listen(0, 'localhost', () => listening(server)));
}

/** Keeps what was recorded as a system does, and what of it was refused. */
const host = `<!doctype html><title>A system</title><script src="/scorm-again.js"></script><script>
  window.refused = [];
  window.API = new Scorm12API({ autocommit: false, logLevel: 5 });
  const kept = localStorage.getItem('attempt');
  if (kept) API.loadFromJSON(JSON.parse(kept).cmi, 'cmi');
  const set = API.LMSSetValue;
  API.LMSSetValue = (element, value) => {
    const done = set.call(API, element, value);
    if (String(done) !== 'true') window.refused.push([element, value, API.LMSGetLastError()]);
    return done;
  };
  API.on('LMSCommit', () => localStorage.setItem('attempt', API.renderCMIToJSONString()));
  API.on('LMSFinish', () => localStorage.setItem('finished', API.cmi.getCurrentTotalTime()));
</script><iframe src="/package/index.html" style="width:100%;height:720px"></iframe>`;

/** Of `cmi.core`. */
const value = (element: 'lesson_status' | 'lesson_location' | 'score') =>
  page.evaluate((name) => {
    const { core } = (window as unknown as { API: { cmi: { core: Record<string, { raw: string }> } } }).API.cmi;
    return name === 'score' ? core.score!.raw : core[name];
  }, element);
const refused = () => page.evaluate(() => (window as unknown as { refused: unknown[] }).refused);

async function open(): Promise<FrameLocator> {
  await page.goto(`http://localhost:${(system.address() as AddressInfo).port}/`);
  const frame = page.frameLocator('iframe').frameLocator('iframe');
  await frame.locator('.xterm-rows', { hasText: '$' }).waitFor();
  return frame;
}

async function type(frame: FrameLocator, line: string): Promise<void> {
  await frame.locator('.xterm-helper-textarea').focus();
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
}

const heading = (frame: FrameLocator, step: number) =>
  frame.getByRole('heading', { name: lesson.steps[step]!.title, exact: true }).waitFor();

test('the manifest is read by an XML parser and lists the files of the package', async () => {
  const text = new TextDecoder().decode(files['imsmanifest.xml']);
  const found = await page.evaluate((xml) => {
    const document = new DOMParser().parseFromString(xml, 'application/xml');
    const resource = document.querySelector('resource')!;
    return {
      error: document.querySelector('parsererror')?.textContent,
      kind: resource.getAttributeNS('http://www.adlnet.org/xsd/adlcp_rootv1p2', 'scormtype'),
      item: document.querySelector('item')!.getAttribute('identifierref') === resource.getAttribute('identifier'),
      files: [...document.querySelectorAll('file')].map((file) => file.getAttribute('href')),
    };
  }, text);
  expect(found).toEqual({ error: undefined, kind: 'sco', item: true, files: ['index.html', 'scorm.js'] });
  expect(Object.keys(files).sort()).toEqual(['imsmanifest.xml', 'index.html', 'scorm.js']);
});

test('the system is told of each goal and step', async () => {
  const frame = await open();
  await heading(frame, 0);
  expect(await value('lesson_status')).toBe('incomplete');
  await type(frame, lesson.steps[0]!.solution[0]!);
  await expect.poll(() => value('score'), { timeout: 30_000 }).toBe('25');
  await frame.getByRole('button', { name: 'Next', exact: true }).click();
  await expect.poll(() => value('lesson_location')).toBe(lesson.steps[1]!.id);
  expect(await refused()).toEqual([]);
});

test('an attempt that was left goes on where it was, and is completed', async () => {
  await page.goto('about:blank');
  const frame = await open();
  expect(await page.evaluate(() => localStorage.getItem('finished'))).toMatch(/^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/);
  await heading(frame, 1);
  expect(await value('score')).toBe('25');
  // This browser gives frames of other sites no storage: the computer is a new one, and the system knows what was reached.
  await type(frame, `${lesson.steps[0]!.solution[0]} && ${lesson.steps[1]!.solution[0]}`);
  await expect.poll(() => value('score'), { timeout: 30_000 }).toBe('50');
  await frame.getByRole('button', { name: 'Next', exact: true }).click();
  await type(frame, lesson.steps[2]!.solution[0]!);
  await frame.getByRole('radio', { name: lesson.steps[2]!.quiz!.choices[1]! }).check();
  await frame.getByRole('button', { name: 'Check', exact: true }).click();
  await expect.poll(() => value('lesson_status'), { timeout: 30_000 }).toBe('completed');
  expect(await value('score')).toBe('100');
  expect(await refused()).toEqual([]);
});
