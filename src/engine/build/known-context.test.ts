import { describe, expect, it } from 'vitest';
import { applyChangeSet } from '../../kernel/fs/apply-change-set.ts';
import { emptyRoot, nodeAt } from '../../kernel/fs/tree.ts';
import type { Change, DirectoryNode } from '../../kernel/fs/types.ts';
import { sharingWith } from './known-context.ts';

const owner = { uid: 0, gid: 0, mode: 0o644, mtime: 1000 };

function tree(files: Readonly<Record<string, string>>, mtime = 1000): DirectoryNode {
  const changes = Object.entries(files).map(([path, text]): Change => {
    const data = new TextEncoder().encode(text);
    return { kind: 'file', path, data, size: data.length, ...owner, mtime };
  });
  return applyChangeSet(emptyRoot, [{ kind: 'directory', path: 'src', ...owner, mode: 0o755 }, ...changes], '');
}

describe('a context sent again', () => {
  it('is the same object when nothing has changed', () => {
    const first = tree({ a: '1', 'src/b': '2' });
    expect(sharingWith(first, tree({ a: '1', 'src/b': '2' }))).toBe(first);
  });

  it('shares what has not changed, and the bytes of what has another time', () => {
    const first = tree({ a: '1', 'src/b': '2' });
    const second = sharingWith(first, tree({ a: 'x', 'src/b': '2' }));
    expect(nodeAt(second, 'src')).toBe(nodeAt(first, 'src'));
    expect(nodeAt(second, 'a')).toMatchObject({ data: new TextEncoder().encode('x') });
    const touched = nodeAt(sharingWith(first, tree({ a: '1', 'src/b': '2' }, 5000)), 'a');
    const before = nodeAt(first, 'a');
    expect(touched).toMatchObject({ mtime: 5000 });
    expect(touched?.kind === 'file' && before?.kind === 'file' && touched.data === before.data).toBe(true);
  });

  it('forgets what is gone', () => {
    const shared = sharingWith(tree({ a: '1', 'src/b': '2' }), tree({ a: '1' }));
    expect([...shared.entries.keys()].sort()).toEqual(['a', 'src']);
    expect(nodeAt(shared, 'src/b')).toBeUndefined();
  });
});
