import { create } from 'zustand';
import type { GoalState } from '../../lessons/lesson.ts';
import { callback, type RemoteMachine } from '../../worker/client.ts';
import type { ReadableLesson } from '../lessons.ts';
import { goalsChecked, lessonOpened, stepShown, useProgress } from '../places/progress.ts';

interface LessonState {
  readonly lesson: ReadableLesson | undefined;
  /** Index of the step on screen. */
  readonly step: number;
  readonly goals: readonly GoalState[];
}

export const useLesson = create<LessonState>(() => ({ lesson: undefined, step: 0, goals: [] }));

export function goToStep(step: number): void {
  useLesson.setState({ step });
  const { lesson } = useLesson.getState();
  if (lesson) stepShown(lesson.id, step);
}

/** Shows a lesson where the student left it, or none. */
export function showLesson(lesson: ReadableLesson | undefined): void {
  if (lesson) lessonOpened(lesson.id);
  const last = lesson ? useProgress.getState().lessons[lesson.id]!.step : 0;
  useLesson.setState({ lesson, step: lesson?.steps[last] ? last : 0, goals: [] });
}

/** Shows its goals as the machine checks them. */
export async function followLesson(machine: RemoteMachine, lesson: ReadableLesson): Promise<void> {
  await machine.followGoals(
    lesson,
    callback((goals: GoalState[]) => {
      if (useLesson.getState().lesson !== lesson) return;
      useLesson.setState({ goals });
      goalsChecked(lesson.id, goals);
    }),
  );
}
