import { expect, test } from 'vitest';
import type { MissCause } from '../../engine/api/drydock.ts';
import { de } from './de.ts';
import { en } from './en.ts';

/** Every message by its path. */
function flat(node: unknown, path = ''): [string, unknown][] {
  if (typeof node !== 'object' || node === null) return [[path, node]];
  return Object.entries(node).flatMap(([key, value]) => flat(value, path === '' ? key : `${path}.${key}`));
}

const english = new Map(flat(en));
const german = new Map(flat(de));

test('each message is there in both, of the same kind, and not left empty', () => {
  const kinds = (messages: typeof english) =>
    [...messages].map(([path, message]) => `${path}: ${message === '' ? 'empty' : typeof message}`).sort();
  expect(kinds(german)).toEqual(kinds(english));
});

test('no sentence stands in the code, where nobody can translate it', () => {
  const sources = import.meta.glob<string>('../**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true });
  const aside = /\.test\.|^\.\/|help\.(de\.)?ts$/;
  const found = Object.entries(sources)
    .filter(([path]) => !aside.test(path))
    .flatMap(([path, source]) =>
      source
        .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
        .split('\n')
        .filter((line) => /(?:['"`]|(?<!=)>)\s*[A-Z][a-z]+ [a-z]+/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
  expect(Object.keys(sources).length).toBeGreaterThan(100);
  expect(found).toEqual([]);
});

test('sentences are translated', () => {
  const left = [...english].filter(
    ([path, message]) => typeof message === 'string' && message.includes(' ') && german.get(path) === message,
  );
  expect(left).toEqual([]);
});

test('every reason a step can have is said in German', () => {
  const causes: MissCause[] = [
    { kind: 'first-build' },
    { kind: 'instruction-changed', before: 'RUN a', after: 'RUN b' },
    { kind: 'files-changed', files: [{ path: 'x', change: 'content' }] },
    { kind: 'argument-changed', name: 'A', before: '1', after: '2' },
    { kind: 'base-changed', before: 'a', after: 'b' },
    { kind: 'parent-changed', step: 1 },
    { kind: 'no-cache' },
    { kind: 'failed-before' },
    { kind: 'pruned' },
  ];
  const said = causes.map((cause) => de.views.steps.why({ why: 'english', causes: [cause], prediction: 'MISS' }));
  expect(new Set(said).size).toBe(causes.length);
  expect(said.filter((words) => words === '' || words === 'english')).toEqual([]);
  expect(de.views.steps.why({ why: '', causes: [] })).toBe('');
});
