import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { onePlayground } from './one-page.ts';
import type { Student } from './playground.ts';

const playground = await onePlayground();

/** Two stages, one unused, and findings of the build checks: everything the layer view can show. */
const stages = 'FROM alpine AS tools\nrun true\nFROM alpine AS spare\nFROM node:22-alpine\nCOPY --from=tools /etc /e\n';

/** Looks at a page again and again; says at the end what axe found wrong, in a line each. */
class Look {
  readonly #student: Student;
  readonly found: string[] = [];

  constructor(student: Student) {
    this.#student = student;
  }

  async at(what: string): Promise<void> {
    // Colours are judged as they come to rest, not half-way of a motion.
    await this.#student.page.emulateMedia({ reducedMotion: 'reduce' });
    await this.#student.page.waitForTimeout(300);
    const { violations } = await new AxeBuilder({ page: this.#student.page }).analyze();
    for (const { id, nodes } of violations) {
      for (const node of nodes) {
        this.found.push(`${what}: ${id}: ${node.target.join(' ')}: ${node.any[0]?.message ?? node.failureSummary}`);
      }
    }
  }
}

async function showTab(student: Student, name: string): Promise<void> {
  await student.page.getByRole('tab', { name, exact: true }).click();
  await student.page.waitForTimeout(300);
}

/** An image with two builds behind it, a container that has written, and an archive nobody opened. */
async function work(student: Student): Promise<void> {
  await student.prompt();
  await student.type('docker build -q -t hello . && echo "// more" >> server.js && docker build -q -t hello .');
  await student.type('clear; docker run -d --name web -p 8080:3000 hello sh -c "echo x > /note; sleep 1000"');
}

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test('every view at 1440×900', async () => {
    const student = await playground.open({ theme });
    const look = new Look(student);
    await look.at('while it starts');
    await student.page.locator('.monaco').waitFor();
    await work(student);
    for (const view of ['Layers', 'Builds', 'Images', 'Container', 'Network', 'Preview', 'API']) {
      await showTab(student, view);
      if (view === 'Images') await student.page.locator('.opening > button').first().click();
      if (view === 'API') await student.page.locator('.exchanges button').first().click();
      await look.at(view);
    }
    await showTab(student, 'Layers');
    await student.edit('Dockerfile', () => stages);
    await student.page.locator('.stage-node').first().waitFor();
    await student.page.locator('.squiggly-warning').first().waitFor();
    await look.at('stages');
    await student.edit('Dockerfile', () => 'FROM alpine\nCOPY x\n');
    await student.page.locator('.squiggly-error').first().waitFor();
    await look.at('a Dockerfile that cannot be built');
    await student.page.getByRole('button', { name: 'Start over' }).click();
    await look.at('asking before starting over');
    await student.page.getByRole('button', { name: 'One step back in time' }).click();
    await student.page.getByRole('button', { name: 'Back to now' }).waitFor();
    await look.at('looking back');
    await student.page.getByRole('link', { name: 'Drydock' }).click();
    await student.page.getByRole('button', { name: 'Empty' }).click();
    await student.prompt();
    await look.at('a playground');
    await student.page.getByRole('link', { name: 'Drydock' }).click();
    await student.page.locator('.own-playgrounds').waitFor();
    await look.at('home');
    expect(look.found).toEqual([]);
    await student.close();
  });

  test('every panel at 390×844', async () => {
    const student = await playground.open({ theme, width: 390, height: 844 });
    const look = new Look(student);
    await work(student);
    for (const panel of ['Lesson', 'Files', 'Layers', 'Builds', 'Images', 'Container', 'Network', 'Preview', 'API']) {
      await showTab(student, panel);
      await look.at(panel);
    }
    expect(look.found).toEqual([]);
    await student.close();
  });

  test('what is folded away, presenting, and the pages without a workbench', async () => {
    const student = await playground.open({ theme, width: 720, height: 450 });
    const { page } = student;
    const look = new Look(student);
    await student.prompt();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Share' }).click();
    await look.at('actions of a small screen, and how to share');
    await page.getByRole('button', { name: 'Present' }).click();
    await page.locator('.presenter').waitFor();
    await look.at('presenting');
    for (const path of ['embedding', 'certificate', 'lesson/no/such', 'embed/first-steps/layers-and-the-cache']) {
      await page.goto(playground.address + path);
      await page.locator('h1').first().waitFor();
      await look.at(path);
    }
    expect(look.found).toEqual([]);
    await student.close();
  });
});
