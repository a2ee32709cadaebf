import { useMemo } from 'react';
import type { BuildPlan } from '../../engine/api/drydock.ts';
import { useAnswers } from './answers.ts';
import { useEngine } from './engine.ts';
import { useLesson } from './lesson.ts';

/**
 * The plan as it may be shown: while the step on screen asks which steps will run and nobody has answered, no view and no mark
 * answers for the student.
 */
export function useShownPlan(): { readonly plan: BuildPlan | undefined; readonly covered: boolean } {
  const plan = useEngine((state) => state.plan);
  const asking = useLesson(({ lesson, step }) => {
    const current = lesson?.steps[step];
    return current?.predict === undefined ? undefined : `${lesson?.id}/${current.id}`;
  });
  const covered = useAnswers(({ steps }) => asking !== undefined && steps[asking]?.prediction === undefined);
  return useMemo(() => ({ plan: covered && plan ? cover(plan) : plan, covered }), [plan, covered]);
}

/** Says neither what will run nor why. */
function cover({ error, ...plan }: BuildPlan): BuildPlan {
  const steps = plan.steps.map((step) => ({
    ...step,
    prediction: step.prediction === 'HIT' || step.prediction === 'MISS' ? ('MAYBE' as const) : step.prediction,
    causes: [],
    why: '',
  }));
  return { ...plan, ...(error && { error }), steps, advice: [] };
}
