import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodePlatform } from '../../src/bin/node-platform.ts';
import { defaultLimits } from '../../src/runner/policy/policy.ts';
import { type Runner, startRunner } from '../../src/runner/serve/runner.ts';
import { onePlayground } from './one-page.ts';
import { Student } from './playground.ts';

/** An instructor and a student with links of one runner, whose page they have open; nobody asks for a real engine. */
const playground = await onePlayground();
const state = mkdtempSync(join(tmpdir(), 'drydock-class-'));
let runner: Runner;
let teacher: Student;
let student: Student;

beforeAll(async () => {
  runner = await startRunner({
    engine: () => Promise.reject(new Error('none is needed')),
    platform: nodePlatform(),
    stateFolder: state,
    limits: defaultLimits,
    port: 0,
    allowOrigins: [],
    students: 2,
    page: playground.folder,
  });
  [teacher, student] = (await Promise.all(runner.tokens.map(arrive))) as [Student, Student];
});
afterAll(async () => {
  await runner.close();
  rmSync(state, { recursive: true });
});

async function arrive(token: string): Promise<Student> {
  const context = await playground.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const arrived = new Student(context, await context.newPage());
  const base = `127.0.0.1:${runner.port}`;
  await arrived.page.goto(`http://${base}/lesson/first-steps/layers-and-the-cache#runner=${base}/${token}`);
  await arrived.prompt();
  return arrived;
}

const instructorAt = (where: string) => student.page.locator('.notice', { hasText: `Your instructor is at ${where}` });

test('who follows goes where the instructor goes; who does not stays where they are', async () => {
  await teacher.page.getByRole('button', { name: 'Present' }).click();
  await teacher.page.getByRole('button', { name: 'Show it to the class' }).click();
  await instructorAt('step 1, Build').waitFor();
  await teacher.page.keyboard.press('PageDown');
  await instructorAt('step 2, Build again').waitFor();
  await student.page.getByRole('heading', { name: 'Build', exact: true }).waitFor();
  await student.page.getByRole('button', { name: 'Follow' }).click();
  await student.page.getByRole('heading', { name: 'Build again' }).waitFor();
  await teacher.page.keyboard.press('PageDown');
  await student.page.getByRole('heading', { name: 'Change one file' }).waitFor();
});

test('a student sees the last command and opens what the instructor has, on a computer of their own', async () => {
  await teacher.type('echo together > class.txt');
  await teacher.type('docker build -q -t hello .');
  await student.page.locator('.notice code', { hasText: 'docker build -q -t hello .' }).waitFor();
  const [page] = await Promise.all([
    student.page.waitForEvent('popup'),
    student.page.getByRole('link', { name: 'Open what they have' }).click(),
  ]);
  const fork = new Student(student.context, page);
  await page.getByText('class.txt').waitFor();
  expect(await page.locator('.xterm').count()).toBe(0);
  await page.getByRole('button', { name: 'Open it', exact: true }).click();
  await fork.prompt();
  expect(await fork.type('cat class.txt')).toContain('together');
  expect(await student.type('clear; ls')).not.toContain('class.txt');
});

test('a student shows nobody anything, and nothing is left when the instructor stops', async () => {
  await student.page.getByRole('button', { name: 'Present' }).click();
  await student.page.locator('.presenter').waitFor();
  expect(await student.page.getByRole('button', { name: 'Show it to the class' }).count()).toBe(0);
  await teacher.page.getByRole('button', { name: 'Show it to the class' }).click();
  await student.page.getByText('Your instructor is at').waitFor({ state: 'detached' });
  expect([...teacher.complaints, ...student.complaints]).toEqual([]);
});
