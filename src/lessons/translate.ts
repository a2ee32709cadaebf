import * as v from 'valibot';
import type { Lesson, Step } from './lesson.ts';
import { frontAndSections, LessonError } from './load.ts';

const text = v.string();
const texts = v.optional(v.record(text, text), {});

/** The front matter of a translation, `lesson.<locale>.md`: words only, by the ids of what they are about. */
const words = v.strictObject({
  title: text,
  summary: text,
  steps: v.record(
    text,
    v.strictObject({
      goals: texts,
      hints: texts,
      predict: v.optional(text),
      quiz: v.optional(v.strictObject({ question: text, choices: v.array(text), why: text })),
    }),
  ),
});

/** The same lesson in another language: what is checked stays, what is read is the translation's. Throws LessonError. */
export function translateLesson(lesson: Lesson, markdown: string): Lesson {
  const { front, introduction, sections } = frontAndSections(lesson.id, markdown, words);
  const fail = (what: string): never => {
    throw new LessonError(`${lesson.id}: the translation ${what}`);
  };
  if (sections.length !== lesson.steps.length) fail(`has ${sections.length} "## " sections of ${lesson.steps.length}`);
  const unknown = Object.keys(front.steps).find((id) => !lesson.steps.some((step) => step.id === id));
  if (unknown !== undefined) fail(`has a step ${unknown} that the lesson has not`);
  const steps = lesson.steps.map((step, index): Step => {
    const own = front.steps[step.id] ?? { goals: {}, hints: {}, predict: undefined, quiz: undefined };
    const named = (kind: 'goals' | 'hints', id: string): string =>
      own[kind][id] ?? fail(`lacks ${step.id}: ${kind}: ${id}`);
    const { title, body } = sections[index]!;
    if ((step.predict === undefined) !== (own.predict === undefined))
      fail(`and the lesson differ in ${step.id}: predict`);
    if (step.quiz?.choices.length !== own.quiz?.choices.length) fail(`and the lesson differ in ${step.id}: quiz`);
    return {
      ...step,
      title,
      body: index === 0 ? `${introduction}\n\n${body}`.trim() : body,
      goals: step.goals.map((goal) => {
        if (!('answer' in goal.when)) return { ...goal, text: named('goals', goal.id) };
        return { ...goal, text: (goal.id === 'quiz' ? own.quiz?.question : own.predict) ?? goal.text };
      }),
      hints: step.hints.map((hint) => ({ ...hint, text: named('hints', hint.id) })),
      predict: own.predict,
      quiz: step.quiz && own.quiz && { ...step.quiz, ...own.quiz },
    };
  });
  return { ...lesson, title: front.title, summary: front.summary, steps };
}
