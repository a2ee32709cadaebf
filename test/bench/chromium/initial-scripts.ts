import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Request } from 'playwright-core';
import type { Limit } from './bench.ts';
import type { ServedPage } from './pages.ts';

/** Milliseconds in which an embed that nobody touches may fetch something more. */
const IDLE = 3000;

/** What a first visit fetches of JavaScript, page and worker, before it is of use; the editor's chunks apart. */
export async function* initialScripts(browser: Browser, served: ServedPage): AsyncGenerator<Limit> {
  yield {
    what: 'initial JavaScript, page and worker, compressed',
    value: await fetchedUntil(browser, served, '', promptShows),
    unit: 'KB',
    limit: 350,
    how: 'every script asked for until the first prompt shows, except the editor’s, gzip; engine, builder, commands and built-in images follow behind it',
  };
  yield {
    what: 'JavaScript of an embed before somebody turns to it, compressed',
    value: await fetchedUntil(browser, served, 'embed/first-steps/layers-and-the-cache', lessonWasLeftAlone),
    unit: 'KB',
    limit: 250,
    how: `every script asked for until the lesson has stood there for ${IDLE / 1000} seconds, files and all; computer, terminal and editor follow when somebody points at it`,
  };
}

/** Kilobytes of the scripts that were asked for before `isThere`, which runs in the page at every frame, was true. */
async function fetchedUntil(
  browser: Browser,
  { address, folder }: ServedPage,
  path: string,
  isThere: (idle: number) => boolean,
): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const requests: Request[] = [];
  context.on('request', (request) => requests.push(request));
  await page.addInitScript(`{
    const isThere = ${isThere.toString()};
    const look = () => {
      if (isThere(${IDLE})) window.there = performance.timeOrigin + performance.now();
      else requestAnimationFrame(look);
    };
    look();
  }`);
  await page.goto(address + path);
  const there = await page.waitForFunction(() => (window as unknown as { there?: number }).there, undefined, {
    timeout: 120_000,
  });
  const end = (await there.jsonValue()) as number;
  await page.waitForTimeout(1000);
  const scripts = new Set(
    requests
      .filter((request) => request.timing().startTime <= end)
      .map((request) => new URL(request.url()).pathname)
      .filter((name) => name.endsWith('.js') && !/monaco|editor|sw\.js|workbox/i.test(name)),
  );
  await context.close();
  let bytes = 0;
  for (const name of scripts) bytes += gzipSync(readFileSync(join(folder, name))).length;
  return bytes / 1000;
}

/** Runs in the page. */
function promptShows(): boolean {
  return /\$\s*$/.test((document.querySelector('.xterm-rows')?.textContent ?? '').trimEnd());
}

/** Runs in the page. */
function lessonWasLeftAlone(idle: number): boolean {
  const memory = window as unknown as { read?: number };
  if (document.querySelector('.lesson h1') && document.querySelector('.plain-editor'))
    memory.read ??= performance.now();
  return memory.read !== undefined && performance.now() - memory.read > idle;
}
