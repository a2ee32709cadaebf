import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parse } from 'yaml';
import type { Lesson } from '../../lessons/lesson.ts';
import { LessonError, loadLesson } from '../../lessons/load.ts';
import { translateLesson } from '../../lessons/translate.ts';

/** Reads the lesson in `<root>/<id>/`: `lesson.md` and the files beside it. Throws LessonError. */
export function readLesson(root: string, id: string): Lesson {
  const folder = join(root, id);
  if (!existsSync(join(folder, 'lesson.md')))
    throw new LessonError(`there is no lesson ${id}: it is called TRACK/NAME`);
  const files = Object.fromEntries(filesBelow(join(folder, 'files')));
  return loadLesson(id, readFileSync(join(folder, 'lesson.md'), 'utf8'), files, solutionsIn(join(folder, 'solution')));
}

/** Locale → the lesson in that language, of every `lesson.<locale>.md` beside it. Throws LessonError. */
export function readTranslations(root: string, lesson: Lesson): Record<string, Lesson> {
  const folder = join(root, lesson.id);
  const locales = (existsSync(folder) ? readdirSync(folder) : []).flatMap(
    (name) => /^lesson\.([a-z]{2})\.md$/.exec(name)?.[1] ?? [],
  );
  return Object.fromEntries(
    locales.map((locale) => [
      locale,
      translateLesson(lesson, readFileSync(join(folder, `lesson.${locale}.md`), 'utf8')),
    ]),
  );
}

/** Step → the files of its solution. */
function solutionsIn(folder: string): Record<string, Record<string, string>> {
  if (!existsSync(folder)) return {};
  const steps = readdirSync(folder).map((step) => [step, Object.fromEntries(filesBelow(join(folder, step)))] as const);
  return Object.fromEntries(steps);
}

/** A track as `tracks.yaml` lists it. */
export interface ListedTrack {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly lessons: readonly string[];
  /** Locale → the same in that language. */
  readonly translations?: Readonly<Record<string, { readonly title: string; readonly summary: string }>>;
}

export function readTracks(root: string): ListedTrack[] {
  return parse(readFileSync(join(root, 'tracks.yaml'), 'utf8')) as ListedTrack[];
}

/** The ids of a track's lessons in their order; what is not listed comes last. */
export function lessonIds(root: string, track: ListedTrack): string[] {
  const place = (name: string) => (track.lessons.includes(name) ? track.lessons.indexOf(name) : track.lessons.length);
  return readdirSync(join(root, track.id), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
    .map((name) => `${track.id}/${name}`);
}

/** Path below the folder → text. */
export function filesBelow(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(folder, path).replaceAll(sep, '/'), readFileSync(path, 'utf8')]));
}
