import { create } from 'zustand';
import type { Share } from '../../lessons/lesson.ts';
import { type FinishedBuild, type Foretold, gradePrediction, predictionShare, quizShare } from '../lesson/grade.ts';
import type { ReadableLesson } from '../lessons.ts';
import { readSetting, writeSetting } from './settings.ts';

/** What a student has answered in a step. */
export interface StepAnswers {
  /** Indexes of the choices of its quiz. */
  readonly quiz?: readonly number[];
  readonly prediction?: Foretold;
}

type Answers = Readonly<Record<string, StepAnswers>>;

const KEY = 'answers';

/** `<track>/<lesson>/<step>` → what was answered there; it survives a reload. */
export const useAnswers = create<{ readonly steps: Answers }>(() => ({ steps: read() }));

/** Keeps an answer, or with undefined forgets it. */
export function answerStep(key: string, answer: Partial<StepAnswers>): void {
  const { steps } = useAnswers.getState();
  keep({ ...steps, [key]: { ...steps[key], ...answer } });
}

/** Decides what was foretold of builds that have finished by now. */
export function gradeAnswers(builds: readonly FinishedBuild[]): void {
  for (const [key, { prediction }] of Object.entries(useAnswers.getState().steps)) {
    if (!prediction || prediction.graded) continue;
    const graded = gradePrediction(prediction, builds);
    if (graded) answerStep(key, { prediction: { ...prediction, graded } });
  }
}

/** How much was answered rightly in a lesson: `<step>/quiz` and `<step>/prediction` → so much. */
export function sharesOf(lesson: ReadableLesson): Record<string, Share> {
  const shares: Record<string, Share> = {};
  for (const { id, quiz } of lesson.steps) {
    const { quiz: chosen, prediction } = useAnswers.getState().steps[`${lesson.id}/${id}`] ?? {};
    if (quiz && chosen) shares[`${id}/quiz`] = quizShare(quiz, chosen);
    if (prediction?.graded) shares[`${id}/prediction`] = predictionShare(prediction.graded);
  }
  return shares;
}

/** The lesson is begun again. */
export function answersForgotten(lesson: string): void {
  const { steps } = useAnswers.getState();
  keep(Object.fromEntries(Object.entries(steps).filter(([key]) => !key.startsWith(`${lesson}/`))));
}

function keep(steps: Answers): void {
  useAnswers.setState({ steps });
  writeSetting(KEY, JSON.stringify(steps));
}

function read(): Answers {
  try {
    const stored: unknown = JSON.parse(readSetting(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(Object.entries(stored).map(([key, value]) => [key, readable(value)]));
  } catch {
    return {};
  }
}

function readable(value: unknown): StepAnswers {
  const { quiz, prediction } = (value ?? {}) as Partial<StepAnswers>;
  return {
    ...(Array.isArray(quiz) && { quiz: quiz.filter((index) => typeof index === 'number') }),
    ...(Array.isArray(prediction?.steps) && { prediction }),
  };
}
