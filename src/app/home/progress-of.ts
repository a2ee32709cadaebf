import type { LessonSummary } from '../lessons.ts';
import type { Progress } from '../places/progress.ts';

/** Goals of a lesson that are met; those of branches do not count, which not everybody comes to. */
export function metIn({ id, branches }: LessonSummary, progress: Progress): number {
  return Object.keys(progress[id]?.met ?? {}).filter((key) => !branches.includes(key.split('/')[0]!)).length;
}

export function isDone(lesson: LessonSummary, progress: Progress): boolean {
  return progress[lesson.id] !== undefined && metIn(lesson, progress) >= lesson.goals;
}

/** Where to go on: the lesson that was opened last if it is not done, else the first that is not. */
export function nextLesson(lessons: readonly LessonSummary[], progress: Progress): LessonSummary | undefined {
  const open = lessons.filter((lesson) => !isDone(lesson, progress));
  const begun = open.filter(({ id }) => progress[id] !== undefined);
  return begun.sort((a, b) => progress[b.id]!.opened - progress[a.id]!.opened)[0] ?? open[0];
}
