import type { BuildPlan, BuildRecord, StepState } from '../../engine/api/drydock.ts';
import { emptyRoot } from '../../kernel/fs/tree.ts';
import type { BuildCache, Builder, BuildRequest, StoredBuild } from '../types.ts';
import { foresee } from './plan.ts';

/** What another builder did with a step. */
export interface ObservedStep {
  readonly state: StepState;
  /** Milliseconds; 0 when reused. */
  readonly duration: number;
  readonly size?: number;
  /** Digest of its vertex. */
  readonly vertex?: string;
  /** DiffID of the layer. */
  readonly layer?: string;
}

/**
 * Explains builds that another builder carries out (BuildKit itself, behind the companion): the same plan from Dockerfile,
 * context and the builds before, and the same record afterwards, with what came of each prediction. `cache` holds no
 * results here, only the keys of what that builder has done.
 */
export class Observation {
  readonly plan: BuildPlan;
  readonly #request: BuildRequest;
  readonly #cache: BuildCache;
  readonly #foresight: ReturnType<typeof foresee>;
  readonly #now: () => number;

  constructor(request: BuildRequest, knowledge: Parameters<Builder['plan']>[1]) {
    this.#request = request;
    this.#cache = knowledge.cache;
    this.#now = () => knowledge.platform.now();
    this.#foresight = foresee(request, { ...knowledge, elsewhere: true });
    this.plan = this.#foresight.plan;
  }

  /** The record of the build, which the next one is compared with. `outcomes` by step number. */
  finish(
    outcomes: ReadonlyMap<number, ObservedStep>,
    ends: Pick<BuildRecord, 'id' | 'started' | 'finished' | 'imageId' | 'error'>,
  ): StoredBuild {
    const { steps, predictions } = this.#foresight;
    const inputs = new Map<number, NonNullable<ReturnType<(typeof predictions)['get']>>['inputs'] & object>();
    const byNumber = new Map(steps.map((step) => [step.step, step]));
    const recorded = this.plan.steps.map(({ prediction, ...step }): BuildRecord['steps'][number] => {
      const vertex = byNumber.get(step.step)?.vertex;
      const known = vertex && predictions.get(vertex);
      const outcome = outcomes.get(step.step);
      // Some builders tell of every instruction as of a step.
      const isMetadata = prediction === 'METADATA-ONLY' && outcome?.state !== 'FAILED';
      // A base image that was there is looked at, not fetched: builders tell of that as done rather than cached.
      const wasHere = prediction === 'HIT' && step.instruction.toUpperCase() === 'FROM' && outcome?.state === 'RAN';
      const told = isMetadata ? undefined : wasHere ? 'CACHED' : outcome?.state;
      const state = told ?? stateWithout(prediction, ends.error !== undefined && !outcome);
      if (known?.inputs) inputs.set(step.step, known.inputs);
      if (known?.inputs && (state === 'RAN' || state === 'CACHED'))
        this.#remember(known.key, known.inputs, step.name, outcome);
      const ran = state === 'RAN' || state === 'FAILED';
      return {
        ...step,
        // Why it ran is a matter of what differs; it is said only of what did.
        causes: ran ? step.causes : [],
        why: ran ? step.why : '',
        state,
        predicted: prediction,
        duration: state === 'CACHED' ? 0 : (outcome?.duration ?? 0),
        size: outcome?.size ?? 0,
        ...(outcome?.vertex !== undefined && { vertex: outcome.vertex }),
        ...(outcome?.layer !== undefined && { layer: outcome.layer }),
        ...(known?.inputs && { cacheKey: known.key }),
      };
    });
    const { dockerfile, tags } = this.#request;
    const stored = { record: { ...ends, dockerfile, tags: [...tags], steps: recorded }, inputs };
    this.#cache.addBuild(stored);
    return stored;
  }

  #remember(key: StoredKey, inputs: StoredInputs, description: string, outcome: ObservedStep | undefined): void {
    const now = this.#now();
    this.#cache.put({
      key,
      inputs,
      root: emptyRoot,
      description,
      duration: outcome?.duration ?? 0,
      createdAt: now,
      lastUsedAt: now,
      usageCount: 1,
    });
  }
}

type StoredKey = Parameters<BuildCache['put']>[0]['key'];
type StoredInputs = Parameters<BuildCache['put']>[0]['inputs'];

/** A step the builder did not speak of. */
function stateWithout(prediction: BuildPlan['steps'][number]['prediction'], failed: boolean): StepState {
  if (prediction === 'SKIPPED') return 'SKIPPED';
  if (prediction === 'METADATA-ONLY') return failed ? 'NOT-REACHED' : 'METADATA-ONLY';
  // A base image that was there needs no vertex of its own when nothing else runs.
  return failed ? 'NOT-REACHED' : 'CACHED';
}
