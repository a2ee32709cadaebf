import tracks from 'virtual:lesson-index';
import type { Lesson } from '../lessons/lesson.ts';

/** A lesson as the build made it (vite.lessons.ts): its Markdown is elements already. */
export interface ReadableLesson extends Lesson {
  /** Of each step. */
  readonly prose: readonly (readonly ProseNode[])[];
}

export type ProseNode = string | ProseElement;

export interface ProseElement {
  readonly tag: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly children: readonly ProseNode[];
}

/** Lessons that belong together, in the order in which they are best taken. */
export interface Track {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly lessons: readonly LessonSummary[];
}

/** What is known of a lesson before it is fetched. */
export interface LessonSummary {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  /** How many there are. */
  readonly goals: number;
}

export { tracks };

/** Every lesson, fetched only when it is opened. */
const lessons = import.meta.glob<ReadableLesson>('/lessons/*/*/lesson.md', { import: 'default' });

/** Where a newcomer begins. */
export const firstLesson = tracks[0]!.lessons[0]!.id;

/** Whether there is a lesson of this id. */
export function isLesson(id: string): boolean {
  return `/lessons/${id}/lesson.md` in lessons;
}

/** Loads a lesson by its id, which must be one. */
export async function fetchLesson(id: string): Promise<ReadableLesson> {
  return lessons[`/lessons/${id}/lesson.md`]!();
}
