import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { Student } from '../../browser/playground.ts';
import { experience } from './experience.ts';
import { initialScripts } from './initial-scripts.ts';
import { servePage } from './pages.ts';

/** Something in a page with a bound of its own. */
export interface Limit {
  readonly what: string;
  readonly value: number;
  /** Empty for a plain number. */
  readonly unit: 'ms' | 'KB' | 'MB' | '';
  /** The value must be below. */
  readonly limit: number;
  readonly how: string;
}

const CTRL_C_TRIES = 5;
const LINE = 'echo the quick brown fox';

/** Each measure as it is taken. */
export async function* bench(root: string, executablePath: string): AsyncGenerator<Limit> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
  try {
    yield* inWorkers(root, browser);
    yield* playground(root, browser);
  } finally {
    await browser.close();
  }
}

/** What the page does not take part in. */
async function* inWorkers(root: string, browser: Browser): AsyncGenerator<Limit> {
  const served = await servePage(root, 'bench-worker');
  try {
    const page = await browser.newPage();
    await page.goto(served.address);
    const timesOf = (name: 'cachedBuild' | 'firstOutput') =>
      page.evaluate((key) => (window as unknown as Record<typeof key, Promise<number[]>>)[key], name);
    yield {
      what: 'the 12 steps and 1,000 files fully cached, with explanation, in a worker',
      value: median(await timesOf('cachedBuild')),
      unit: 'ms',
      limit: 30,
      how: '`docker build -t bench .` and what /drydock/builds says of it, median of 15',
    };
    yield {
      what: 'a container from its start to its first output, in a worker',
      value: median(await timesOf('firstOutput')),
      unit: 'ms',
      limit: 5,
      how: '`echo hi` in busybox, created and attached before; the median of 50 starts asked of the Engine API',
    };
  } finally {
    await served.close();
  }
}

async function* playground(root: string, browser: Browser): AsyncGenerator<Limit> {
  const served = await servePage(root, 'page');
  try {
    yield* initialScripts(browser, served);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const student = new Student(context, page);
    await page.goto(served.address);
    await student.prompt();
    yield await interruption(student);
    yield await longTasks(student);
    yield await memory(browser, student);
    yield* experience(browser, served.address);
  } finally {
    await served.close();
  }
}

/** From the key to the next prompt on screen, as the page's own clock has it. */
async function interruption(student: Student): Promise<Limit> {
  const times: number[] = [];
  for (let i = 0; i < CTRL_C_TRIES; i++) {
    await student.page.locator('.terminal-screen:not([hidden]) .xterm-helper-textarea').focus();
    await student.page.keyboard.type('clear; while :; do :; done');
    await student.page.keyboard.press('Enter');
    await student.page.waitForTimeout(700);
    const measured = student.page.evaluate(promptAfterKey);
    await student.page.waitForTimeout(100);
    await student.page.keyboard.press('Control+c');
    times.push(await measured);
  }
  return {
    what: 'an endless shell loop, from Ctrl-C to the prompt',
    value: Math.max(...times),
    unit: 'ms',
    limit: 100,
    how: `\`while :; do :; done\` in the terminal, the slowest of ${CTRL_C_TRIES}`,
  };
}

/** Runs in the page. */
function promptAfterKey(): Promise<number> {
  return new Promise((resolve) => {
    const rows = document.querySelector('.terminal-screen:not([hidden]) .xterm-rows')!;
    document.addEventListener(
      'keydown',
      function pressed(event) {
        if (event.key !== 'c') return;
        document.removeEventListener('keydown', pressed, true);
        const started = performance.now();
        const observer = new MutationObserver(() => {
          if (!/\$\s*$/.test(rows.textContent ?? '')) return;
          observer.disconnect();
          resolve(performance.now() - started);
        });
        observer.observe(rows, { subtree: true, childList: true, characterData: true });
      },
      true,
    );
  });
}

/** Types while a build runs beside, and asks the browser what kept the page from answering. */
async function longTasks(student: Student): Promise<Limit> {
  const { page } = student;
  await student.type('docker build --no-cache -q . >log &');
  await page.evaluate(() => {
    const longest = { duration: 0 };
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.duration = Math.max(longest.duration, duration);
    }).observe({ type: 'longtask' });
  });
  await page.locator('.terminal-screen:not([hidden]) .xterm-helper-textarea').focus();
  for (let i = 0; i < 3; i++) {
    await page.keyboard.type(LINE, { delay: 20 });
    await page.keyboard.press('Enter');
  }
  await student.type('wait');
  const { duration } = await page.evaluate(() => (window as unknown as { longest: { duration: number } }).longest);
  return {
    what: 'longest task of the page while typing during a build',
    value: duration,
    unit: 'ms',
    limit: 100,
    how: 'three lines typed into the terminal while `docker build --no-cache .` runs; 0 when no task took 50 ms',
  };
}

/** After building, running, looking inside and stopping. */
async function memory(browser: Browser, student: Student): Promise<Limit> {
  for (const line of [
    'docker build -q -t hello .',
    'docker run -d --name web hello',
    'docker exec web touch /note.txt',
    'docker diff web; docker logs web',
    'docker stop -t 1 web',
    'docker start web; docker rm -f web',
    'docker images -q',
  ]) {
    await student.type(line);
  }
  return {
    what: 'memory of the tab after building, running and looking inside',
    value: await residentMemory(browser, student.page),
    unit: 'MB',
    limit: 300,
    how: 'proportional set size of the tab’s process (Linux)',
  };
}

/** The largest renderer is the one that holds the page and its worker. */
async function residentMemory(browser: Browser, page: Page): Promise<number> {
  await page.requestGC();
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1]);
  return Math.max(...sizes.map((kilobytes) => (Number(kilobytes) * 1024) / 1e6));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
