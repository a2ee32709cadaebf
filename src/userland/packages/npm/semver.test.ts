import fc from 'fast-check';
import semver from 'semver';
import { expect, test } from 'vitest';
import { satisfies } from './semver.ts';

const number = fc.integer({ min: 0, max: 3 });
const version = fc
  .tuple(number, number, number, fc.constantFrom('', '', '', '-0', '-beta.1', '-rc'))
  .map(([a, b, c, tail]) => `${a}.${b}.${c}${tail}`);
const partial = fc.oneof(
  version,
  fc.tuple(number, number).map(([a, b]) => `${a}.${b}`),
  number.map(String),
  number.map((a) => `${a}.x`),
  fc.constant('*'),
);
const word = fc.tuple(fc.constantFrom('', '^', '~', '>', '>=', '<', '<=', '='), partial).map((parts) => parts.join(''));
const range = fc.oneof(
  word,
  fc.tuple(word, word).map((words) => words.join(' ')),
  fc.tuple(word, word).map((words) => words.join(' || ')),
  fc.tuple(partial, partial).map((ends) => ends.join(' - ')),
);

test('agrees with node-semver', () => {
  fc.assert(
    fc.property(version, range, (each, allowed) => {
      expect([each, allowed, satisfies(each, allowed)]).toEqual([each, allowed, semver.satisfies(each, allowed)]);
    }),
    { numRuns: 20000 },
  );
});
