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

/** Every lesson, fetched only when it is opened. */
const lessons = import.meta.glob<ReadableLesson>('/lessons/*/*/lesson.md', { import: 'default' });

export const firstLesson = 'first-steps/layers-and-the-cache';

/** Loads a lesson by its id. */
export async function fetchLesson(id: string): Promise<ReadableLesson> {
  const load = lessons[`/lessons/${id}/lesson.md`];
  if (!load) throw new Error(`There is no lesson ${id}.`);
  return load();
}
