import * as v from 'valibot';
import { parse } from 'yaml';
import type { Lesson, Step } from './lesson.ts';
import { frontMatter } from './schema.ts';

/** A lesson that cannot be read. The message says where and what to do. */
export class LessonError extends Error {}

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
    const { quiz, predict, ...own } = declared[index]!;
    const whole = index === 0 ? `${introduction.trim()}\n\n${body}` : body;
    return { ...own, quiz, predict, title: title.trim(), body: whole.trim() };
  });
  return { id, ...head, files, steps };
}
