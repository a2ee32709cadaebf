import type { BuildRecord, StepState } from '../../engine/api/drydock.ts';
import type { Step } from '../convert/steps.ts';
import type { Solver, VertexOutcome } from '../solve/solver.ts';
import type { BuildCache, BuildRequest, KeyInputs, StoredBuild } from '../types.ts';
import { History } from './history.ts';

type Ends = Pick<BuildRecord, 'id' | 'started' | 'finished' | 'imageId' | 'error'>;

/** What one build did, step by step, and why. */
export function recordOf(
  request: BuildRequest,
  steps: readonly Step[],
  solver: Solver | undefined,
  cache: BuildCache,
  ends: Ends,
): StoredBuild {
  const history = new History(request, steps, cache);
  const inputs = new Map<number, KeyInputs>();
  const missed = new Set<number>();
  const recorded = steps.map((step): BuildRecord['steps'][number] => {
    const digest = step.vertex && solver?.digests.get(step.vertex);
    const outcome = digest && solver?.outcomes.get(digest);
    const state = stateOf(step, outcome, ends.error !== undefined);
    if (outcome?.inputs) inputs.set(step.step, outcome.inputs);
    const layer = outcome && 'layer' in outcome ? outcome.layer : undefined;
    const ran = state === 'RAN' || state === 'FAILED';
    if (ran) missed.add(step.step);
    const parent = step.vertex?.inputs
      .map((input) => input?.step)
      .find((input) => input !== undefined && missed.has(input));
    const explained =
      ran && step.vertex && step.vertex.operation.kind !== 'image'
        ? history.causes({ ...step, inputs: outcome?.inputs }, { noCache: step.vertex.ignoreCache, parent })
        : { causes: [], why: '' };
    const last = history.last(step.step);
    return {
      step: step.step,
      stage: step.stage,
      lines: { ...step.lines },
      name: step.name,
      instruction: step.instruction,
      ...explained,
      ...(step.uses && { uses: [...step.uses] }),
      ...(last && { lastDuration: last.duration, lastSize: last.size }),
      state,
      duration: ran ? (outcome?.duration ?? 0) : 0,
      size: layer?.size ?? 0,
      ...(digest && { vertex: digest }),
      ...(layer && { layer: layer.diffId }),
      ...(outcome?.key && { cacheKey: outcome.key }),
    };
  });
  const record: BuildRecord = { ...ends, dockerfile: request.dockerfile, tags: [...request.tags], steps: recorded };
  return { record, inputs };
}

function stateOf(step: Step, outcome: VertexOutcome | undefined | '', failed: boolean): StepState {
  if (step.skipped) return 'SKIPPED';
  if (outcome) return ({ cached: 'CACHED', ran: 'RAN', failed: 'FAILED' } as const)[outcome.state];
  if (step.vertex) return 'NOT-REACHED';
  return failed ? 'NOT-REACHED' : 'METADATA-ONLY';
}
