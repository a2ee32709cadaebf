import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChangeSet, treeFromEntries } from './apply-change-set.ts';
import { createOverlay } from './overlay.ts';
import { createTmpfs } from './tmpfs.ts';
import { changeSetOf, loadChangeSet } from './transfer.ts';
import { emptyRoot, nodeAt, walkTree } from './tree.ts';
import type { Change, DirectoryNode, Filesystem, Inode, TreeNode } from './types.ts';

const platform = { now: () => 1_000 };
const meta = { mode: 0o755, uid: 0, gid: 0, mtime: 0 };
const bytes = (text: string) => new TextEncoder().encode(text);
const directory = (path: string, opaque?: boolean): Change => ({ kind: 'directory', path, ...meta, opaque });
const file = (path: string, text = path): Change => {
  return { kind: 'file', path, data: bytes(text), size: text.length, ...meta };
};

test('a layer shares every directory it does not touch', () => {
  const base = treeFromEntries([directory('etc'), file('etc/a'), directory('usr'), file('usr/b')], 'one');
  const next = applyChangeSet(base, [directory('etc'), file('etc/c')], 'two');
  expect(nodeAt(next, 'usr')).toBe(nodeAt(base, 'usr'));
  expect(nodeAt(next, 'etc/a')).toBe(nodeAt(base, 'etc/a'));
  expect(nodeAt(base, 'etc/c')).toBeUndefined();
  expect(nodeAt(next, 'etc/c')?.layer).toBe('two');
});

test('whiteouts, opaque directories and changes of type hide what is below', () => {
  const base = treeFromEntries([
    directory('a'),
    file('a/x'),
    directory('b'),
    file('b/x'),
    directory('c'),
    file('c/x'),
    file('d'),
  ]);
  const next = applyChangeSet(
    base,
    [directory('a', true), file('a/y'), { kind: 'whiteout', path: 'b' }, file('c'), directory('d'), file('d/z')],
    'top',
  );
  expect([...walkTree(next)].map(([path]) => path)).toEqual(['a', 'a/y', 'c', 'd', 'd/z']);
});

test('hard links are the same node, and a later layer breaks only its own name', () => {
  const base = treeFromEntries([file('a', '1'), { kind: 'hardlink', path: 'b', target: 'a' }]);
  expect(nodeAt(base, 'b')).toBe(nodeAt(base, 'a'));
  expect(nodeAt(base, 'a')).toMatchObject({ nlink: 2 });
  const next = applyChangeSet(base, [file('a', '2')], 'top');
  expect(nodeAt(next, 'b')).toBe(nodeAt(base, 'b'));
});

test('a parent left out of a layer keeps what it was', () => {
  const base = treeFromEntries([{ ...directory('tmp'), mode: 0o1777 } as Change]);
  const next = applyChangeSet(base, [file('tmp/x')], 'top');
  expect(nodeAt(next, 'tmp')?.mode).toBe(0o1777);
});

// --- what an overlay did, as a layer over what it did it to, is what the overlay shows

type Step = readonly [
  'file' | 'directory' | 'remove' | 'rename' | 'link' | 'symlink' | 'chmod',
  number,
  number,
  string,
];
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom('file', 'directory', 'remove', 'rename', 'link', 'symlink', 'chmod'),
  fc.nat(),
  fc.nat(),
  fc.constantFrom('a', 'b', 'c', 'd'),
);

function directoriesOf(filesystem: Filesystem): Inode[] {
  const found: Inode[] = [filesystem.root];
  for (const inode of found)
    for (const [, child] of filesystem.list(inode)) if (child.kind === 'directory') found.push(child);
  return found;
}

function take(filesystem: Filesystem, [what, from, to, name]: Step): void {
  const directories = directoriesOf(filesystem);
  const one = directories[from % directories.length]!;
  const other = directories[to % directories.length]!;
  const owner = { uid: 0, gid: 0 };
  const there = filesystem.lookup(one, name);
  if (what === 'file' && there?.kind === 'file') filesystem.write(there, there.size, bytes(name));
  else if (what === 'file') filesystem.create(one, name, { kind: 'file', mode: 0o644, data: bytes(name) }, owner);
  else if (what === 'directory') filesystem.create(one, name, { kind: 'directory', mode: 0o755 }, owner);
  else if (what === 'symlink') filesystem.create(one, name, { kind: 'symlink', target: name }, owner);
  else if (what === 'rename') filesystem.rename(one, name, other, `${name}${to % 2}`);
  else if (!there) return;
  else if (what === 'chmod') filesystem.setAttributes(there, { mode: from % 0o7777 });
  else if (what === 'link') filesystem.link(other, `${name}${to % 3}`, there);
  else if (there.kind === 'directory') filesystem.rmdir(one, name);
  else filesystem.unlink(one, name);
}

function run(filesystem: Filesystem, steps: readonly Step[]): void {
  for (const each of steps) {
    try {
      take(filesystem, each);
    } catch (error) {
      expect(error).toHaveProperty('code');
    }
  }
}

/** A tree without what tells layers apart. */
function content(root: DirectoryNode): [string, object][] {
  return [...walkTree(root)].map(([path, node]: readonly [string, TreeNode]) => {
    const { layer: _layer, ...rest } = node;
    if (rest.kind === 'file') return [path, { ...rest, nlink: 0, data: [...rest.data] }];
    if (rest.kind === 'directory') return [path, { ...rest, merged: undefined, entries: undefined }];
    return [path, { ...rest, nlink: 0 }];
  });
}

test('the change set of an overlay, applied to its lower tree, is its merged tree', () => {
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 40 }), { minLength: 1, maxLength: 4 }), (layers) => {
      let lower = emptyRoot;
      layers.forEach((steps, number) => {
        const overlay = createOverlay(lower, platform);
        run(overlay, steps);
        lower = overlay.commit(`layer ${number}`);
        expect(content(lower)).toEqual(content(treeFromEntries(changeSetOf(overlay))));
      });
    }),
  );
});

test('a name of a lower hard link that was copied up is no hard link any more', () => {
  const steps: Step[][] = [
    [['file', 0, 0, 'c']],
    [
      ['directory', 0, 0, 'a'],
      ['link', 0, 1, 'c'],
    ],
    [['file', 0, 0, 'c']],
  ];
  let lower = emptyRoot;
  for (const [number, each] of steps.entries()) {
    const overlay = createOverlay(lower, platform);
    run(overlay, each);
    lower = overlay.commit(`layer ${number}`);
    expect(changeSetOf(overlay).filter((change) => change.kind === 'hardlink')).toHaveLength(number === 1 ? 1 : 0);
    expect(content(lower)).toEqual(content(treeFromEntries(changeSetOf(overlay))));
  }
});

test('a file system loaded with the change set of another is like it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const one = createTmpfs(platform);
      run(one, steps);
      const other = createTmpfs(platform);
      loadChangeSet(other, changeSetOf(one));
      expect(changeSetOf(other)).toEqual(changeSetOf(one));
    }),
  );
});
