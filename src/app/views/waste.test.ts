import { expect, test } from 'vitest';
import type { ImageLayer } from '../../engine/api/drydock.ts';
import { hiddenBy, wasteOf } from './waste.ts';

const layer = (
  ...entries: [path: string, change: 'added' | 'changed' | 'deleted', size: number, kind?: string][]
): ImageLayer => ({
  diffId: '',
  createdBy: '',
  size: 0,
  sharedWith: [],
  entries: entries.map(([path, change, size, kind = 'file']) => ({ path, change, size, kind })),
});

test('waste is all copies minus the one that shows', () => {
  const waste = wasteOf([
    layer(['/a', 'added', 100], ['/b', 'added', 10]),
    layer(['/a', 'changed', 120]),
    layer(['/a', 'changed', 130], ['/b', 'deleted', 0]),
  ]);
  expect(waste).toEqual({
    bytes: 230,
    files: [
      { path: '/a', bytes: 220 },
      { path: '/b', bytes: 10 },
    ],
  });
});

test('deleting a directory hides all that was below it', () => {
  const waste = wasteOf([
    layer(['/d', 'added', 0, 'directory'], ['/d/x', 'added', 5], ['/e', 'added', 7]),
    layer(['/d', 'deleted', 0, 'directory']),
  ]);
  expect(waste).toEqual({ bytes: 5, files: [{ path: '/d/x', bytes: 5 }] });
});

test('each layer knows whose copies it hides', () => {
  const hidden = hiddenBy([
    { ...layer(['/a', 'added', 100], ['/b', 'added', 10]), createdBy: 'one' },
    { ...layer(['/a', 'changed', 120]), createdBy: 'two' },
    { ...layer(['/a', 'deleted', 0], ['/b', 'changed', 11]), createdBy: 'three' },
  ]);
  expect(hidden.map((paths) => Object.fromEntries(paths))).toEqual([
    {},
    { '/a': { createdBy: 'one', bytes: 100 } },
    { '/a': { createdBy: 'two', bytes: 120 }, '/b': { createdBy: 'one', bytes: 10 } },
  ]);
});
