import * as v from 'valibot';
import { parse } from 'yaml';
import type { Lesson, Predicate, Step } from './lesson.ts';

/** A lesson that cannot be read. The message says where and what to do. */
export class LessonError extends Error {}

const predicate: v.GenericSchema<Predicate> = v.lazy(() =>
  v.union([
    v.strictObject({ image: v.string() }),
    v.strictObject({
      container: v.string(),
      state: v.optional(v.picklist(['running', 'exited', 'created', 'absent'])),
      startedTimes: v.optional(v.number()),
    }),
    v.strictObject({ build: v.picklist(['succeeded', 'failed', 'all-cached']) }),
    v.strictObject({
      step: v.string(),
      was: v.picklist(['CACHED', 'RAN', 'NOT-REACHED', 'SKIPPED', 'FAILED']),
      because: v.optional(v.picklist(['files-changed', 'parent-changed', 'instruction-changed'])),
    }),
    v.strictObject({ stepsInOrder: v.array(v.string()) }),
    v.strictObject({ writableLayer: v.string(), has: v.picklist(['added', 'changed', 'deleted']) }),
    v.strictObject({ removed: v.string() }),
    v.strictObject({ logs: v.string(), contain: v.string() }),
    v.strictObject({ all: v.array(predicate) }),
    v.strictObject({ any: v.array(predicate) }),
    v.strictObject({ not: predicate }),
  ]),
);

const frontMatter = v.strictObject({
  title: v.string(),
  summary: v.string(),
  minutes: v.number(),
  folder: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/, 'a folder name of lower-case letters, digits and dashes')),
  images: v.optional(v.array(v.string()), []),
  steps: v.array(
    v.strictObject({
      id: v.string(),
      goals: v.optional(v.array(v.strictObject({ id: v.string(), text: v.string(), when: predicate })), []),
    }),
  ),
});

/**
 * Reads `lesson.md`: YAML front matter, an introduction, and one `## Title` section for each of the front matter's steps, in order.
 * Throws LessonError.
 */
export function loadLesson(id: string, markdown: string, files: Readonly<Record<string, string>>): Lesson {
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(markdown);
  if (!match) throw new LessonError(`${id}: lesson.md must begin with YAML front matter between two lines of ---`);
  const parsed = v.safeParse(frontMatter, parse(match[1]!));
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new LessonError(`${id}: ${v.getDotPath(issue) ?? 'front matter'}: ${issue.message}`);
  }
  const { steps: declared, ...head } = parsed.output;
  const [introduction = '', ...sections] = match[2]!.split(/^## /m);
  if (sections.length !== declared.length) {
    throw new LessonError(`${id}: ${declared.length} steps in the front matter, but ${sections.length} "## " sections`);
  }
  const steps = sections.map((section, index): Step => {
    const [title = '', ...rest] = section.split('\n');
    const body = rest.join('\n').trim();
    return { ...declared[index]!, title: title.trim(), body: index === 0 ? `${introduction.trim()}\n\n${body}` : body };
  });
  return { id, ...head, files, steps };
}
