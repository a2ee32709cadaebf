import type { BuildRecord, PlannedStep } from '../../engine/api/drydock.ts';

export type RecordedStep = BuildRecord['steps'][number];

/** What a step did in a build, if it was part of it. */
export function recordOf(step: PlannedStep | RecordedStep, build: BuildRecord | undefined): RecordedStep | undefined {
  return build?.steps.find(({ name, stage }) => name === step.name && stage === step.stage);
}

/** The layer a step made or reused; a step that will run anew has none yet. */
export function layerOf(step: PlannedStep | RecordedStep, before: RecordedStep | undefined): string | undefined {
  if ('state' in step) return step.layer;
  return step.prediction === 'MISS' || step.prediction === 'SKIPPED' ? undefined : before?.layer;
}
