import { create } from 'zustand';
import type { Foretold } from '../lesson/grade.ts';
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
