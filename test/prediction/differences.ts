import type { StepPrediction, StepState } from '../../src/engine/api/drydock.ts';
import type { ObservedBuild } from './observe.ts';

const FULFILLED: Record<StepPrediction, readonly StepState[]> = {
  HIT: ['CACHED'],
  MISS: ['RAN', 'FAILED'],
  MAYBE: ['CACHED', 'RAN', 'FAILED'],
  'METADATA-ONLY': ['METADATA-ONLY'],
  SKIPPED: ['SKIPPED'],
};

/** Where a build did something else than was said before it. */
export function differences({ line, plan, record }: ObservedBuild): string[] {
  if (plan.error && record.error) return [];
  const found: string[] = [];
  if (plan.error) found.push(`${line}: the plan fails (${plan.error.message}), the build does not`);
  if (plan.steps.length !== record.steps.length)
    found.push(`${line}: ${plan.steps.length} steps planned, ${record.steps.length} recorded`);
  for (const [index, { prediction, name }] of plan.steps.entries()) {
    const step = record.steps[index];
    if (!step) continue;
    const unfinished = record.error !== undefined && step.state === 'NOT-REACHED';
    if (step.name !== name) found.push(`${line}: planned ${name}, recorded ${step.name}`);
    if (!unfinished && !FULFILLED[prediction].includes(step.state))
      found.push(`${line}: ${name}: planned ${prediction}, was ${step.state}`);
  }
  return found;
}
