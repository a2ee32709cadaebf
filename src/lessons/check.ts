import { Facts } from './facts.ts';
import type { Goal, GoalState, Lesson, Predicate, Standing, Step } from './lesson.ts';
import { holds, shareOf } from './predicate.ts';
import type { CheckWorld } from './world.ts';

/** How a lesson stands now. `before` are the goals already met: they stay met. Hints are looked for in `shown` only, the step on screen. */
export async function checkLesson(
  lesson: Lesson,
  world: CheckWorld,
  before: readonly GoalState[],
  shown?: string,
): Promise<Standing> {
  const met = new Map(before.filter((goal) => goal.met).map((goal) => [`${goal.step}/${goal.goal}`, goal]));
  const facts = new Facts(world);
  const goals: GoalState[] = [];
  for (const step of lesson.steps) {
    for (const goal of step.goals) {
      const already = met.get(`${step.id}/${goal.id}`);
      // Commands are run for what is on screen only.
      const looked = step.id === shown || !runsCommands(goal.when);
      goals.push(already ?? (await stateOf(step, goal, looked ? facts : undefined)));
    }
  }
  const step = lesson.steps.find(({ id }) => id === shown);
  const hint = step && (await fittingHint(step, facts));
  const begun = (id: string) => id === shown || goals.some((goal) => goal.step === id && goal.met);
  const closed: string[] = [];
  for (const { id, only } of lesson.steps) if (only && !begun(id) && !(await holds(only, facts))) closed.push(id);
  return { goals, hints: step && hint !== undefined ? { [step.id]: hint } : {}, closed };
}

async function stateOf(step: Step, { id, when }: Goal, facts: Facts | undefined): Promise<GoalState> {
  if (!facts) return { step: step.id, goal: id, met: false };
  const met = await holds(when, facts);
  const share = await shareOf(when, met, facts);
  return { step: step.id, goal: id, met, ...(share && { share }) };
}

export function runsCommands(predicate: Predicate): boolean {
  if ('all' in predicate) return predicate.all.some(runsCommands);
  if ('any' in predicate) return predicate.any.some(runsCommands);
  if ('not' in predicate) return runsCommands(predicate.not);
  return 'shell' in predicate;
}

/** The id of the first hint that fits. */
async function fittingHint(step: Step, facts: Facts): Promise<string | undefined> {
  for (const { id, when } of step.hints) if (when === undefined || (await holds(when, facts))) return id;
  return undefined;
}
