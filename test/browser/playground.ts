import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';

/** The page as `npm start` serves it, in real Chromium, driven by keyboard and mouse. */
export interface Playground {
  readonly address: string;
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

export async function startPlayground(): Promise<Playground> {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) throw new Error('CHROMIUM names no browser: run these tests with `npm test -- browser`');
  const server: ViteDevServer = await createServer({ server: { host: '127.0.0.1', port: 0 }, logLevel: 'error' });
  await server.listen();
  const address = server.resolvedUrls!.local[0]!;
  const browser = await chromium.launch({ executablePath, args: flags });
  return {
    address,
    browser,
    async open({ width = 1440, height = 900, theme = 'light' } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme });
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

  /** Types a command line and waits until the prompt is back (or `until` shows). Answers what is on screen behind the command. */
  async type(line: string, until: RegExp = /\$ $/): Promise<string> {
    const keys = this.page.locator('.terminal-screen:not([hidden]) .xterm-helper-textarea');
    await keys.focus();
    const prompts = (text: string) => text.split(line).length;
    const before = prompts(await this.screen());
    await this.page.keyboard.type(line);
    await this.page.keyboard.press('Enter');
    return this.see((text) => {
      const behind = text.slice(text.lastIndexOf(line) + line.length).trimEnd();
      return prompts(text) >= Math.min(before + 1, 2) && until.test(`${behind} `) ? behind : undefined;
    }, `the end of \`${line}\``);
  }

  /** Waits until the terminal's text satisfies `found`. */
  async see<T>(found: (text: string) => T | undefined, what: string): Promise<T> {
    const end = Date.now() + 60_000;
    for (;;) {
      const text = await this.screen();
      const result = found(text);
      if (result !== undefined) return result;
      if (Date.now() > end) throw new Error(`waited in vain for ${what}; the terminal shows:\n${text}`);
      await this.page.waitForTimeout(50);
    }
  }

  async prompt(): Promise<void> {
    await this.see((text) => (/\$\s*$/.test(text) ? true : undefined), 'a prompt');
  }

  /** Replaces text in a file by way of the editor, as hands do: open, find, type. */
  async edit(file: string, change: (text: string) => string): Promise<void> {
    await this.page.getByRole('tab', { name: file, exact: true }).click();
    await this.page.locator(`.monaco[data-path="${file}"] .view-lines`).click();
    const text = await this.textOf(file);
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(change(text));
  }

  /** A file's text as the machine has it. */
  async textOf(file: string): Promise<string> {
    const [download] = [
      await this.page.evaluate(async (path) => {
        const { useMachine } = (await import('/src/app/stores/machine.ts' as string)) as {
          useMachine: { getState(): { machine: { readFile(path: string): Promise<Uint8Array> } } };
        };
        return new TextDecoder().decode(await useMachine.getState().machine.readFile(path));
      }, file),
    ];
    return download;
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

  async view(name: 'Layers' | 'Container' | 'Preview'): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
