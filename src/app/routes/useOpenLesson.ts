import { useEffect, useState } from 'react';
import { fetchLesson, isLesson } from '../lessons.ts';
import { useLocale } from '../messages/messages.ts';
import { lessonPlace } from '../places/place.ts';
import { goToStep, stepIndex } from '../stores/lesson.ts';
import { openPlace, wakeMachine } from '../stores/machine.ts';

interface Opening {
  /** `<track>/<lesson>` */
  readonly id: string;
  /** Of the computer it is taken on. */
  readonly computer: string;
  /** The step to begin with: its id, or its number from 1. */
  readonly step: string | undefined;
  /** False where no terminal is shown. */
  readonly terminal?: boolean;
  /** Resolves when its computer is wanted; left out: at once. */
  readonly wanted?: Promise<void>;
}

/** Fetches a lesson and opens it on a computer. Answers whether there is such a lesson, and what went wrong. */
export function useOpenLesson({ id, computer, step, terminal = true, wanted }: Opening): {
  readonly known: boolean;
  readonly problem: string | undefined;
} {
  const known = isLesson(id);
  const locale = useLocale();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (!known) return;
    let left = false;
    if (!wanted) wakeMachine();
    fetchLesson(id, locale).then(
      (lesson) => {
        if (left) return;
        openPlace({ ...lessonPlace(lesson, computer), terminal }, wanted);
        const index = step === undefined ? -1 : stepIndex(lesson, step);
        if (index >= 0) goToStep(index);
      },
      (error: Error) => setProblem(error.message),
    );
    return () => {
      left = true;
    };
  }, [id, known, computer, step, terminal, wanted, locale]);
  return { known, problem };
}
