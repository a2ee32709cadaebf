import { expect, test } from 'vitest';
import { lineDifference } from './line-difference.ts';

const changes = (before: string, after: string) =>
  lineDifference(before, after)
    .filter((line) => line.kind !== 'same')
    .map(({ kind, number, text }) => `${kind} ${number} ${text}`);

test('what both have is kept, and each line knows its number in its own text', () => {
  expect(changes('FROM a\nRUN x\nCOPY . .', 'FROM a\nCOPY . .\nRUN x')).toEqual(['removed 2 RUN x', 'added 3 RUN x']);
  expect(changes('a\nb\nc\nd', 'a\nc\nB\nd')).toEqual(['removed 2 b', 'added 3 B']);
  expect(lineDifference('a\nb\nc', 'a\nc').map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('of very long texts all between the first and the last difference is changed', () => {
  const long = (what: string) =>
    ['first', ...Array.from({ length: 20_000 }, (_, i) => `${what} ${i}`), 'last'].join('\n');
  const lines = lineDifference(long('old'), long('new'));
  expect(lines).toHaveLength(40_002);
  expect([lines[0]!.kind, lines.at(-1)!.kind, lines.at(-1)!.number]).toEqual(['same', 'same', 20_002]);
});
