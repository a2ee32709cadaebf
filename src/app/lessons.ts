import type { Lesson } from '../lessons/lesson.ts';
import { loadLesson } from '../lessons/load.ts';

/** Every lesson's text and starting files, each fetched only when its lesson is opened. */
const texts = import.meta.glob<string>('/lessons/*/*/lesson.md', { query: '?raw', import: 'default' });
const files = import.meta.glob<string>(['/lessons/*/*/files/**', '/lessons/*/*/files/**/.*'], {
  query: '?raw',
  import: 'default',
  exhaustive: true,
});

export const firstLesson = 'first-steps/layers-and-the-cache';

/** Loads a lesson by its id; throws LessonError when there is none or it cannot be read. */
export async function fetchLesson(id: string): Promise<Lesson> {
  const text = texts[`/lessons/${id}/lesson.md`];
  if (!text) throw new Error(`There is no lesson ${id}.`);
  const prefix = `/lessons/${id}/files/`;
  const starting = await Promise.all(
    Object.entries(files)
      .filter(([path]) => path.startsWith(prefix))
      .map(async ([path, load]) => [path.slice(prefix.length), await load()] as const),
  );
  return loadLesson(id, await text(), Object.fromEntries(starting));
}
