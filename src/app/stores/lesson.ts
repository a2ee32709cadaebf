import { create } from 'zustand';
import type { GoalState } from '../../lessons/lesson.ts';
import { callback, type RemoteMachine } from '../../worker/client.ts';
import type { ReadableLesson } from '../lessons.ts';

interface LessonState {
  readonly lesson: ReadableLesson | undefined;
  /** Index of the step on screen. */
  readonly step: number;
  readonly goals: readonly GoalState[];
}

export const useLesson = create<LessonState>(() => ({ lesson: undefined, step: 0, goals: [] }));

export function goToStep(step: number): void {
  useLesson.setState({ step });
}

/** Shows a lesson, and its goals as the machine checks them. */
export async function followLesson(machine: RemoteMachine, lesson: ReadableLesson): Promise<void> {
  useLesson.setState({ lesson });
  await machine.followGoals(
    lesson,
    callback((goals: GoalState[]) => useLesson.setState({ goals })),
  );
}
