import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Lesson } from '../../lessons/lesson.ts';
import { LessonError } from '../../lessons/load.ts';
import { projectFolder } from '../project-folder.ts';
import { UsageError } from '../usage.ts';
import { problemsOf } from './check.ts';
import { curriculum, missingRows } from './curriculum.ts';
import { lessonSchema } from './json-schema.ts';
import { lessonIds, readLesson, readTracks } from './read.ts';
import { exportLesson } from './scorm/export.ts';
import { skeleton } from './skeleton.ts';

export const lessonUsage = `Usage:  drydock lesson COMMAND

Write lessons and prove that they work (docs/lesson-format.md)

Commands:
  new TRACK/NAME        A lesson that passes the check, to be written over
  check [TRACK/NAME…]   Take each lesson: starts fail, solutions pass, wrong answers lead to their hints, commands run
  real [--engine ADDRESS] [TRACK/NAME…]
                        Take each lesson on a real engine as its solutions say, as far as that has its images
  preview TRACK/NAME    Open it in the page, reloading as you write
  export --scorm --site ADDRESS TRACK/NAME
                        Pack it for a learning management system, shown from a Drydock that is served there
  curriculum            Print docs/curriculum.md
  schema                Print lessons/lesson.schema.json, for editors
`;

/** Lessons checked side by side in one process. */
const AT_ONCE = 6;

const commands: Readonly<Record<string, (root: string, names: string[]) => Promise<number>>> = {
  new: create,
  check,
  real: async (root, args) => (await import('./check-real.ts')).checkReal(root, args, () => ids(root)),
  preview,
  export: exportLesson,
  curriculum: async (root) => {
    process.stdout.write(curriculum(all(root)));
    return 0;
  },
  schema: async () => {
    process.stdout.write(lessonSchema());
    return 0;
  },
};

/** `drydock lesson`: answers its exit status. Throws UsageError. */
export async function lesson(args: string[]): Promise<number> {
  const [name = '', ...names] = args;
  if (name === '' || name === '--help' || name === '-h') {
    process.stdout.write(lessonUsage);
    return name === '' ? 1 : 0;
  }
  const command = commands[name];
  if (!command) throw new UsageError(`there is no command ${name}`);
  try {
    return await command(lessonsFolder(), names);
  } catch (error) {
    // A lesson that is not there, or cannot be read, is what was typed or written.
    throw error instanceof LessonError ? new UsageError(error.message) : error;
  }
}

/** The `lessons` of the folder one stands in, else those of this checkout. */
function lessonsFolder(): string {
  const here = resolve('lessons');
  if (existsSync(join(here, 'tracks.yaml'))) return here;
  return join(projectFolder(), 'lessons');
}

function ids(root: string): string[] {
  return readTracks(root).flatMap((track) => lessonIds(root, track));
}

function all(root: string): Lesson[] {
  return ids(root).map((id) => readLesson(root, id));
}

/** The named lessons; without names all of them, in as many processes as there are processors, and docs/curriculum.md. */
async function check(root: string, names: string[]): Promise<number> {
  if (names.length > 0) return checkThese(root, names);
  const known = ids(root);
  const processes = Math.min(availableParallelism(), known.length);
  const statuses = Array.from({ length: processes }, (_, index) =>
    inAProcess(known.filter((_id, at) => at % processes === index)),
  );
  const failed = (await Promise.all(statuses)).some((status) => status !== 0);
  return checkCurriculum(root) > 0 || failed ? 1 : 0;
}

function inAProcess(names: readonly string[]): Promise<number> {
  const program = join(projectFolder(), 'src', 'bin', 'drydock.mjs');
  const child = spawn(process.execPath, [program, 'lesson', 'check', ...names], { stdio: 'inherit' });
  return new Promise((done) => child.on('exit', (code) => done(code ?? 1)));
}

async function checkThese(root: string, names: readonly string[]): Promise<number> {
  let [good, bad] = [0, 0];
  const waiting = [...names];
  // A lesson mostly waits (for a server to stop, for a health check): others are taken meanwhile.
  const take = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const problems = await problemsOfId(root, id);
      console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${id}`);
      for (const problem of problems) console.log(`  ${problem}`);
      if (problems.length === 0) good++;
      else bad++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
  // A database that was switched off with its computer may keep timers of its own: they are not waited for.
  return new Promise(() => {
    process.stdout.write(`\n${good} passed, ${bad} failed\n`, () => process.exit(bad > 0 ? 1 : 0));
  });
}

async function problemsOfId(root: string, id: string): Promise<string[]> {
  try {
    return await problemsOf(root, readLesson(root, id));
  } catch (error) {
    if (error instanceof LessonError) return [error.message];
    return [(error as Error).stack ?? String(error)];
  }
}

/** How many things are wrong with docs/curriculum.md. */
function checkCurriculum(root: string): number {
  const missing = missingRows(all(root));
  if (missing.length > 0) console.log(`\nrows of the curriculum that no lesson shows: ${missing.join(', ')}`);
  const file = join(dirname(root), 'docs', 'curriculum.md');
  if (existsSync(file) && readFileSync(file, 'utf8') === curriculum(all(root))) return 0;
  console.log('docs/curriculum.md is not of these lessons: npx drydock lesson curriculum > docs/curriculum.md');
  return 1;
}

async function create(root: string, [id = '']: string[]): Promise<number> {
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(id)) throw new UsageError('new takes TRACK/NAME, lower-case words with dashes');
  const folder = join(root, id);
  if (existsSync(folder)) throw new UsageError(`${id} is there already`);
  if (!readTracks(root).some((track) => track.id === id.split('/')[0]))
    throw new UsageError(`there is no track ${id.split('/')[0]} in lessons/tracks.yaml: add it first`);
  const title = id.split('/')[1]!.replaceAll('-', ' ');
  for (const [path, text] of Object.entries(skeleton(title[0]!.toUpperCase() + title.slice(1)))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  console.log(`lessons/${id} is made. Now: npx drydock lesson preview ${id}`);
  return 0;
}

async function preview(root: string, [id = '']: string[]): Promise<number> {
  if (!existsSync(join(root, id, 'lesson.md'))) throw new UsageError(`there is no lesson ${id}`);
  const project = dirname(root);
  const vite = join(project, 'node_modules', 'vite', 'bin', 'vite.js');
  const server = spawn(process.execPath, [vite, '--host', '127.0.0.1', '--open', `/lesson/${id}`], {
    cwd: project,
    stdio: 'inherit',
  });
  return new Promise((done) => server.on('exit', (code) => done(code ?? 0)));
}
