import type { MissCause } from '../../engine/api/drydock.ts';
import type { Step } from '../convert/steps.ts';
import type { BuildCache, BuildRequest, KeyInputs, StoredBuild } from '../types.ts';
import { differences } from './difference.ts';
import { sentence } from './sentence.ts';

/** A step whose inputs are known as far as they can be. */
export interface KnownStep extends Step {
  readonly inputs?: KeyInputs;
}

/** Compares the steps of a build with those of the build before it. */
export class History {
  readonly #before: StoredBuild | undefined;
  readonly #pairs: ReadonlyMap<number, number>;

  constructor(request: Pick<BuildRequest, 'tags'>, steps: readonly Step[], cache: BuildCache) {
    this.#before = previousBuild(request.tags, cache);
    this.#pairs = this.#before ? pairSteps(steps, this.#before.record.steps) : new Map();
  }

  /** How long it took and what it added when it last really ran. */
  last(step: number): { duration: number; size: number } | undefined {
    const found = this.#step(step);
    return found && { duration: found.duration, size: found.size };
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
    const old = this.#step(step.step);
    const before = old && this.#before?.inputs.get(old.step);
    if (before && step.inputs) causes.push(...differences(before, step.inputs, { before: old.name, after: step.name }));
    else if (old && old.name !== step.name)
      causes.push({ kind: 'instruction-changed', before: old.name, after: step.name });
    if (noCache) causes.push({ kind: 'no-cache' });
    if (parent !== undefined) causes.push({ kind: 'parent-changed', step: parent });
    if (causes.length > 0) return causes;
    return [{ kind: old && before ? 'pruned' : 'first-build' }];
  }

  /** The base image of a FROM, when it is another one than before. */
  baseChange(step: Step): MissCause | undefined {
    const old = this.#step(step.step);
    return old && old.name !== step.name
      ? { kind: 'base-changed', before: baseOf(old.name), after: baseOf(step.name) }
      : undefined;
  }

  #step(step: number): StoredBuild['record']['steps'][number] | undefined {
    const index = this.#pairs.get(step);
    return index === undefined ? undefined : this.#before?.record.steps[index];
  }
}

function baseOf(name: string): string {
  return name.replace(/^FROM (--platform=\S+ )?/, '').split(' ', 1)[0]!;
}

/** The newest build of the same names, or else the newest of all. */
function previousBuild(tags: readonly string[], cache: BuildCache): StoredBuild | undefined {
  const builds = cache.builds();
  const same = builds.findLast(
    (build) => build.record.steps.length > 0 && build.record.tags.some((tag) => tags.includes(tag)),
  );
  return same ?? builds.findLast((build) => build.record.steps.length > 0);
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
