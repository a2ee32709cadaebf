/**
 * Lessons for the page: each `lesson.md` is read when the page is built, with the files beside it, so that the page carries
 * neither YAML nor Markdown parsers and a lesson that cannot be read fails the build.
 */
import { basename, dirname, join } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toHast } from 'mdast-util-to-hast';
import type { Plugin } from 'vite';
import type { ProseElement, ProseNode, ReadableLesson, Track } from './src/app/lessons.ts';
import { filesBelow, lessonIds, readLesson, readTracks, readTranslations } from './src/bin/lesson/read.ts';

type HastNode = Exclude<ReturnType<typeof toHast>, { type: 'doctype' }>;

const INDEX = 'virtual:lesson-index';

export function lessons(): Plugin {
  const root = join(import.meta.dirname, 'lessons');
  return {
    name: 'drydock-lessons',
    enforce: 'pre',
    resolveId: (id) => (id === INDEX ? `\0${INDEX}` : undefined),
    load(id) {
      if (id === `\0${INDEX}`) {
        this.addWatchFile(join(root, 'tracks.yaml'));
        return { code: `export default ${JSON.stringify(lessonIndex(root))};`, moduleType: 'js' };
      }
      const [, locale] = /^lesson(?:\.([a-z]{2}))?\.md$/.exec(basename(id)) ?? [undefined, ''];
      if (locale === '') return undefined;
      const folder = dirname(id);
      for (const path of filesBelow(folder).keys()) this.addWatchFile(join(folder, path));
      const name = `${basename(dirname(folder))}/${basename(folder)}`;
      const original = readLesson(root, name);
      const lesson = locale === undefined ? original : readTranslations(root, original)[locale]!;
      const readable: ReadableLesson = {
        ...lesson,
        locale: locale ?? 'en',
        prose: lesson.steps.map(({ body }) => prose(body)),
      };
      return { code: `export default ${JSON.stringify(readable)};`, moduleType: 'js' };
    },
  };
}

/** What there is to learn, in order: `tracks.yaml`, and the head of each lesson. */
function lessonIndex(root: string): Track[] {
  return readTracks(root).map((track) => ({
    ...track,
    lessons: lessonIds(root, track).map((id) => summaryOf(root, id)),
  }));
}

function summaryOf(root: string, name: string): Track['lessons'][number] {
  const lesson = readLesson(root, name);
  const { id, title, summary, minutes, steps } = lesson;
  const translated = Object.entries(readTranslations(root, lesson)).map(
    ([locale, { title, summary }]) => [locale, { title, summary }] as const,
  );
  return {
    id,
    title,
    summary,
    minutes,
    goals: steps.filter(({ only }) => !only).reduce((count, step) => count + step.goals.length, 0),
    branches: steps.filter(({ only }) => only).map(({ id }) => id),
    translations: Object.fromEntries(translated),
  };
}

function prose(markdown: string): ProseNode[] {
  return childrenOf(toHast(fromMarkdown(markdown)));
}

function childrenOf(node: HastNode): ProseNode[] {
  if (!('children' in node)) return [];
  return node.children.flatMap((child): ProseNode[] => {
    if (child.type === 'text') return [child.value];
    if (child.type !== 'element') return [];
    const properties = Object.entries(child.properties).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(' ') : value,
    ]);
    const element: ProseElement = {
      tag: child.tagName,
      properties: Object.fromEntries(properties),
      children: childrenOf(child),
    };
    return [element];
  });
}
