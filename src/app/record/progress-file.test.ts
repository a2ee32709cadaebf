import { expect, test } from 'vitest';
import { merged } from './progress-file.ts';

test('a goal counts from when it was first met, with the command that met it', () => {
  const ours = { 'a/b': { opened: 20, step: 1, met: { x: 10, y: 11 }, by: { x: 'ours', y: 'ours' } } };
  const theirs = {
    'a/b': { opened: 15, step: 4, met: { x: 5, z: 6 }, by: { x: 'theirs', z: 'theirs' } },
    'c/d': { opened: 1, step: 0, met: {}, by: {} },
  };
  expect(merged(ours, theirs)).toEqual({
    'a/b': { opened: 20, step: 1, met: { x: 5, y: 11, z: 6 }, by: { x: 'theirs', y: 'ours', z: 'theirs' } },
    'c/d': { opened: 1, step: 0, met: {}, by: {} },
  });
});
