import { emptyRoot } from '../../kernel/fs/tree.ts';
import type { DirectoryNode } from '../../kernel/fs/types.ts';
import type { Platform } from '../../kernel/platform.ts';
import type { Vertex } from '../graph.ts';
import { type Definition, definitionOf, type InputState, keyOf } from '../solve/cache-key.ts';
import { gitSource } from '../solve/git-source.ts';
import { inlineTree } from '../solve/sources.ts';
import type { BuildCache, CacheRecord, GitSources, KeyInputs } from '../types.ts';

/** What is known of a vertex before the build. */
export interface Prediction extends InputState {
  /** `maybe`: it takes files nobody knows before a step has run again, and has a past result to go back to. */
  readonly outcome: 'hit' | 'maybe' | 'miss';
  readonly inputs?: KeyInputs;
  /** With `maybe`: the results it may go back to. */
  readonly candidates?: readonly CacheRecord[];
}

const unknownKey = 'sha256:unknown';

export const unknown: Prediction = { key: unknownKey, root: undefined, outcome: 'miss' };

/** What predictions are made from. */
export interface Knowledge {
  readonly cache: BuildCache;
  readonly platform: Platform;
  readonly git?: GitSources;
  /** Another builder builds: what its steps made is known by key, never by content. */
  readonly elsewhere?: boolean;
}

/** Follows the solver without carrying anything out; `predictions` has those of the inputs. */
export function predict(
  vertex: Vertex,
  predictions: ReadonlyMap<Vertex, Prediction>,
  knowledge: Knowledge,
): Prediction {
  const prediction = predictHere(vertex, predictions, knowledge);
  const { kind } = vertex.operation;
  if (!knowledge.elsewhere || kind === 'context' || kind === 'inline') return prediction;
  return { ...prediction, root: undefined, elsewhere: true };
}

function predictHere(
  vertex: Vertex,
  predictions: ReadonlyMap<Vertex, Prediction>,
  { cache, platform, elsewhere, git }: Knowledge,
): Prediction {
  const inputs = vertex.inputs.map((input) => (input ? predictions.get(input) : undefined));
  const { operation } = vertex;
  if (operation.kind === 'http') return unknown;
  if (operation.kind === 'git') {
    if (!git) return unknown;
    const { root, key } = gitSource(operation, { git, platform }, () => {});
    return { key, root, outcome: 'hit' };
  }
  const key = keyOf(vertex, inputs, platform);
  if (operation.kind === 'image' || operation.kind === 'context' || operation.kind === 'inline') {
    const here = operation.kind !== 'image' || operation.image !== undefined;
    return key ? { ...key, root: sourceRoot(vertex, platform), outcome: here ? 'hit' : 'miss' } : unknown;
  }
  const parent = inputs[0];
  if (vertex.ignoreCache || parent?.outcome === 'miss') return { ...unknown, ...key };
  if (key && parent?.outcome !== 'maybe') {
    const record = cache.get(key.key);
    if (record || !elsewhere) return { ...key, root: record?.root, outcome: record ? 'hit' : 'miss' };
    // A stage it copies from runs again: what that makes may be what it once made.
    const runsAgain = inputs.slice(1).some((input) => input && input.outcome !== 'hit');
    const past = runsAgain ? [...cache.records()].filter(({ inputs: made }) => isMadeBy(key.inputs, made)) : [];
    return past.length > 0
      ? { ...key, outcome: 'maybe', candidates: past, root: undefined }
      : { ...key, outcome: 'miss', root: undefined };
  }
  const candidates = (parent?.candidates ?? [parent]).flatMap((candidate) =>
    recordsOn(vertex, [candidate, ...inputs.slice(1)], cache, platform),
  );
  return candidates.length > 0 ? { ...unknown, outcome: 'maybe', candidates } : { ...unknown, ...key };
}

/** Results of the past this vertex may have again, given what is known of its inputs. */
function recordsOn(
  vertex: Vertex,
  states: readonly (InputState | undefined)[],
  cache: BuildCache,
  platform: Platform,
): CacheRecord[] {
  const key = keyOf(vertex, states, platform);
  if (key) {
    const record = cache.get(key.key);
    return record ? [record] : [];
  }
  const definition = definitionOf(vertex, states);
  return definition ? [...cache.records()].filter(({ inputs }) => isMadeBy(definition, inputs)) : [];
}

function isMadeBy(definition: Definition, inputs: KeyInputs): boolean {
  return (
    inputs.instruction === definition.instruction &&
    isSame(inputs.env, definition.env) &&
    inputs.parents.length === definition.parents.length &&
    definition.parents.every((parent, i) => parent === unknownKey || parent === inputs.parents[i])
  );
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}

function sourceRoot({ operation }: Vertex, platform: Platform): DirectoryNode | undefined {
  switch (operation.kind) {
    case 'image':
      return operation.image?.image.root;
    case 'context':
      return operation.tree;
    case 'inline':
      return inlineTree(operation, platform.now());
    default:
      return emptyRoot;
  }
}
