import type { BuildRecord } from '../../engine/api/drydock.ts';
import type { Quiz, Share } from '../../lessons/lesson.ts';

/** What was foretold of the next build. */
export interface Foretold {
  /** Names of the steps that were said to run: `RUN npm install`. */
  readonly steps: readonly string[];
  /** The last finished build when it was said; undefined when there was none. */
  readonly after: string | undefined;
  /** What the next build did; undefined until it has finished. */
  readonly graded?: readonly GradedStep[] | undefined;
}

export interface GradedStep {
  readonly name: string;
  readonly ran: boolean;
  readonly right: boolean;
}

type Step = { readonly name: string; readonly state: string };
export type FinishedBuild = Pick<BuildRecord, 'id' | 'finished'> & { readonly steps: readonly Step[] };

/** A prediction beside the first build that finished since; undefined until one has, or when that is not known any more. */
export function gradePrediction(
  { steps, after }: Foretold,
  builds: readonly FinishedBuild[],
): readonly GradedStep[] | undefined {
  const finished = builds.filter((build) => build.finished !== undefined);
  const last = finished.findIndex(({ id }) => id === after);
  if (after !== undefined && last < 0) return undefined;
  const layers = finished[last + 1]?.steps.filter(({ state }) => state !== 'METADATA-ONLY' && state !== 'SKIPPED');
  return layers?.map(({ name, state }) => {
    const ran = state === 'RAN' || state === 'FAILED';
    return { name, ran, right: steps.includes(name) === ran };
  });
}

export function predictionShare(graded: readonly GradedStep[]): Share {
  return { got: graded.filter(({ right }) => right).length, of: graded.length };
}

/** Of a single choice all or nothing, of several how many were marked, or left, rightly. */
export function quizShare({ choices, answer }: Quiz, chosen: readonly number[]): Share {
  if (answer.length === 1) return { got: chosen.length === 1 && chosen[0] === answer[0] ? 1 : 0, of: 1 };
  const right = choices.filter((_, index) => chosen.includes(index) === answer.includes(index));
  return { got: right.length, of: choices.length };
}
