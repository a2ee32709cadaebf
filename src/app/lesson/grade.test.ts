import { expect, test } from 'vitest';
import { type FinishedBuild, gradePrediction } from './grade.ts';

const build = (id: string, states: Readonly<Record<string, string>>): FinishedBuild => ({
  id,
  finished: '2026-01-01T00:00:00Z',
  steps: Object.entries(states).map(([name, state]) => ({ name, state })),
});
const first = build('first', { 'FROM alpine': 'RAN', 'COPY . .': 'RAN' });
const second = build('second', { 'FROM alpine': 'CACHED', 'COPY . .': 'RAN', 'CMD sh': 'METADATA-ONLY' });

test('the first build after a prediction decides, step by step, and steps without a layer do not count', () => {
  expect(gradePrediction({ steps: ['FROM alpine', 'COPY . .'], after: 'first' }, [first, second])).toEqual([
    { name: 'FROM alpine', ran: false, right: false },
    { name: 'COPY . .', ran: true, right: true },
  ]);
});

test('nothing decides before a build has finished', () => {
  expect(gradePrediction({ steps: [], after: 'first' }, [first])).toBeUndefined();
  expect(gradePrediction({ steps: [], after: undefined }, [{ ...first, finished: undefined }])).toBeUndefined();
});

test('a prediction whose build is forgotten is not graded by another', () => {
  expect(gradePrediction({ steps: [], after: 'gone' }, [first, second])).toBeUndefined();
});
