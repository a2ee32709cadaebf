import type { MissCause } from '../../engine/api/drydock.ts';
import type { Step } from '../convert/steps.ts';
import type { BuildCache, BuildRequest, KeyInputs, StoredBuild } from '../types.ts';
import { differences } from './difference.ts';
import { sentence } from './sentence.ts';

/** A step whose inputs are known as far as they can be. */
export interface KnownStep extends Step {
  readonly inputs?: KeyInputs;
}

type PastStep = StoredBuild['record']['steps'][number];

/** A step as it was in an earlier build. */
interface Past {
  readonly step: PastStep;
  /** undefined when that build did not come to it. */
  readonly inputs: KeyInputs | undefined;
}

/** Compares the steps of a build with those of the builds before it. */
export class History {
  readonly #steps: readonly Step[];
  /** Newest first. */
  readonly #builds: readonly StoredBuild[];
  readonly #pairs = new Map<StoredBuild, ReadonlyMap<number, number>>();

  constructor(request: Pick<BuildRequest, 'tags'>, steps: readonly Step[], cache: BuildCache) {
    this.#steps = steps;
    this.#builds = earlierBuilds(request.tags, cache);
  }

  /** How long it took and what it added when it last really ran. */
  last(step: number): { duration: number; size: number } | undefined {
    const past = this.#past(step)?.step;
    if (!past) return undefined;
    const { state, duration, lastDuration, size } = past;
    return { duration: state === 'CACHED' ? (lastDuration ?? duration) : duration, size };
  }

  /** Why a step misses; `parent` is the step whose miss it follows from. */
  causes(
    step: KnownStep,
    state: { noCache: boolean; parent: number | undefined },
  ): { causes: MissCause[]; why: string } {
    const causes = this.#causes(step, state);
    return { causes, why: sentence(causes) };
  }

  #causes(step: KnownStep, { noCache, parent }: { noCache: boolean; parent: number | undefined }): MissCause[] {
    const causes: MissCause[] = [];
    const past = this.#past(step.step);
    const old = past?.step;
    if (past?.inputs && step.inputs)
      causes.push(...differences(past.inputs, step.inputs, { before: past.step.name, after: step.name }));
    else if (!past?.inputs) causes.push({ kind: 'first-build' });
    else if (old && old.name !== step.name)
      causes.push({ kind: 'instruction-changed', before: old.name, after: step.name });
    if (noCache) causes.push({ kind: 'no-cache' });
    if (parent !== undefined) causes.push({ kind: 'parent-changed', step: parent });
    if (causes.length > 0) return causes;
    return [{ kind: old?.state === 'FAILED' ? 'failed-before' : 'pruned' }];
  }

  /** The base image of a FROM, when it is another one than before. */
  baseChange(step: Step): MissCause | undefined {
    const old = this.#past(step.step)?.step;
    return old && old.name !== step.name
      ? { kind: 'base-changed', before: baseOf(old.name), after: baseOf(step.name) }
      : undefined;
  }

  /** The step in the newest build that came to it: one that failed above it says nothing about it. */
  #past(step: number): Past | undefined {
    let newest: Past | undefined;
    for (const build of this.#builds) {
      const index = this.#pairsWith(build).get(step);
      const old = index === undefined ? undefined : build.record.steps[index];
      if (!old) {
        // What the newest build did not have is new, whatever older ones had.
        if (build === this.#builds[0]) return undefined;
        continue;
      }
      const past = { step: old, inputs: build.inputs.get(old.step) };
      newest ??= past;
      if (past.inputs || old.state !== 'NOT-REACHED') return past;
    }
    return newest;
  }

  #pairsWith(build: StoredBuild): ReadonlyMap<number, number> {
    let pairs = this.#pairs.get(build);
    if (!pairs) this.#pairs.set(build, (pairs = pairSteps(this.#steps, build.record.steps)));
    return pairs;
  }
}

function baseOf(name: string): string {
  return name.replace(/^FROM (--platform=\S+ )?/, '').split(' ', 1)[0]!;
}

/** Builds of the same names, or else all of them; newest first. */
function earlierBuilds(tags: readonly string[], cache: BuildCache): StoredBuild[] {
  const builds = cache.builds().filter((build) => build.record.steps.length > 0);
  const same = builds.filter((build) => build.record.tags.some((tag) => tags.includes(tag)));
  return (same.length > 0 ? same : builds).toReversed();
}

/** Pairs the steps of two builds: equal ones in order, then what stands between them by instruction. */
function pairSteps(now: readonly Step[], before: StoredBuild['record']['steps']): Map<number, number> {
  const pairs = new Map<number, number>();
  const lengths = longestCommon(now.map(label), before.map(label));
  let [i, j] = [0, 0];
  let [gapStart, oldGapStart] = [0, 0];
  const closeGap = (end: number, oldEnd: number): void => {
    let old = oldGapStart;
    for (let index = gapStart; index < end; index++) {
      const from = before.findIndex(
        (step, at) => at >= old && at < oldEnd && step.instruction === now[index]!.instruction,
      );
      if (from < 0) continue;
      pairs.set(now[index]!.step, from);
      old = from + 1;
    }
  };
  while (i < now.length && j < before.length) {
    if (label(now[i]!) === label(before[j]!)) {
      closeGap(i, j);
      pairs.set(now[i]!.step, j);
      [gapStart, oldGapStart] = [++i, ++j];
    } else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  closeGap(now.length, before.length);
  return pairs;
}

function label(step: { instruction: string; name: string; stage: string }): string {
  return `${step.stage} ${step.name}`;
}

function longestCommon(a: readonly string[], b: readonly string[]): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  return lengths;
}
