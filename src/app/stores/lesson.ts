import { create } from 'zustand';
import type { GoalState, Standing } from '../../lessons/lesson.ts';
import { callback, type RemoteMachine } from '../../worker/client.ts';
import type { ReadableLesson } from '../lessons.ts';
import { goalsChecked, lessonOpened, stepShown, useProgress } from '../places/progress.ts';
import { gradeAnswers, sharesOf, useAnswers } from './answers.ts';
import { useEngine } from './engine.ts';
import { useTimeline } from './timeline.ts';

interface LessonState {
  readonly lesson: ReadableLesson | undefined;
  /** Index of the step on screen. */
  readonly step: number;
  readonly goals: readonly GoalState[];
  /** Of the step on screen, which hint fits. */
  readonly hints: Standing['hints'];
  /** Step → the moment of the timeline at which it was first shown in this page. */
  readonly began: Readonly<Record<string, number>>;
}

/** The lesson with all its branches; the page shows those that are there. */
let whole: ReadableLesson | undefined;
let closed: readonly string[] = [];

export const useLesson = create<LessonState>(() => ({ lesson: undefined, step: 0, goals: [], hints: {}, began: {} }));

export function goToStep(step: number): void {
  useLesson.setState({ step });
  const { lesson, began } = useLesson.getState();
  if (!lesson) return;
  const { id } = lesson.steps[step]!;
  useLesson.setState({ began: { [id]: useTimeline.getState().at, ...began } });
  stepShown(lesson.id, step);
  void following?.showStep(id);
}

/** The index of a step given by id or by number from 1; -1 when there is none. */
export function stepIndex({ steps }: ReadableLesson, step: string | number): number {
  const byId = steps.findIndex(({ id }) => id === step);
  if (byId >= 0) return byId;
  const number = Number(step);
  return Number.isInteger(number) && number >= 1 && number <= steps.length ? number - 1 : -1;
}

/** Shows a lesson where the student left it, or none. */
export function showLesson(lesson: ReadableLesson | undefined): void {
  if (lesson) lessonOpened(lesson.id);
  whole = lesson;
  const known = lesson && useProgress.getState().lessons[lesson.id];
  const met = Object.keys(known?.met ?? {});
  closed = (lesson?.steps ?? [])
    .filter(({ id, only }) => only && !met.some((key) => key.startsWith(`${id}/`)))
    .map(({ id }) => id);
  const shown = lesson && without(lesson, closed);
  const step = Math.min(known?.step ?? 0, (shown?.steps.length ?? 1) - 1);
  useLesson.setState({ lesson: shown, step, goals: [], hints: {}, began: {} });
}

/** The lesson that is shown, in other words. */
export function retellLesson(lesson: ReadableLesson | undefined): void {
  whole = lesson;
  useLesson.setState({ lesson: lesson && without(lesson, closed) });
}

/** Takes branches in and out; the step on screen stays. */
function branch(now: readonly string[]): void {
  if (!whole || now.join() === closed.join()) return;
  closed = now;
  const { lesson: before, step } = useLesson.getState();
  const lesson = without(whole, closed);
  const at = lesson.steps.findIndex(({ id }) => id === before?.steps[step]?.id);
  useLesson.setState({ lesson, step: Math.max(0, at) });
}

function without(lesson: ReadableLesson, steps: readonly string[]): ReadableLesson {
  if (steps.length === 0) return lesson;
  const there = lesson.steps.map(({ id }) => !steps.includes(id));
  return {
    ...lesson,
    steps: lesson.steps.filter((_, index) => there[index]),
    prose: lesson.prose.filter((_, index) => there[index]),
  };
}

/** The machine that checks the lesson. */
let following: RemoteMachine | undefined;

useEngine.subscribe(({ builds }, before) => {
  if (builds !== before.builds) gradeAnswers(builds);
});

useAnswers.subscribe(() => {
  const { lesson } = useLesson.getState();
  if (lesson) void following?.answered(sharesOf(lesson));
});

/** Shows its goals as the machine checks them. */
export async function followLesson(machine: RemoteMachine, lesson: ReadableLesson): Promise<void> {
  following = machine;
  await machine.answered(sharesOf(lesson));
  await machine.followGoals(
    lesson,
    callback(({ goals: all, hints, closed: branches }: Standing) => {
      if (useLesson.getState().lesson?.id !== lesson.id) return;
      branch(branches);
      const goals = all.filter(({ step }) => !branches.includes(step));
      useLesson.setState({ goals, hints });
      goalsChecked(lesson.id, goals, lastCommand());
    }),
  );
  const { lesson: shown, step } = useLesson.getState();
  if (shown) await machine.showStep(shown.steps[step]!.id);
}

/** What was typed last, or is running. */
function lastCommand(): string {
  return useTimeline.getState().moments.findLast(({ kind }) => kind === 'command')?.text ?? '';
}
