import * as v from 'valibot';
import { parse } from 'yaml';
import type { Goal, Lesson, Step } from './lesson.ts';
import { frontMatter } from './schema.ts';

/** A lesson that cannot be read. The message says where and what to do. */
export class LessonError extends Error {}

/** Files beside `lesson.md`: path → text. */
type Files = Readonly<Record<string, string>>;

/**
 * Reads `lesson.md`: YAML front matter, an introduction, and one `## Title` section for each of the front matter's steps, in order.
 * `solutions` are the files of each step's solution. Throws LessonError.
 */
export function loadLesson(
  id: string,
  markdown: string,
  files: Files,
  solutions: Readonly<Record<string, Files>> = {},
): Lesson {
  const { front, introduction, sections } = frontAndSections(id, markdown, frontMatter);
  const { steps: declared, ...head } = front;
  if (sections.length !== declared.length) {
    throw new LessonError(`${id}: ${declared.length} steps in the front matter, but ${sections.length} "## " sections`);
  }
  const unknown = Object.keys(solutions).find((name) => !declared.some((step) => step.id === name));
  if (unknown !== undefined) throw new LessonError(`${id}: solution/${unknown} is of no step`);
  const steps = sections.map(({ title, body }, index): Step => {
    const own = declared[index]!;
    const whole = index === 0 ? `${introduction}\n\n${body}` : body;
    return {
      ...own,
      quiz: own.quiz,
      predict: own.predict,
      only: own.only,
      goals: [...own.goals, ...questions(own)],
      hints: own.hints.map((hint, place) => ({ ...hint, id: hint.id ?? String(place) })),
      wrong: own.wrong.map((answer) => ({ ...answer, hint: String(answer.hint) })),
      solutionFiles: solutions[own.id] ?? {},
      title,
      body: whole.trim(),
    };
  });
  return { id, ...head, files, steps };
}

interface Sections<Front> {
  readonly front: Front;
  /** What stands before the first section. */
  readonly introduction: string;
  readonly sections: readonly { readonly title: string; readonly body: string }[];
}

/** YAML front matter by a schema, and a text in `## Title` sections. Throws LessonError. */
export function frontAndSections<Schema extends v.GenericSchema>(
  id: string,
  markdown: string,
  schema: Schema,
): Sections<v.InferOutput<Schema>> {
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(markdown);
  if (!match) throw new LessonError(`${id}: lesson.md must begin with YAML front matter between two lines of ---`);
  const parsed = v.safeParse(schema, yaml(id, match[1]!));
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new LessonError(`${id}: ${v.getDotPath(issue) ?? 'front matter'}: ${issue.message}`);
  }
  const [introduction = '', ...sections] = match[2]!.split(/^## /m);
  return {
    front: parsed.output,
    introduction: introduction.trim(),
    sections: sections.map((section) => {
      const [title = '', ...rest] = section.split('\n');
      return { title: title.trim(), body: rest.join('\n').trim() };
    }),
  };
}

/** Lines are counted as in the file, where a line of --- stands before them. */
function yaml(id: string, text: string): unknown {
  try {
    return parse(`\n${text}`);
  } catch (error) {
    throw new LessonError(`${id}: ${(error as Error).message.trim()}`);
  }
}

/** A step's question and prediction are goals as well. */
function questions({ id, quiz, predict }: v.InferOutput<typeof frontMatter>['steps'][number]): Goal[] {
  const goals: Goal[] = [];
  if (predict !== undefined) goals.push({ id: 'prediction', text: predict, when: { answer: `${id}/prediction` } });
  if (quiz) goals.push({ id: 'quiz', text: quiz.question, when: { answer: `${id}/quiz` } });
  return goals;
}
