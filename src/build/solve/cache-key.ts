import { emptyRoot } from '../../kernel/fs/tree.ts';
import type { DirectoryNode } from '../../kernel/fs/types.ts';
import type { Platform } from '../../kernel/platform.ts';
import { chainIds } from '../../oci/assemble.ts';
import type { Digest } from '../../oci/image.ts';
import { baseName } from '../convert/path.ts';
import type { CopyOperation, RunOperation, Vertex } from '../graph.ts';
import { type Selection, type Selector, selectFiles } from '../transfer/selection.ts';
import type { FileChecksum, KeyInputs } from '../types.ts';

const encoder = new TextEncoder();

/** What is known of an input: its key, and its tree once it is there. */
export interface InputState {
  readonly key: Digest;
  readonly root: DirectoryNode | undefined;
  /** Another builder has its tree, which is never known here: files taken from it count by its key. */
  readonly elsewhere?: boolean;
}

/** What the empty tree counts as. */
export const emptyInput: InputState = {
  key: `sha256:${'0'.repeat(64)}`,
  root: emptyRoot,
};

export interface Key {
  readonly key: Digest;
  readonly inputs: KeyInputs;
}

const noFiles: ReadonlyMap<string, FileChecksum> = new Map();

/**
 * The cache key of a vertex: from the definition and what goes in, never from what comes out. Sources that are only
 * read (of a COPY, of a read-only mount) count by content, the tree a step builds on by its own key. undefined when a
 * source's content is not there yet.
 */
export function keyOf(
  vertex: Vertex,
  states: readonly (InputState | undefined)[],
  platform: Platform,
): Key | undefined {
  const { operation } = vertex;
  const parent = states[0] ?? emptyInput;
  switch (operation.kind) {
    case 'image': {
      const diffIds = operation.image?.image.config.rootfs.diff_ids ?? [];
      const chain = chainIds(diffIds, platform).at(-1) ?? operation.reference;
      return baseKey(chain, platform);
    }
    case 'context':
      return key({ parents: [], instruction: `context ${operation.name}`, env: [], files: noFiles }, '', platform);
    case 'inline':
      return key({ parents: [], instruction: JSON.stringify(operation), env: [], files: noFiles }, '', platform);
    case 'http':
    case 'git':
      return undefined;
    case 'mkdir': {
      const { path, user, created, mode } = operation;
      const when = created === undefined ? '' : ` at ${created}`;
      const permissions = mode === undefined ? '' : ` with ${mode.toString(8)}`;
      const instruction = `WORKDIR ${path}${user ? ` as ${user}` : ''}${when}${permissions}`;
      return key({ parents: [parent.key], instruction, env: [], files: noFiles }, '', platform);
    }
    case 'run':
      return runKey(vertex, operation, states, platform);
    case 'copy':
      return copyKey(vertex, operation, states, platform);
  }
}

/** The key of an image that is built on, known by the chain of its layers. */
export function baseKey(chain: string, platform: Platform): Key {
  return key({ parents: [], instruction: `FROM ${chain}`, env: [], files: noFiles }, '', platform);
}

/** What a step's key is made of besides the files it reads. */
export type Definition = Omit<KeyInputs, 'files'>;

/** The definition of a RUN, COPY or ADD; undefined for other operations, whose keys are made of nothing else. */
export function definitionOf(
  { operation }: Vertex,
  states: readonly (InputState | undefined)[],
): Definition | undefined {
  if (operation.kind === 'run') return runDefinition(operation, states);
  if (operation.kind === 'copy') return copyDefinition(operation, states);
  return undefined;
}

function runDefinition(operation: RunOperation, states: readonly (InputState | undefined)[]): Definition {
  const parents = [(states[0] ?? emptyInput).key];
  const mounts: string[] = [];
  for (const { mount, target, input } of operation.mounts) {
    const { from, source, type, readOnly, id, size, sharing, required, env, mode, uid, gid } = mount;
    mounts.push(
      JSON.stringify([type, target, source, from, readOnly, id, size, sharing, required, env, mode, uid, gid]),
    );
    if (input !== undefined && !isOnlyRead(mount)) parents.push((states[input] ?? emptyInput).key);
  }
  const { args, directory, user, network, extraHosts, limits } = operation;
  const words = [`RUN ${JSON.stringify(args)}`, `in ${directory}`];
  if (user) words.push(`as ${user}`);
  if (network !== 'default') words.push(`network ${network}`);
  if (limits) words.push(`limits ${JSON.stringify(limits)}`);
  if (extraHosts.length > 0) words.push(`hosts ${extraHosts.join(',')}`);
  words.push(...mounts.map((mount) => `mount ${mount}`));
  return { parents, instruction: words.join(' '), env: operation.env };
}

function runKey(
  vertex: Vertex,
  operation: RunOperation,
  states: readonly (InputState | undefined)[],
  platform: Platform,
): Key | undefined {
  const selections: Selection[] = [];
  for (const { mount, input } of operation.mounts) {
    if (input === undefined || !isOnlyRead(mount) || isRoot(vertex, input)) continue;
    const state = states[input] ?? emptyInput;
    if (state.elsewhere) selections.push(unseen(state));
    else if (!state.root) return undefined;
    else selections.push(selectFiles(state.root, mountSelector(mount), false, platform));
  }
  return filesKey(runDefinition(operation, states), selections, platform);
}

/** A source that is the very tree the step builds on: that counts by its key already, and is looked into only when used. */
function isRoot({ inputs }: Vertex, input: number): boolean {
  const [root, source] = [inputs[0], inputs[input]];
  if (root === source) return root !== undefined;
  if (root?.operation.kind !== 'image' || source?.operation.kind !== 'image') return false;
  return root.operation.reference === source.operation.reference;
}

/** What stands for files nobody here can look at. */
function unseen({ key }: InputState): Selection {
  return { digest: key, files: noFiles };
}

/** A mount that counts by its content. */
function isOnlyRead({ readOnly, type }: { readonly readOnly: boolean; readonly type: string }): boolean {
  return readOnly && type !== 'cache';
}

/** Of a source counts what it is called, not where it is: content found under another path is the same. */
function copyDefinition(operation: CopyOperation, states: readonly (InputState | undefined)[]): Definition {
  const words = operation.actions.map(({ source, destination, chown, chmod, unpack, include, exclude }) =>
    JSON.stringify([baseName(source), destination, chown, modeOf(chmod), unpack, include, exclude]),
  );
  return { parents: [(states[0] ?? emptyInput).key], instruction: `COPY ${words.join(' ')}`, env: [] };
}

/** `0644` and `644` are the same mode. */
function modeOf(chmod: string): string {
  return /^[0-7]+$/.test(chmod) ? Number.parseInt(chmod, 8).toString(8) : chmod;
}

function copyKey(
  vertex: Vertex,
  operation: CopyOperation,
  states: readonly (InputState | undefined)[],
  platform: Platform,
): Key | undefined {
  const selections: Selection[] = [];
  for (const action of operation.actions) {
    const source = vertex.inputs[action.input];
    // Nothing is looked for in scratch before the copy is made.
    if (!source || isRoot(vertex, action.input)) continue;
    const state = states[action.input];
    if (state?.elsewhere) selections.push(unseen(state));
    else if (!state?.root) return undefined;
    else selections.push(selectFiles(state.root, action, comesFromClient(source), platform));
  }
  return filesKey(copyDefinition(operation, states), selections, platform);
}

/** Fails as the key would when something a step takes from the given sources is not there; others are not looked at. */
export function checkSources(vertex: Vertex, states: readonly (InputState | undefined)[], platform: Platform): void {
  const { operation } = vertex;
  const known = (input: number | undefined) => (input === undefined ? undefined : states[input]?.root);
  if (operation.kind === 'copy') {
    for (const action of operation.actions) {
      const root = known(action.input);
      if (root && !isRoot(vertex, action.input))
        selectFiles(root, action, comesFromClient(vertex.inputs[action.input]), platform);
    }
  } else if (operation.kind === 'run') {
    for (const { mount, input } of operation.mounts) {
      const root = known(input);
      if (root && input !== undefined && isOnlyRead(mount) && !isRoot(vertex, input))
        selectFiles(root, mountSelector(mount), false, platform);
    }
  }
}

function mountSelector({ source }: { readonly source: string }): Selector {
  return { source: source || '/', wildcards: false, include: [], exclude: [], followSymlinks: true };
}

/** Files from the context belong to root, whoever owns them at the client's. */
export function comesFromClient(vertex: Vertex | undefined): boolean {
  return vertex?.operation.kind === 'context';
}

function filesKey(inputs: Definition, selections: readonly Selection[], platform: Platform): Key {
  let all: ReadonlyMap<string, FileChecksum> | undefined;
  const withFiles: KeyInputs = {
    ...inputs,
    get files() {
      all ??= selections.length === 1 ? selections[0]!.files : new Map(selections.flatMap(({ files }) => [...files]));
      return all;
    },
  };
  return key(withFiles, selections.map(({ digest }) => digest).join(), platform);
}

function key(inputs: KeyInputs, filesDigest: string, platform: Platform): Key {
  const text = JSON.stringify([inputs.parents, inputs.instruction, inputs.env, filesDigest]);
  return { key: `sha256:${platform.sha256().update(encoder.encode(text)).hex()}`, inputs };
}
