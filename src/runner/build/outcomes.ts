import type { ObservedStep } from '../../build/explain/observe.ts';
import type { BuildRecord } from '../../engine/api/drydock.ts';
import { find } from '../engine/ask.ts';
import type { Session } from '../session/session.ts';

interface HistoryRow {
  readonly Size: number;
  readonly CreatedBy: string;
}

const MAKES_LAYERS = /^(RUN|COPY|ADD|WORKDIR)$/i;

/** What became of each step, with the layer it made: layers are told by the image, not by the builder. */
export async function outcomesOf(
  session: Session,
  steps: BuildRecord['steps'],
  imageId: string | undefined,
  baseLayers: number,
): Promise<Map<number, ObservedStep>> {
  const outcomes = new Map<number, ObservedStep>();
  for (const { step, state, duration, vertex } of steps)
    if (state !== 'NOT-REACHED') outcomes.set(step, { state, duration, ...(vertex !== undefined && { vertex }) });
  if (imageId === undefined) return outcomes;
  const { door } = session.engine;
  const [image, history] = await Promise.all([
    find<{ RootFS: { Layers?: string[] } }>(door, `/images/${imageId}/json`),
    find<HistoryRow[]>(door, `/images/${imageId}/history`),
  ]);
  const layers = (image?.RootFS.Layers ?? []).slice(baseLayers);
  const target = steps.at(-1)?.stage;
  const made = steps.filter(
    ({ step, stage, instruction }) => stage === target && MAKES_LAYERS.test(instruction) && outcomes.has(step),
  );
  // The newest come first, and those without a layer say nothing of themselves but their instruction.
  const rows = (history ?? []).filter(({ CreatedBy }) => /^(RUN|COPY|ADD|WORKDIR)\b/.test(CreatedBy)).reverse();
  const own = rows.slice(rows.length - made.length);
  if (layers.length !== made.length || own.length !== made.length) return outcomes;
  made.forEach(({ step }, index) => {
    const outcome = outcomes.get(step)!;
    outcomes.set(step, { ...outcome, size: own[index]!.Size, layer: layers[index]! });
  });
  return outcomes;
}
