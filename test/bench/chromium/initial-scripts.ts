import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Request } from 'playwright-core';
import type { Limit } from './bench.ts';
import type { ServedPage } from './pages.ts';

/** What a first visit fetches of JavaScript, page and worker, before it is of use; the editor's chunks apart. */
export async function* initialScripts(browser: Browser, served: ServedPage): AsyncGenerator<Limit> {
  yield {
    what: 'initial JavaScript, page and worker, compressed',
    value: await fetchedUntil(browser, served, '', (text) => /\$\s*$/.test(text.trimEnd())),
    unit: 'KB',
    limit: 350,
    how: 'every script asked for until the first prompt shows, except the editor’s, gzip; engine, builder, commands and built-in images follow behind it',
  };
}

/** Kilobytes of the scripts that were asked for before the terminal's text satisfied `isThere`. */
async function fetchedUntil(
  browser: Browser,
  { address, folder }: ServedPage,
  path: string,
  isThere: (text: string) => boolean,
): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const requests: Request[] = [];
  context.on('request', (request) => requests.push(request));
  await page.addInitScript(watchTerminal, isThere.toString());
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
      .filter((name) => name.endsWith('.js') && !/monaco|editor/i.test(name)),
  );
  await context.close();
  let bytes = 0;
  for (const name of scripts) bytes += gzipSync(readFileSync(join(folder, name))).length;
  return bytes / 1000;
}

/** Runs in the page: keeps the time, in milliseconds since the epoch, at which the terminal showed what is waited for. */
function watchTerminal(source: string): void {
  const isThere = new Function('text', `return (${source})(text)`) as (text: string) => boolean;
  const look = () => {
    const text = document.querySelector('.xterm-rows')?.textContent ?? '';
    if (isThere(text)) Object.assign(window, { there: performance.timeOrigin + performance.now() });
    else requestAnimationFrame(look);
  };
  look();
}
