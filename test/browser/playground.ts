import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { preview } from 'vite';

/** The page as it is built for the world, in real Chromium, driven by keyboard and mouse. */
export interface Playground {
  readonly address: string;
  /** Where the built page is. */
  readonly folder: string;
  readonly browser: Browser;
  open(options?: { width?: number; height?: number; theme?: 'light' | 'dark' }): Promise<Student>;
  close(): Promise<void>;
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `folder` is where the built page is. */
export async function startPlayground(folder: string): Promise<Playground> {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) throw new Error('CHROMIUM names no browser: run these tests with `npm test -- browser`');
  const server = await preview({
    logLevel: 'error',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const address = server.resolvedUrls!.local[0]!;
  const browser = await chromium.launch({ executablePath, args: flags });
  return {
    address,
    folder,
    browser,
    async open({ width = 1440, height = 900, theme = 'light' } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme });
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      const page = await context.newPage();
      const student = new Student(context, page);
      await page.goto(address);
      return student;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** What a student sees and does. */
export class Student {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page complained of in the console. */
  readonly complaints: string[] = [];

  constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  /** The terminal on screen, as text. */
  async screen(): Promise<string> {
    const rows = await this.page.locator('.terminal-screen:not([hidden]) .xterm-rows > div').allTextContents();
    return rows.map((row) => row.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
  }

  /**
   * Types a command line and waits until a prompt is back, the student's own or (with `prompt`) another.
   * Answers what is on screen behind the command, or the whole screen when the command is not to be seen any more.
   */
  async type(line: string, prompt = ownPrompt): Promise<string> {
    await this.page.locator('.terminal-screen:not([hidden]) .xterm-helper-textarea').focus();
    await this.page.keyboard.type(line);
    await this.see((text) => (unwrapped(text).endsWith(unwrapped(line)) ? true : undefined), `the echo of ${line}`);
    await this.page.keyboard.press('Enter');
    const text = await this.see((seen) => (prompt.test(lastLine(seen)) ? seen : undefined), `the end of ${line}`);
    const at = text.lastIndexOf(line);
    return at < 0 ? text : text.slice(at + line.length);
  }

  /** Waits until the terminal's text satisfies `found`. */
  async see<T>(found: (text: string) => T | undefined, what: string): Promise<T> {
    const end = Date.now() + 30_000;
    for (;;) {
      const text = (await this.screen()).trimEnd();
      const result = found(text);
      if (result !== undefined) return result;
      if (Date.now() > end) throw new Error(`waited in vain for ${what}; the terminal shows:\n${text}`);
      await this.page.waitForTimeout(30);
    }
  }

  async prompt(): Promise<void> {
    await this.see((text) => (ownPrompt.test(lastLine(text)) ? true : undefined), 'a prompt');
  }

  /** Replaces a file's text by way of the editor, as hands do: open, select all, copy, type over. */
  async edit(file: string, change: (text: string) => string): Promise<void> {
    await this.page.getByRole('tab', { name: file, exact: true }).click();
    await this.page.locator(`.monaco[data-path="${file}"] .view-lines`).click();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.press('Control+c');
    const text = await this.page.evaluate(() => navigator.clipboard.readText());
    const changed = change(text);
    if (changed === text) throw new Error(`nothing to change in ${file}:\n${text}`);
    await this.page.keyboard.insertText(changed);
  }

  /** The rows of the layer view: what each step will do or did. */
  async steps(): Promise<{ name: string; state: string; why: string; facts: string }[]> {
    return this.page.locator('.step').evaluateAll((rows) =>
      rows.map((row) => ({
        name: row.getAttribute('data-step') ?? '',
        state: row.getAttribute('data-state') ?? '',
        why: row.querySelector('.why')?.textContent ?? '',
        facts: row.querySelector('.facts')?.textContent ?? '',
      })),
    );
  }

  async step(name: string): Promise<{ name: string; state: string; why: string; facts: string }> {
    const steps = await this.steps();
    const found = steps.find((step) => step.name === name);
    if (!found) throw new Error(`no step ${name} among ${steps.map((step) => step.name).join(', ')}`);
    return found;
  }

  /** Waits until a step is in a state. */
  async stepBecomes(name: string, state: string): Promise<void> {
    await this.page
      .locator(`.step[data-step=${JSON.stringify(name)}][data-state="${state}"]`)
      .waitFor({ timeout: 20_000 });
  }

  async goal(text: string): Promise<void> {
    await this.page.locator('.goals li[data-met="true"]', { hasText: text }).waitFor({ timeout: 20_000 });
  }

  async view(name: 'Layers' | 'Container' | 'Preview' | 'Compare'): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

const ownPrompt = /^you@drydock:\S+\$$/;
/** The prompt of a shell inside a container. */
export const containerPrompt = /^\S* ?#$/;

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1).trimEnd();
}

/** Text without its blanks: where a long command goes on in the next row, a blank may be lost at the edge. */
function unwrapped(text: string): string {
  return text.replace(/\s/g, '');
}
