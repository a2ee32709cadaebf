/**
 * Lessons for the page: each `lesson.md` is read when the page is built, with the files beside it, so that the page carries
 * neither YAML nor Markdown parsers and a lesson that cannot be read fails the build.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toHast } from 'mdast-util-to-hast';
import type { Plugin } from 'vite';
import { parse } from 'yaml';
import type { ProseElement, ProseNode, ReadableLesson, Track } from './src/app/lessons.ts';
import { loadLesson } from './src/lessons/load.ts';

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
      if (basename(id) !== 'lesson.md') return undefined;
      const folder = dirname(id);
      const files = filesBelow(join(folder, 'files'));
      for (const path of files.keys()) this.addWatchFile(join(folder, 'files', path));
      const name = `${basename(dirname(folder))}/${basename(folder)}`;
      const lesson = loadLesson(name, readFileSync(id, 'utf8'), Object.fromEntries(files));
      const readable: ReadableLesson = { ...lesson, prose: lesson.steps.map(({ body }) => prose(body)) };
      return { code: `export default ${JSON.stringify(readable)};`, moduleType: 'js' };
    },
  };
}

/** What there is to learn, in order: `tracks.yaml`, and the head of each lesson. */
function lessonIndex(root: string): Track[] {
  const tracks = parse(readFileSync(join(root, 'tracks.yaml'), 'utf8')) as Omit<Track, 'lessons'>[];
  return tracks.map((track) => {
    const { lessons: listed } = track as unknown as { lessons: readonly string[] };
    const place = (name: string) => (listed.includes(name) ? listed.indexOf(name) : listed.length);
    const found = readdirSync(join(root, track.id), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
    return { ...track, lessons: found.map((name) => summaryOf(root, `${track.id}/${name}`)) };
  });
}

function summaryOf(root: string, name: string): Track['lessons'][number] {
  const { id, title, summary, minutes, steps } = loadLesson(
    name,
    readFileSync(join(root, name, 'lesson.md'), 'utf8'),
    {},
  );
  return { id, title, summary, minutes, goals: steps.reduce((count, step) => count + step.goals.length, 0) };
}

function filesBelow(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(folder, path).replaceAll(sep, '/'), readFileSync(path, 'utf8')]));
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
