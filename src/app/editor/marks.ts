import type { BuildPlan, PlannedStep } from '../../engine/api/drydock.ts';
import { monaco } from './monaco.ts';

const words: Record<PlannedStep['prediction'], string> = {
  HIT: 'Will be reused from the cache',
  MISS: 'Will run',
  MAYBE: 'May be reused',
  'METADATA-ONLY': 'Changes the configuration only',
  SKIPPED: 'Will be skipped: its stage is not needed',
};

/** A mark beside each instruction's first line, saying what a build would do with it and why. */
export function predictionMarks(plan: BuildPlan): monaco.editor.IModelDeltaDecoration[] {
  if (plan.error) return [];
  return plan.steps.map((step) => ({
    range: new monaco.Range(step.lines.start, 1, step.lines.end, 1),
    options: {
      glyphMarginClassName: `mark mark-${step.prediction}`,
      glyphMarginHoverMessage: {
        value: step.why === '' ? words[step.prediction] : `${words[step.prediction]}: ${step.why}`,
      },
    },
  }));
}

/** The lines of the step that is pointed at in a view. */
export function pointedMark({ start, end }: { start: number; end: number }): monaco.editor.IModelDeltaDecoration {
  return { range: new monaco.Range(start, 1, end, 1), options: { isWholeLine: true, className: 'pointed-lines' } };
}
