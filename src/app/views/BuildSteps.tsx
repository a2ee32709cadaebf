import { memo } from 'react';
import type { BuildPlan, BuildRecord, PlannedStep } from '../../engine/api/drydock.ts';
import type { Messages } from '../messages/en.ts';
import { useMessages } from '../messages/messages.ts';
import { useEngine } from '../stores/engine.ts';
import { isSelected, pointAt, reveal, useSelection } from '../stores/selection.ts';
import { openFile } from '../stores/workspace.ts';
import { layerStyle } from './hue.ts';
import { layerOf, type RecordedStep, recordOf } from './step-layer.ts';
import { duration, size } from './words.ts';

interface StepsProps {
  readonly plan: BuildPlan | undefined;
  readonly live: BuildRecord | undefined;
  readonly last: BuildRecord | undefined;
}

/** One row an instruction, top to bottom as in the Dockerfile. */
export function BuildSteps({ plan, live, last }: StepsProps) {
  const { steps: words } = useMessages().views;
  const running = useEngine((state) => state.running);
  const rows: readonly (PlannedStep | RecordedStep)[] = live?.steps ?? plan?.steps ?? [];
  const stages = new Set(rows.map((row) => row.stage));
  return (
    <ol className="steps" aria-label={words.label}>
      {rows.map((row, index) => (
        <StepRow
          key={row.step}
          row={row}
          before={live ? undefined : recordOf(row, last)}
          running={running.has(row.step)}
          building={live !== undefined}
          broken={live === undefined && plan?.error !== undefined ? plan.error : undefined}
          stage={stages.size > 1 && rows[index - 1]?.stage !== row.stage ? row.stage : undefined}
        />
      ))}
    </ol>
  );
}

interface RowProps {
  readonly row: PlannedStep | RecordedStep;
  /** What this step did in the last build. */
  readonly before: RecordedStep | undefined;
  readonly running: boolean;
  readonly building: boolean;
  /** The Dockerfile cannot be built: nothing is known of its steps but what stands in the way. */
  readonly broken: BuildPlan['error'];
  readonly stage: string | undefined;
}

/** Of sixty rows a step changes one. */
const StepRow = memo(function StepRow({ row, before, running, building, broken, stage }: RowProps) {
  const { steps: words } = useMessages().views;
  const selected = useSelection((state) => isSelected(state, row.lines));
  const { start, end } = row.lines;
  const wrong = broken?.line !== undefined && start <= broken.line && broken.line <= end;
  const state = running ? 'RUNNING' : 'state' in row ? row.state : row.prediction;
  const chip = broken ? (wrong ? 'FAILED' : 'NOT-REACHED') : state;
  const done = 'state' in row ? row : before;
  return (
    <>
      {stage !== undefined && <li className="stage-name">{words.stage(stage)}</li>}
      <li
        className="step"
        data-state={chip}
        data-step={row.name}
        data-selected={selected}
        onMouseEnter={() => pointAt(row.lines)}
        onMouseLeave={() => pointAt(undefined)}
        style={layerStyle(layerOf(row, before))}
      >
        <button
          type="button"
          className="step-main"
          title={words.line(row.lines.start)}
          onFocus={() => pointAt(row.lines)}
          onBlur={() => pointAt(undefined)}
          onClick={() => void openFile('Dockerfile').then(() => reveal(row.lines))}
        >
          <code className="step-name">{row.name}</code>
          {(!broken || wrong) && <span className="chip">{broken ? words.broken : words.word(chip)}</span>}
        </button>
        {row.why !== '' && !broken && <p className="why">{words.why(row)}</p>}
        {done && (building || !('state' in row)) && <p className="facts">{facts(done, building, words)}</p>}
      </li>
    </>
  );
});

function facts(step: RecordedStep, building: boolean, words: Messages['views']['steps']): string {
  const parts: string[] = [];
  if (step.state === 'RAN') parts.push(words.ranIn(duration(step.duration)));
  else if (step.state !== 'NOT-REACHED') parts.push(words.word(step.state));
  if (step.layer !== undefined) parts.push(size(step.size));
  if (parts.length === 0) return '';
  if (step.predicted !== undefined)
    parts.push(cameTrue(step) ? words.asPredicted : words.predicted(words.word(step.predicted)));
  // A step that ran for the first time needs no reason.
  const reason = step.state === 'RAN' && step.causes[0]?.kind !== 'first-build' ? words.why(step) : '';
  return building ? parts.join(', ') : words.lastBuild(`${parts.join(', ')}${reason === '' ? '' : ` (${reason})`}`);
}

/** Whether a real builder did what the plan had said. */
function cameTrue({ predicted, state }: RecordedStep): boolean {
  if (predicted === 'MAYBE') return state === 'CACHED' || state === 'RAN';
  if (predicted === 'HIT') return state === 'CACHED';
  if (predicted === 'MISS') return state === 'RAN' || state === 'FAILED';
  return predicted === state;
}
