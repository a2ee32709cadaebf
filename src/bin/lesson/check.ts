import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runsCommands } from '../../lessons/check.ts';
import type { GoalState, Lesson, Step } from '../../lessons/lesson.ts';
import { Learner, PATIENCE } from './learner.ts';
import { type CommandBlock, commandBlocks, links } from './prose.ts';
import { readTranslations } from './read.ts';

/** What is wrong with a lesson, a line each; none when it is as it should be. */
export async function problemsOf(root: string, lesson: Lesson): Promise<string[]> {
  const problems: string[] = [];
  const learner = await Learner.begin(lesson);
  for (const [index, step] of lesson.steps.entries()) {
    const say = (what: string) => problems.push(`${step.id}: ${what}`);
    for (const what of written(root, step)) say(what);
    if (!(await learner.isOpen(step.id))) {
      await takeBranch(lesson, index, say);
      continue;
    }
    const start = () => Learner.at(lesson, index);
    const asked = step.goals.filter(({ when }) => !('answer' in when));
    if (asked.length > 0) {
      const { goals } = await learner.standing(step.id);
      if (allMet(step, goals)) say('its goals are met from the start');
      for (const wrong of step.wrong) await tryWrong(step, start, wrong, say);
      if (step.solution.length === 0 && Object.keys(step.solutionFiles).length === 0)
        say('it has goals and no solution');
    }
    const blocks = typed(step);
    const [before, after] = [blocks.filter((block) => !block.after), blocks.filter((block) => block.after)];
    await readAlong(step, start, before, say);
    await learner.solve(step);
    for (const goal of await learner.reach(step.id)) say(`its solution does not meet the goal ${goal}`);
    await readAlong(step, () => Learner.at(lesson, index + 1), after, say);
  }
  await learner.end();
  for (const [locale, translation] of Object.entries(readTranslations(root, lesson)))
    problems.push(...mistranslated(lesson, translation).map((what) => `${locale}: ${what}`));
  return problems;
}

/** A branch is taken by somebody who gave one of the wrong answers before it. */
async function takeBranch(lesson: Lesson, index: number, say: (what: string) => void): Promise<void> {
  const step = lesson.steps[index]!;
  for (const [at, before] of lesson.steps.slice(0, index).entries()) {
    for (const { run } of before.wrong) {
      const start = async () => {
        const learner = await Learner.at(lesson, at);
        await learner.type(run, before.id);
        await learner.solveUntil(index, at);
        return learner;
      };
      const learner = await start();
      const open = await learner.isOpen(step.id);
      if (open) {
        if (step.goals.length > 0 && allMet(step, (await learner.standing(step.id)).goals))
          say('its goals are met from the start');
        await readAlong(step, start, typed(step), say);
        await learner.solve(step);
        for (const goal of await learner.reach(step.id)) say(`its solution does not meet the goal ${goal}`);
      }
      await learner.end();
      if (open) return;
    }
  }
  say('nobody comes here: neither the solutions before it nor a wrong answer make its `only` true');
}

/** The blocks of commands that can be typed without a terminal. */
function typed({ body }: Step): CommandBlock[] {
  return commandBlocks(body).filter(({ expects }) => expects !== 'terminal');
}

/** Commands and links that a translation does not have as the lesson has them. */
function mistranslated({ steps }: Lesson, translation: Lesson): string[] {
  const parts = ({ body }: Step) => JSON.stringify([commandBlocks(body), links(body)]);
  const differs = steps.filter((step, index) => parts(step) !== parts(translation.steps[index]!));
  return differs.map(({ id }) => `${id}: other commands or links than in the lesson`);
}

/** What can be seen without running anything. */
function written(root: string, { body, quiz, hints, wrong, goals, only }: Step): string[] {
  const problems: string[] = [];
  for (const target of links(body)) {
    if (/^https:\/\//.test(target)) continue;
    const lesson = /^\/lesson\/([a-z0-9-]+\/[a-z0-9-]+)$/.exec(target)?.[1];
    if (!lesson || !existsSync(join(root, lesson, 'lesson.md'))) problems.push(`a link leads nowhere: ${target}`);
  }
  if (only && runsCommands(only)) problems.push('its `only` runs a command: it is looked at all the time');
  if (quiz?.answer.some((index) => index >= quiz.choices.length)) problems.push('the quiz has no such choice');
  for (const { id, hint } of wrong) {
    if (!hints.some((each) => each.id === hint)) problems.push(`wrong answer ${id}: there is no hint ${hint}`);
  }
  const ids = goals.map(({ id }) => id);
  if (new Set(ids).size < ids.length) problems.push('two goals have one id');
  return problems;
}

/** Whether all that is to be brought about in a step is; what is to be answered is apart from that. */
function allMet({ id, goals }: Step, states: readonly GoalState[]): boolean {
  const asked = goals.filter(({ when }) => !('answer' in when));
  return asked.every((goal) => states.some((state) => state.step === id && state.goal === goal.id && state.met));
}

async function tryWrong(
  step: Step,
  start: () => Promise<Learner>,
  { id, run, hint }: Step['wrong'][number],
  say: (what: string) => void,
): Promise<void> {
  const learner = await start();
  await learner.type(run, step.id);
  const { goals, hints } = await learner.standing(step.id);
  if (allMet(step, goals)) say(`wrong answer ${id} meets the goals`);
  if (hints[step.id] !== hint) say(`wrong answer ${id} leads to hint ${hints[step.id]}, not ${hint}`);
  await learner.end();
}

/** A reader who asks a server that is not up yet asks again. */
async function readerTypes(learner: Learner, text: string, step: string, patiently: boolean) {
  const end = Date.now() + PATIENCE;
  const last = text.slice(text.lastIndexOf('\n') + 1);
  let result = await learner.type([text], step);
  while (patiently && /^curl |\bwget /.test(last) && result.exit !== 0 && Date.now() < end) {
    await learner.type(['sleep 0.5'], step);
    result = await learner.type([last], step);
  }
  return result;
}

/** Types the commands of a step's text, as a reader would who comes from there. */
async function readAlong(
  step: Step,
  start: () => Promise<Learner>,
  blocks: readonly CommandBlock[],
  say: (what: string) => void,
): Promise<void> {
  if (blocks.length === 0) return;
  const learner = await start();
  for (const { text, expects } of blocks) {
    const { exit, output } = await readerTypes(learner, text, step.id, expects === 'success');
    if ((exit === 0) === (expects === 'success')) continue;
    say(
      `\`${text.replaceAll('\n', '; ')}\` ends with ${exit}:\n    ${output.trim().split('\n').slice(-3).join('\n    ')}`,
    );
  }
  await learner.end();
}
