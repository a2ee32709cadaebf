import type { BuildPlan, BuildRecord, PlannedStep } from '../../engine/api/drydock.ts';
import type { Messages } from '../messages/en.ts';
import { hueOf } from '../views/hue.ts';
import { layerOf, type RecordedStep, recordOf } from '../views/step-layer.ts';
import { duration, size } from '../views/words.ts';
import { monaco } from './monaco.ts';

/**
 * Beside each instruction what a build would do with it and why, and its layer in its colour; behind it how much it adds and how
 * long it took when it last ran.
 */
export function stepMarks(
  plan: BuildPlan,
  last: BuildRecord | undefined,
  model: monaco.editor.ITextModel,
  { views }: Messages,
): monaco.editor.IModelDeltaDecoration[] {
  if (plan.error) return [];
  return plan.steps.flatMap((step) => {
    const before = recordOf(step, last);
    const layer = layerOf(step, before);
    const { start } = step.lines;
    // The text may have moved on since the plan was made.
    const end = Math.min(step.lines.end, model.getLineCount());
    const facts = factsOf(step, before);
    const mark = {
      range: new monaco.Range(start, 1, end, 1),
      options: {
        glyphMarginClassName: `mark mark-${step.prediction}`,
        glyphMarginHoverMessage: {
          value: [views.layers.mark(step.prediction), views.steps.why(step)].filter((part) => part !== '').join(': '),
        },
        ...(step.instruction !== 'ARG' &&
          step.prediction !== 'METADATA-ONLY' && { linesDecorationsClassName: barOf(layer) }),
      },
    };
    if (facts === '') return [mark];
    const column = model.getLineMaxColumn(end);
    const behind = {
      range: new monaco.Range(end, column, end, column),
      options: { showIfCollapsed: true, after: { content: `  ${facts}`, inlineClassName: 'step-facts' } },
    };
    return [mark, behind];
  });
}

/** The lines of the step that is pointed at in a view. */
export function pointedMark({ start, end }: { start: number; end: number }): monaco.editor.IModelDeltaDecoration {
  return { range: new monaco.Range(start, 1, end, 1), options: { isWholeLine: true, className: 'pointed-lines' } };
}

function factsOf(step: PlannedStep, before: RecordedStep | undefined): string {
  const parts: string[] = [];
  if (before?.layer !== undefined) parts.push(size(before.size));
  if (step.lastDuration !== undefined && step.lastDuration >= 100) parts.push(duration(step.lastDuration));
  return parts.join(', ');
}

/** Monaco takes classes, not styles: one for each colour there is. */
const coloured = new Set<string>();
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);

function barOf(layer: string | undefined): string {
  if (layer === undefined) return 'layer-bar layer-bar-none';
  const hue = hueOf(layer);
  const name = `layer-bar-${hue}`;
  if (!coloured.has(name)) {
    coloured.add(name);
    sheet.insertRule(`.${name}::before { background: hsl(${hue} 55% var(--layer-light)); }`);
  }
  return `layer-bar ${name}`;
}
