import { useShallow } from 'zustand/react/shallow';
import type { BuildPlan, BuildRecord } from '../../engine/api/drydock.ts';
import type { Messages } from '../messages/en.ts';
import { useMessages } from '../messages/messages.ts';
import { useEngine } from '../stores/engine.ts';
import { useShownPlan } from '../stores/shown-plan.ts';
import { Advice } from './Advice.tsx';
import { BuildSteps } from './BuildSteps.tsx';
import { ImageList } from './ImageList.tsx';
import { StageGraph } from './StageGraph.tsx';
import { duration } from './words.ts';

/** The steps of the open Dockerfile: what the next build will do, what the last one did; then the images on this computer. */
export function LayersView() {
  const { layers: words } = useMessages().views;
  const { live, builds } = useEngine(useShallow(({ live, builds }) => ({ live, builds })));
  const { plan, covered } = useShownPlan();
  const last = live ?? builds.at(-1);
  return (
    <div className="layers-view">
      <h2>{live ? words.building : words.next}</h2>
      <p className="summary" role="status">
        {covered && !live && !plan?.error ? words.guess : summary(plan, live, words)}
      </p>
      <StageGraph steps={live?.steps ?? (plan?.error ? [] : plan?.steps) ?? []} />
      <BuildSteps plan={plan} live={live} last={last} />
      {!live && plan?.advice?.[0] && <Advice plan={plan} />}
      <ImageList />
    </div>
  );
}

function summary(
  plan: BuildPlan | undefined,
  live: BuildRecord | undefined,
  words: Messages['views']['layers'],
): string {
  if (live) {
    const done = live.steps.filter((step) => step.state !== 'NOT-REACHED').length;
    return words.done(done, live.steps.length);
  }
  if (!plan) return words.reading;
  if (plan.error) {
    const { line, message } = plan.error;
    return line === undefined || message.includes(`line ${line}`) ? message : words.atLine(line, message);
  }
  const open = plan.steps.filter((step) => step.prediction === 'MAYBE').length;
  if (plan.misses === 0 && open === 0) return words.allCached;
  const time = plan.expectedDuration > 0 ? duration(plan.expectedDuration) : undefined;
  return words.summary(plan.hits, plan.misses, open, time);
}
