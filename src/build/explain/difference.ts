import type { MissCause } from '../../engine/api/drydock.ts';
import type { FileChecksum, KeyInputs } from '../types.ts';

type FileChange = Extract<MissCause, { kind: 'files-changed' }>['files'][number];

/** What differs between the inputs of the same step in two builds, parents left out. */
export function differences(
  before: KeyInputs,
  after: KeyInputs,
  names: { before: string; after: string },
): MissCause[] {
  const causes: MissCause[] = [];
  if (before.instruction !== after.instruction) {
    const same = names.before === names.after;
    causes.push({
      kind: 'instruction-changed',
      before: same ? before.instruction : names.before,
      after: same ? after.instruction : names.after,
    });
  }
  const files = changedFiles(before.files, after.files);
  if (files.length > 0) causes.push({ kind: 'files-changed', files });
  causes.push(...changedArguments(before.env, after.env));
  return causes;
}

function changedFiles(
  before: ReadonlyMap<string, FileChecksum>,
  after: ReadonlyMap<string, FileChecksum>,
): FileChange[] {
  const changes: FileChange[] = [];
  if (before === after) return changes;
  for (const [path, file] of after) {
    const old = before.get(path);
    if (old === file) continue;
    const change = old ? changeOf(old, file) : 'added';
    if (change) changes.push({ path, change });
  }
  for (const path of before.keys()) if (!after.has(path)) changes.push({ path, change: 'removed' });
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function changeOf(before: FileChecksum, after: FileChecksum): FileChange['change'] | undefined {
  if (before.kind !== after.kind) return 'type';
  if (before.content !== after.content) return 'content';
  if (before.mode !== after.mode) return 'mode';
  if (before.uid !== after.uid || before.gid !== after.gid) return 'owner';
  return undefined;
}

function changedArguments(before: readonly string[], after: readonly string[]): MissCause[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const causes: MissCause[] = [];
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const [from, to] = [old.get(name), now.get(name)];
    if (from !== to) causes.push({ kind: 'argument-changed', name, before: from, after: to });
  }
  // The same variables in another order are another environment.
  const reordered = causes.length === 0 && before.join('\0') !== after.join('\0');
  if (reordered) causes.push({ kind: 'instruction-changed', before: before.join(' '), after: after.join(' ') });
  return causes;
}

function valuesOf(env: readonly string[]): Map<string, string> {
  return new Map(env.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));
}
