import { expect, test } from 'vitest';
import type { ImageLayer, WritableLayer } from '../../engine/api/drydock.ts';
import { childrenOf, provenance } from './provenance.ts';

type Change = 'added' | 'changed' | 'deleted';
const entry = ([path, change, size = 0, kind = 'file']: [string, Change, number?, string?]) => ({
  path,
  change,
  size,
  kind,
});
const layer = (...entries: [string, Change, number?, string?][]): ImageLayer => ({
  diffId: '',
  createdBy: '',
  size: 0,
  sharedWith: [],
  entries: entries.map(entry),
});

test('a file shows from the topmost layer that has it, and hides the copies below', () => {
  const files = provenance([layer(['/a', 'added', 10], ['/b', 'added', 1]), layer(['/a', 'changed', 20])], {
    size: 0,
    entries: [entry(['/a', 'changed', 30]), entry(['/b', 'deleted'])],
  } as WritableLayer);
  expect(files.get('/a')).toMatchObject({
    layer: 2,
    size: 30,
    hides: [
      { layer: 0, size: 10 },
      { layer: 1, size: 20 },
    ],
  });
  expect(files.get('/b')).toMatchObject({ layer: 2, deleted: true, hides: [{ layer: 0, size: 1 }] });
});

test('a deleted directory takes what was below along; a file that comes again hides nothing but what was there', () => {
  const files = provenance([
    layer(['/d', 'added', 0, 'directory'], ['/d/x', 'added', 5]),
    layer(['/d', 'deleted', 0, 'directory']),
    layer(['/d', 'added', 0, 'directory'], ['/d/x', 'added', 6]),
  ]);
  expect(files.get('/d/x')).toMatchObject({ layer: 2, hides: [] });
  expect(childrenOf(files, '').map(({ path }) => path)).toEqual(['/d']);
  expect(childrenOf(files, '/d').map(({ path }) => path)).toEqual(['/d/x']);
});
