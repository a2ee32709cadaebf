/** The one order a change set has in a layer: the way Go's filepath.Walk goes through the directory. */
import type { Change, ChangeSet } from '../kernel/fs/types.ts';

/** `changes` in walk order. Of hard-linked names the first in that order becomes the file, the others its links. */
export function canonicalChanges(changes: ChangeSet): ChangeSet {
  if (isOrdered(changes)) return changes;
  const sorted = [...changes].sort((a, b) => compareWalk(a.path, b.path));
  const place = new Map(sorted.map((change, i) => [change.path, i]));
  /** The first name of each file whose own name comes after one of its links. */
  const moved = new Map<string, string>();
  for (const [i, change] of sorted.entries()) {
    if (change.kind !== 'hardlink') continue;
    const target = place.get(change.target);
    if (target === undefined || target < i || moved.has(change.target)) continue;
    const file = sorted[target]!;
    sorted[i] = { ...file, path: change.path } as Change;
    sorted[target] = { kind: 'hardlink', path: file.path, target: change.path };
    moved.set(change.target, change.path);
  }
  if (moved.size === 0) return sorted;
  return sorted.map((change) => {
    const first = change.kind === 'hardlink' ? moved.get(change.target) : undefined;
    return first !== undefined && change.kind === 'hardlink' ? { ...change, target: first } : change;
  });
}

function isOrdered(changes: ChangeSet): boolean {
  for (let i = 1; i < changes.length; i++) {
    if (compareWalk(changes[i - 1]!.path, changes[i]!.path) >= 0) return false;
  }
  return true;
}

/** Component by component, each by its bytes: a directory's contents come right after it. */
export function compareWalk(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** A slash before everything; surrogates (what UTF-8 needs four bytes for) after all else. */
function rank(unit: number): number {
  if (unit === 0x2f) return -1;
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
