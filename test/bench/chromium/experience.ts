import type { Browser, Page } from 'playwright-core';
import { Student } from '../../browser/playground.ts';
import type { Limit } from './bench.ts';

/** How much slower a student's machine is taken to be. */
const SLOWER = 4;
/** `FROM` and this many `RUN`s. */
const LAYERS = 60;

/** What a student feels: how soon they can read and type, whether things jump, whether the picture stutters. */
export async function* experience(browser: Browser, address: string): AsyncGenerator<Limit> {
  yield* firstVisit(browser, address);
  const permissions = ['clipboard-read', 'clipboard-write'];
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, permissions });
  const student = new Student(context, await context.newPage());
  await student.page.goto(address);
  await student.prompt();
  await student.page.locator('.monaco').waitFor();
  yield await inputDelay(student);
  yield await frames(student);
  await context.close();
}

async function* firstVisit(browser: Browser, address: string): AsyncGenerator<Limit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.addInitScript(watchFirstVisit);
  await page.goto(address);
  await page.waitForFunction(() => (window as unknown as Watched).watched.typeable !== undefined, undefined, {
    timeout: 120_000,
  });
  const { readable, typeable } = await watched(page);
  yield {
    what: 'first visit: the first lesson can be read',
    value: readable!,
    unit: 'ms',
    limit: 1500,
    how: `from the navigation to the step’s heading, processor ${SLOWER} times slower, from localhost`,
  };
  yield {
    what: 'first visit: the first command can be typed',
    value: typeable!,
    unit: 'ms',
    limit: 2500,
    how: `from the navigation to the prompt, processor ${SLOWER} times slower, from localhost`,
  };
  // The editor comes last.
  await page.locator('.monaco').waitFor({ timeout: 120_000 });
  await page.waitForTimeout(1000);
  yield {
    what: 'first visit: how far things jump',
    value: (await watched(page)).shift,
    unit: '',
    limit: 0.05,
    how: 'cumulative layout shift until the editor is there',
  };
  await context.close();
}

interface Watched {
  watched: { readable?: number; typeable?: number; shift: number; slowest: number };
}

function watched(page: Page): Promise<Watched['watched']> {
  return page.evaluate(() => (window as unknown as Watched).watched);
}

/** Runs in the page, before anything of it. */
function watchFirstVisit(): void {
  const watched: Watched['watched'] = { shift: 0, slowest: 0 };
  Object.assign(window, { watched });
  const look = () => {
    if (document.querySelector('.lesson h1')) watched.readable ??= performance.now();
    if (/\$\s*$/.test(document.querySelector('.xterm-rows')?.textContent?.trimEnd() ?? '')) {
      watched.typeable ??= performance.now();
    }
    if (watched.typeable === undefined) requestAnimationFrame(look);
  };
  look();
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[]) {
      if (!entry.hadRecentInput) watched.shift += entry.value;
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** The slowest answer to a key or a click over a small walk, as the browser counts it (INP). */
async function inputDelay(student: Student): Promise<Limit> {
  const { page } = student;
  await page.evaluate(() => {
    const watched = { slowest: 0, shift: 0 };
    Object.assign(window, { watched });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) watched.slowest = Math.max(watched.slowest, duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
  await student.type('docker build -q -t hello .');
  for (const view of ['Builds', 'Images', 'Container', 'Network', 'API', 'Layers']) {
    await page.getByRole('tab', { name: view, exact: true }).click();
  }
  await student.edit('server.js', (text) => `${text}// more\n`);
  await student.type('docker build -q -t hello . && docker run -d --name web hello && docker rm -f web');
  await page.waitForTimeout(500);
  return {
    what: 'slowest answer to a key or a click over a walk',
    value: (await watched(page)).slowest,
    unit: 'ms',
    limit: 100,
    how: 'Event Timing, from the event to the next frame: builds, every view, an edit',
  };
}

async function frames(student: Student): Promise<Limit> {
  const { page } = student;
  const lines = Array.from({ length: LAYERS }, (_, index) => `RUN echo ${index} > /${index}`);
  await student.edit('Dockerfile', () => `FROM alpine\n${lines.join('\n')}\n`);
  await student.stepBecomes('RUN echo 59 > /59', 'MISS');
  await page.evaluate(() => {
    const watched = { slowest: 0, shift: 0 };
    Object.assign(window, { watched });
    let last = performance.now();
    const frame = (now: number) => {
      watched.slowest = Math.max(watched.slowest, now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(frame);
    });
  });
  await student.type('docker build -q -t layers .');
  return {
    what: `longest frame while an image of ${LAYERS} layers is built`,
    value: (await watched(page)).slowest,
    unit: 'ms',
    limit: 32,
    how: 'between two animation frames, with the layer view open',
  };
}
