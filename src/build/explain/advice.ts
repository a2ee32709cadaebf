import type { BuildAdvice } from '../../engine/api/drydock.ts';
import { nodeAt } from '../../kernel/fs/tree.ts';
import type { DirectoryNode } from '../../kernel/fs/types.ts';
import type { Step } from '../convert/steps.ts';
import type { Vertex } from '../graph.ts';
import { expandWildcards } from '../transfer/source-tree.ts';
import type { StoredBuild } from '../types.ts';
import { needsOf, readsMore } from './command-needs.ts';

type PastStep = StoredBuild['record']['steps'][number];

/** A RUN that a copy could stand after, and the files of the context it reads. */
interface Passed {
  readonly step: Step;
  readonly needs: readonly string[];
  /** Those that nothing copies before. */
  readonly uncopied: readonly string[];
}

/** Only so many builds back: older habits say little about the next edit. */
const RECENT = 10;
const decoder = new TextDecoder();

/**
 * Copies that would better stand further down: behind commands that need none of the files that keep changing. Counted
 * over the last builds; a command of which it is not known what it reads is never passed.
 */
export function adviceFor(
  steps: readonly Step[],
  context: DirectoryNode,
  builds: readonly StoredBuild[],
): BuildAdvice[] {
  const advice: BuildAdvice[] = [];
  const reordered = builds.some(({ record }) => record.steps.some(onlyFilesChanged));
  if (!reordered) return advice;
  for (const step of steps) {
    if (!step.skipped && contextCopy(step.vertex)) {
      const found = moveDown(step, steps, context, builds);
      if (found) advice.push(found);
    }
  }
  return advice.sort((a, b) => b.savedDuration - a.savedDuration);
}

function moveDown(
  copy: Step,
  steps: readonly Step[],
  context: DirectoryNode,
  builds: readonly StoredBuild[],
): BuildAdvice | undefined {
  let passed = passable(copy, steps, context);
  const recent = builds.filter(({ record }) => holds(record.steps, copy, passed)).slice(-RECENT);
  const savings = recent.map((build) => saved(build.record.steps, previousOf(build, builds, copy), copy, passed));
  // Standing after a command that would not have been saved is no gain.
  while (passed.length > 0 && savings.every((steps) => steps.length < passed.length)) passed = passed.slice(0, -1);
  const all = savings.flat();
  if (passed.length === 0 || all.length === 0) return undefined;
  const first = [...new Set(passed.flatMap(({ uncopied }) => uncopied))];
  const savedDuration = all.reduce((sum, step) => sum + step.duration, 0);
  const after = passed.at(-1)!.step;
  return {
    step: copy.step,
    moveAfter: after.step,
    sentence: sentenceOf(copy, passed, first, recent.length, all),
    savedSteps: all.length,
    savedDuration,
    ...(first.length > 0 && { first }),
  };
}

/** The RUN steps right below a copy that it could stand after without changing what they do. */
function passable(copy: Step, steps: readonly Step[], context: DirectoryNode): Passed[] {
  const at = steps.indexOf(copy);
  const before = steps.slice(0, at).filter((step) => step.stage === copy.stage);
  const passed: Passed[] = [];
  for (const step of steps.slice(at + 1)) {
    if (step.stage !== copy.stage || step.instruction === 'COPY' || step.instruction === 'ADD') break;
    // A relative destination would become another folder.
    if (step.instruction === 'WORKDIR' && !/\s\/\S*$/.test(copy.name)) break;
    if (step.instruction !== 'RUN') continue;
    const needs = filesNeeded(step, copy, before, context);
    if (!needs) break;
    passed.push({ step, ...needs });
  }
  return passed;
}

function filesNeeded(
  run: Step,
  copy: Step,
  before: readonly Step[],
  context: DirectoryNode,
): Omit<Passed, 'step'> | undefined {
  const operation = run.vertex?.operation;
  if (operation?.kind !== 'run') return undefined;
  if (operation.mounts.some(({ mount }) => mount.type === 'bind')) return undefined;
  const known = needsOf(operation.args);
  if (!known) return undefined;
  const needs: string[] = [];
  const uncopied: string[] = [];
  for (const name of [...known.required, ...known.optional]) {
    const path = `${operation.directory.replace(/\/$/, '')}/${name}`;
    const earlier = before.map((step) => originOf(path, step.vertex, context)).find(Boolean);
    const origin = earlier ?? originOf(path, copy.vertex, context);
    if (origin === undefined) {
      if (known.required.includes(name)) return undefined;
      continue;
    }
    const node = nodeAt(context, origin);
    if (node?.kind !== 'file' || readsMore(origin, decoder.decode(node.data))) return undefined;
    needs.push(origin);
    if (!earlier) uncopied.push(origin);
  }
  return { needs, uncopied };
}

/** The file of the context that a copy puts at an absolute path of the image. */
function originOf(path: string, vertex: Vertex | undefined, context: DirectoryNode): string | undefined {
  const operation = vertex?.operation;
  if (operation?.kind !== 'copy' || !contextCopy(vertex)) return undefined;
  for (const { source, destination, wildcards } of operation.actions) {
    const folder = destination.replace(/\/$/, '');
    for (const found of wildcards ? expandWildcards(context, source) : [source]) {
      const node = nodeAt(context, found.replace(/^\/+|\/+$/g, ''));
      if (node?.kind === 'directory' && path.startsWith(`${folder}/`)) {
        const origin = `${found.replace(/\/$/, '')}${path.slice(folder.length)}`.replace(/^\/+/, '');
        if (nodeAt(context, origin)) return origin;
      }
      const name = found.slice(found.lastIndexOf('/') + 1);
      if (node?.kind === 'file' && (path === `${folder}/${name}` || path === destination)) {
        return found.replace(/^\/+/, '');
      }
    }
  }
  return undefined;
}

/** A COPY or ADD that takes all it takes from the build context. */
function contextCopy(vertex: Vertex | undefined): boolean {
  if (vertex?.operation.kind !== 'copy') return false;
  return vertex.inputs
    .slice(1)
    .every((input) => input?.operation.kind === 'context' && input.operation.name === 'context');
}

/** Whether a build had the same copy before the same commands. */
function holds(past: readonly PastStep[], copy: Step, passed: readonly Passed[]): boolean {
  const places = [copy, ...passed.map(({ step }) => step)].map((step) => past.findIndex(same(step)));
  return passed.length > 0 && places.every((place, index) => place >= 0 && place > (places[index - 1] ?? -1));
}

function previousOf(build: StoredBuild, builds: readonly StoredBuild[], copy: Step): StoredBuild | undefined {
  return builds.slice(0, builds.indexOf(build)).findLast(({ record }) => record.steps.some(same(copy)));
}

/** The steps a build ran only because files were copied too early. */
function saved(
  now: readonly PastStep[],
  previous: StoredBuild | undefined,
  copy: Step,
  passed: readonly Passed[],
): PastStep[] {
  const copied = now.find(same(copy))!;
  if (!previous || !onlyFilesChanged(copied)) return [];
  const changed = new Set(
    copied.causes.flatMap((cause) => (cause.kind === 'files-changed' ? cause.files.map(({ path }) => path) : [])),
  );
  const steps: PastStep[] = [];
  for (const { step, needs } of passed) {
    const ran = now.find(same(step))!;
    const known = previous.record.steps.find(same(step));
    const reusable = known?.state === 'RAN' || known?.state === 'CACHED';
    const dragged = ran.state === 'RAN' && ran.causes.every(({ kind }) => kind === 'parent-changed');
    if (!reusable || !dragged || needs.some((path) => changed.has(path))) break;
    steps.push(ran);
  }
  return steps;
}

function onlyFilesChanged({ state, causes }: PastStep): boolean {
  return state === 'RAN' && causes.length > 0 && causes.every(({ kind }) => kind === 'files-changed');
}

function same(step: Step): (past: PastStep) => boolean {
  return (past) => past.stage === step.stage && past.name === step.name;
}

function sentenceOf(
  copy: Step,
  passed: readonly Passed[],
  first: readonly string[],
  builds: number,
  all: readonly PastStep[],
): string {
  const after = passed.at(-1)!.step;
  const split =
    first.length === 0
      ? ''
      : `${listed(first.map((path) => `\`${path}\``))} ${first.length === 1 ? 'was' : 'were'} copied first and `;
  const span = builds === 1 ? 'the last build' : `the last ${builds} builds`;
  const counts = passed.flatMap(({ step }) => {
    const times = all.filter(({ name }) => name === step.name).length;
    return times === 0
      ? []
      : [`\`${step.name.replace(/^RUN\s+/, '')}\` ${times === 1 ? 'once' : `${times} times`} less`];
  });
  return `If ${split}\`${copy.name}\` stood after \`${after.name}\`, ${span} would have run ${listed(counts)}.`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
