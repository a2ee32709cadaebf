import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { onePlayground } from './one-page.ts';
import { SITE } from './site.ts';

/** A site of somebody else, on an origin of its own, with a lesson in it. */
interface Heard {
  ready: unknown[];
  progress: { step: string }[];
  goal: { goal: string }[];
  build: { steps: { name: string; state: string }[] }[];
}

const playground = await onePlayground();
let site: Server;
let page: Page;
let frame: FrameLocator;

beforeAll(async () => {
  site = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(host(playground.address)));
  await new Promise<void>((listening) => site.listen(0, 'localhost', listening));
  const context = await playground.browser.newContext({ viewport: { width: 1000, height: 700 } });
  page = await context.newPage();
  await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`);
  frame = page.frameLocator('iframe');
});
afterAll(async () => {
  site?.close();
});

const heard = () => page.evaluate(() => (window as unknown as { heard: Heard }).heard);
const ask = <Result>(what: string) => page.evaluate(what) as Promise<Result>;

test('a lesson runs in a page of another origin, and the page is told', async () => {
  await expect.poll(async () => (await heard()).ready.length, { timeout: 60_000 }).toBe(1);
  expect(await frame.locator('html').getAttribute('data-theme')).toBe('dark');
  expect(await frame.locator('.panel').count()).toBeGreaterThan(0);
  const state = await ask<{ lesson: string; step: string; files: string[] }>('drydock.getState()');
  expect(state).toMatchObject({ lesson: 'first-steps/layers-and-the-cache' });
  expect(state.files).toContain('Dockerfile');
});

test('the page loads files, runs a command, and hears of build and goal', async () => {
  const text = `FROM alpine\nRUN echo ${Math.random()}\n`;
  await ask(`drydock.loadFiles({ Dockerfile: ${JSON.stringify(text)}, 'notes/mine.txt': 'mine' })`);
  await expect
    .poll(async () => (await ask<{ files: string[] }>('drydock.getState()')).files)
    .toContain('notes/mine.txt');
  await ask(`drydock.run('docker build -t hello .')`);
  await expect.poll(async () => (await heard()).build.length, { timeout: 60_000 }).toBe(1);
  expect((await heard()).build[0]!.steps.map(({ name }) => name)).toEqual(text.trim().split('\n'));
  await expect.poll(async () => (await heard()).goal.length, { timeout: 30_000 }).toBeGreaterThan(0);
});

test('without a mouse one comes out of the terminal, which takes Tab for itself', async () => {
  await frame.locator('.xterm-helper-textarea').focus();
  const inside = (part: string) =>
    frame.locator(part).evaluate((place) => place.contains(place.ownerDocument.activeElement));
  expect(await inside('.terminals')).toBe(true);
  await page.keyboard.press('F6');
  expect(await inside('.terminals')).toBe(false);
});

test('the page turns to a step, and a step that is not there is refused', async () => {
  await ask('drydock.goTo(2)');
  await expect.poll(async () => (await ask<{ step: string }>('drydock.getState()')).step).toBe('again');
  expect(await ask<string>(`drydock.goTo('nowhere').catch((error) => error.message)`)).toBe('there is no step nowhere');
});

test('who is neither around the frame nor holds its port is not heard', async () => {
  const before = await ask<{ files: string[] }>('drydock.getState()');
  await page.evaluate(() => {
    const other = document.createElement('iframe');
    other.srcdoc = `<script>
      const { port1, port2 } = new MessageChannel();
      parent.frames[0].postMessage({ drydock: 1, kind: 'welcome' }, '*', [port2]);
      port1.postMessage({ id: 1, method: 'loadFiles', argument: { 'evil.txt': 'x' } });
    </script>`;
    document.body.append(other);
    window.frames[0]!.postMessage({ id: 1, method: 'loadFiles', argument: { 'evil.txt': 'x' } }, '*');
    window.frames[0]!.postMessage({ drydock: 2, kind: 'welcome' }, '*', [new MessageChannel().port2]);
  });
  await page.waitForTimeout(1000);
  expect((await ask<{ files: string[] }>('drydock.getState()')).files).toEqual(before.files);
});

function host(base: string): string {
  return `<!doctype html><title>A course</title><div id="place"></div><script type="module">
    import { mount } from '${base}sdk/drydock.js';
    window.heard = { ready: [], progress: [], goal: [], build: [] };
    const on = (name) => (what) => window.heard[name].push(what);
    window.drydock = mount(document.getElementById('place'), {
      lesson: 'first-steps/layers-and-the-cache', base: '${base}', theme: 'dark', panels: ['lesson', 'files', 'terminal'],
      onReady: on('ready'), onProgress: on('progress'), onGoal: on('goal'), onBuild: on('build'),
    });
  </script>`;
}

test('who knows oEmbed finds the frame of a lesson at its address, without running scripts', async () => {
  const get = (path: string) => fetch(new URL(path, playground.address));
  const html = await (await get('lesson/dockerfiles/env-and-arg')).text();
  expect(html).toContain('<title>ENV and ARG · Drydock</title>');
  const link = /<link rel="alternate" type="application\/json\+oembed" href="([^"]+)"/.exec(html)![1]!;
  expect(link.startsWith(SITE)).toBe(true);
  const found = (await (await get(link.slice(SITE.length))).json()) as Record<string, string>;
  expect(found).toMatchObject({ version: '1.0', type: 'rich', title: 'ENV and ARG', provider_url: SITE });
  expect([typeof found.width, typeof found.height]).toEqual(['number', 'number']);
  await page.setContent(found.html!.replaceAll(SITE, playground.address));
  await page.frameLocator('iframe').getByRole('heading', { name: 'In the build, in the container' }).waitFor();
});

test('an embed that nobody turns to shows the lesson and its files, and starts no computer', async () => {
  const context = await playground.browser.newContext({ viewport: { width: 800, height: 500 } });
  const alone = await context.newPage();
  let workers = 0;
  alone.on('worker', () => workers++);
  await alone.goto(`${playground.address}embed/first-steps/layers-and-the-cache?panels=files,terminal`);
  expect(await alone.locator('.plain-editor').inputValue()).toContain('FROM node');
  await alone.waitForTimeout(1000);
  expect(workers).toBe(0);
  await alone.mouse.move(100, 100);
  await expect.poll(() => workers).toBeGreaterThan(0);
  await alone.locator('.terminal-screen .xterm-rows', { hasText: 'you@drydock' }).waitFor();
  await context.close();
});

test.each(['layers', 'builds', 'images', 'container', 'network', 'preview', 'api'])(
  'the view %s of an embed that nobody turns to says that its computer sleeps, and nothing of an engine that is not there',
  async (view) => {
    const context = await playground.browser.newContext({ viewport: { width: 800, height: 500 } });
    const alone = await context.newPage();
    await alone.goto(`${playground.address}embed/first-steps/layers-and-the-cache?panels=files,${view}`);
    await alone.getByText('Your computer starts when you turn to this lesson').waitFor();
    expect(await alone.locator('.panel').last().innerText()).not.toMatch(/reading|no |yet/i);
    await context.close();
  },
);
