import { DockerfileError } from '../../dockerfile/location.ts';
import type { BuildPlan, MissCause, PlannedStep } from '../../engine/api/drydock.ts';
import { Conversion, type Converted, type ImageRequest } from '../convert/conversion.ts';
import type { Step } from '../convert/steps.ts';
import { VertexError } from '../errors.ts';
import { postOrder, type Vertex } from '../graph.ts';
import { checkEntitlements } from '../solve/entitlements.ts';
import { checkExporters } from '../solve/exporters.ts';
import { withRemoteContext } from '../solve/remote-context.ts';
import type { BuildCache, Builder, BuildRequest, ResolvedImage } from '../types.ts';
import { adviceFor } from './advice.ts';
import { History } from './history.ts';
import { type Prediction, type Knowledge as PredictKnowledge, predict, unknown } from './predict.ts';

type Knowledge = Parameters<Builder['plan']>[1] & Pick<PredictKnowledge, 'elsewhere'>;

/** What a build would do now, without doing any of it. */
export function plan(request: BuildRequest, knowledge: Knowledge): BuildPlan {
  return foresee(request, knowledge).plan;
}

/** A plan, and the steps and keys it was made from: none of those when the Dockerfile cannot be built at all. */
export interface Foresight {
  readonly plan: BuildPlan;
  readonly steps: readonly Step[];
  readonly predictions: ReadonlyMap<Vertex, Prediction>;
}

export function foresee(given: BuildRequest, known: Knowledge): Foresight {
  // What is looked at in a repository beforehand does not count as fetched.
  const git = known.git && { ...known.git, checkouts: new Map(known.git.checkouts), fetched: new Map() };
  const knowledge = { ...known, git };
  let request = given;
  let conversion = new Conversion(request);
  let converted: Converted;
  const predictions = new Map<Vertex, Prediction>();
  try {
    checkExporters(given);
    if (given.remote && git) {
      request = withRemoteContext(given, { platform: known.platform, git }, () => {});
      conversion = new Conversion(request);
    }
    converted = convertNow(conversion, knowledge.localImage);
    checkEntitlements(converted.target.vertex, request);
  } catch (error) {
    const line = error instanceof DockerfileError ? error.ranges[0]?.start : undefined;
    const steps = conversion.steps.list.map((step) => planned(step, 'MISS'));
    const failed = summary(steps, { message: (error as Error).message, ...(line !== undefined && { line }) });
    return { plan: failed, steps: [], predictions };
  }
  let failure: BuildPlan['error'];
  for (const vertex of postOrder(converted.target.vertex)) {
    try {
      predictions.set(vertex, predict(vertex, predictions, knowledge));
    } catch (error) {
      if (!(error instanceof VertexError)) throw error;
      failure ??= { message: error.message, ...(vertex.ranges[0] && { line: vertex.ranges[0].start }) };
      predictions.set(vertex, unknown);
    }
  }
  const advice = failure ? [] : adviceFor(converted.steps, request.context, knowledge.cache.builds());
  const explained = explainSteps(request, converted.steps, predictions, knowledge.cache);
  const plan = { ...summary(explained, failure), ...(advice.length > 0 && { advice }) };
  return { plan, steps: converted.steps, predictions };
}

function convertNow(conversion: Conversion, localImage: (reference: string) => ResolvedImage | undefined): Converted {
  const run = conversion.run();
  const answer = ({ reference }: ImageRequest) => {
    const image = localImage(reference);
    return image && { image, pulled: false };
  };
  let step = run.next();
  while (!step.done) step = run.next(step.value.map(answer));
  return step.value;
}

function explainSteps(
  request: BuildRequest,
  steps: readonly Step[],
  predictions: ReadonlyMap<Vertex, Prediction>,
  cache: BuildCache,
): PlannedStep[] {
  const history = new History(request, steps, cache);
  return steps.map((step) => {
    if (step.skipped) return planned(step, 'SKIPPED');
    const { vertex } = step;
    const prediction = vertex && predictions.get(vertex);
    if (!vertex || !prediction) return planned(step, vertex ? 'SKIPPED' : 'METADATA-ONLY');
    const last = history.last(step.step);
    const known = last && { lastDuration: last.duration, lastSize: last.size };
    if (prediction.outcome === 'hit') return { ...planned(step, 'HIT'), ...known };
    const parent = vertex.inputs.find(
      (input) => input?.step !== undefined && predictions.get(input)?.outcome !== 'hit',
    )?.step;
    if (prediction.outcome === 'maybe') {
      const causes: MissCause[] = parent === undefined ? [] : [{ kind: 'parent-changed', step: parent }];
      return { ...planned(step, 'MAYBE'), ...known, causes, why: 'reused if what it copies comes out as it was' };
    }
    const base = vertex.operation.kind === 'image' ? history.baseChange(step) : undefined;
    if (base) return { ...planned(step, 'MISS'), ...known, causes: [base], why: 'the base image is not here yet' };
    const explained = history.causes({ ...step, inputs: prediction.inputs }, { noCache: vertex.ignoreCache, parent });
    return { ...planned(step, 'MISS'), ...known, ...explained };
  });
}

function planned(step: Step, prediction: PlannedStep['prediction']): PlannedStep {
  const { step: number, stage, lines, name, instruction, uses } = step;
  return {
    step: number,
    stage,
    lines: { ...lines },
    name,
    instruction,
    prediction,
    causes: [],
    why: '',
    ...(uses && { uses: [...uses] }),
  };
}

function summary(steps: PlannedStep[], error?: BuildPlan['error']): BuildPlan {
  const missed = steps.filter((step) => step.prediction === 'MISS');
  return {
    steps,
    ...(error && { error }),
    hits: steps.filter((step) => step.prediction === 'HIT').length,
    misses: missed.length,
    expectedDuration: missed.reduce((total, step) => total + (step.lastDuration ?? 0), 0),
  };
}
