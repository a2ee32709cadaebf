import type { BuildPlan, BuildRecord } from '../../engine/api/drydock.ts';
import { useEngine } from '../stores/engine.ts';
import { Advice } from './Advice.tsx';
import { BuildSteps } from './BuildSteps.tsx';
import { ImageList } from './ImageList.tsx';
import { StageGraph } from './StageGraph.tsx';
import { duration } from './words.ts';

/** The steps of the open Dockerfile: what the next build will do, what the last one did; then the images on this computer. */
export function LayersView() {
  const { plan, live, builds } = useEngine();
  const last = live ?? builds.at(-1);
  return (
    <div className="layers-view">
      <h2>{live ? 'Building' : 'If you build now'}</h2>
      <p className="summary" role="status">
        {summary(plan, live)}
      </p>
      <StageGraph steps={live?.steps ?? (plan?.error ? [] : plan?.steps) ?? []} />
      <BuildSteps plan={plan} live={live} last={last} />
      {!live && plan?.advice && <Advice plan={plan} />}
      <ImageList />
    </div>
  );
}

function summary(plan: BuildPlan | undefined, live: BuildRecord | undefined): string {
  if (live) {
    const done = live.steps.filter((step) => step.state !== 'NOT-REACHED').length;
    return `${done} of ${live.steps.length} steps done`;
  }
  if (!plan) return 'Reading the Dockerfile…';
  if (plan.error) {
    const { line, message } = plan.error;
    return line === undefined || message.includes(`line ${line}`) ? message : `Line ${line}: ${message}`;
  }
  const open = plan.steps.filter((step) => step.prediction === 'MAYBE').length;
  if (plan.misses === 0 && open === 0) return 'Everything is in the cache: no step needs to run.';
  const cost = plan.expectedDuration > 0 ? `, about ${duration(plan.expectedDuration)} going by the last time` : '';
  const reused = plan.hits === 0 ? '' : `${plan.hits} reused, `;
  const undecided = open === 0 ? '' : `, ${open} may be reused`;
  return `${reused}${plan.misses} ${plan.misses === 1 ? 'step runs' : 'steps run'}${undecided}${cost}.`;
}
