import { parseArgs } from 'node:util';
import type { Lesson } from '../../lessons/lesson.ts';
import { find } from '../../runner/engine/ask.ts';
import type { FoundEngine } from '../../runner/engine/find.ts';
import { engineOrAdvice } from '../runner/engine-or-advice.ts';
import { UsageError } from '../usage.ts';
import { Learner } from './learner.ts';
import { readLesson } from './read.ts';

/** `drydock lesson real`: whether the lessons' solutions reach their goals on a real engine too. Others are named and left out. */
export async function checkReal(root: string, args: string[], all: () => string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const engine = await engineOrAdvice(values.engine);
  if (!engine) return 1;
  let [good, bad, leftOut] = [0, 0, 0];
  // One after another: their containers and ports have the same names.
  for (const id of positionals.length > 0 ? positionals : all()) {
    const lesson = readLesson(root, id);
    const reason = await whyLeftOut(lesson, engine);
    const problems = reason === undefined ? await realProblemsOf(lesson, engine) : [];
    if (reason !== undefined) leftOut++;
    else if (problems.length === 0) good++;
    else bad++;
    console.log(`${reason !== undefined ? 'left  ' : problems.length === 0 ? 'ok    ' : 'FAILED'} ${id}`);
    for (const line of reason !== undefined ? [reason] : problems) console.log(`  ${line}`);
  }
  console.log(`\n${good} passed, ${bad} failed, ${leftOut} left out`);
  return bad > 0 ? 1 : 0;
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { engine: { type: 'string' } } });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The engine's own files, and the host's list of processes. */
const LOOKS_AT_HOST = /\/var\/lib\/docker\/|"ps aux/;

/** Undefined when a lesson can be taken on this engine as it is: nothing is fetched from the network for it. */
export async function whyLeftOut(lesson: Lesson, { door }: FoundEngine): Promise<string | undefined> {
  if (LOOKS_AT_HOST.test(JSON.stringify(lesson.steps)))
    return 'it looks at the machine that containers run on, which with a real engine is not the student’s';
  const missing: string[] = [];
  for (const image of lesson.images) if (!(await find(door, `/images/${image}/json`))) missing.push(image);
  return missing.length > 0 ? `this engine has no ${missing.join(', ')}` : undefined;
}

/** Takes a lesson on a real engine, step by step as its solutions say; what does not come out, a line each. */
export async function realProblemsOf(lesson: Lesson, engine: FoundEngine): Promise<string[]> {
  const learner = await Learner.begin(lesson, engine);
  try {
    const problems: string[] = [];
    for (const step of lesson.steps) {
      await learner.solve(step);
      for (const goal of await learner.reach(step.id))
        problems.push(`${step.id}: its solution does not meet the goal ${goal}\n${learner.lastOutput()}`);
    }
    return problems;
  } finally {
    await learner.end();
  }
}
