import tracks from 'virtual:lesson-index';
import type { Lesson } from '../lessons/lesson.ts';

/** A lesson as the build made it (vite.lessons.ts): its Markdown is elements already. */
export interface ReadableLesson extends Lesson {
  /** The language it is written in. */
  readonly locale: string;
  /** Of each step. */
  readonly prose: readonly (readonly ProseNode[])[];
}

export type ProseNode = string | ProseElement;

export interface ProseElement {
  readonly tag: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly children: readonly ProseNode[];
}

export function textOf(node: ProseNode): string {
  return typeof node === 'string' ? node : node.children.map(textOf).join('');
}

/** Lessons that belong together, in the order in which they are best taken. */
export interface Track {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly lessons: readonly LessonSummary[];
  readonly translations?: Translations;
}

/** Locale → how something is called there. */
type Translations = Readonly<Record<string, { readonly title: string; readonly summary: string }>>;

/** What is known of a lesson before it is fetched. */
export interface LessonSummary {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  /** How many there are, branches apart. */
  readonly goals: number;
  /** Ids of the steps that not everybody comes to. */
  readonly branches: readonly string[];
  readonly translations?: Translations;
}

/** What a track or a lesson is called in a language, or in the one it was written in; and which that is. */
export function calledIn(
  locale: string,
  named: { readonly title: string; readonly summary: string; readonly translations?: Translations },
): { readonly title: string; readonly summary: string; readonly lang: string } {
  const translated = named.translations?.[locale];
  return translated ? { ...translated, lang: locale } : { title: named.title, summary: named.summary, lang: 'en' };
}

export { tracks };

/** Every lesson, fetched only when it is opened. */
const lessons = import.meta.glob<ReadableLesson>('/lessons/*/*/lesson{,.??}.md', { import: 'default' });

/** Where a newcomer begins. */
export const firstLesson = tracks[0]!.lessons[0]!.id;

/** Whether there is a lesson of this id. */
export function isLesson(id: string): boolean {
  return `/lessons/${id}/lesson.md` in lessons;
}

/** Loads a lesson by its id, which must be one, in a language if it has been translated to it. */
export async function fetchLesson(id: string, locale: string): Promise<ReadableLesson> {
  return (lessons[`/lessons/${id}/lesson.${locale}.md`] ?? lessons[`/lessons/${id}/lesson.md`]!)();
}
