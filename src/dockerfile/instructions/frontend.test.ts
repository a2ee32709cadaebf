import { expect, test } from 'vitest';
import { BUILT_IN, frontendOf, LABS } from './frontend.ts';

test.each([
  ['FROM busybox', undefined, BUILT_IN],
  ['# syntax=docker/dockerfile:1\nFROM busybox', undefined, { minor: Number.POSITIVE_INFINITY, labs: false }],
  ['# syntax=docker/dockerfile:1.19\nFROM busybox', undefined, BUILT_IN],
  ['# syntax=docker.io/docker/dockerfile:1.20.0\nFROM busybox', undefined, { minor: 20, labs: false }],
  ['# syntax=docker/dockerfile:1.7-labs\nFROM busybox', undefined, LABS],
  ['# syntax=mirror.example.org:5000/docker/dockerfile:experimental\nFROM busybox', undefined, LABS],
  ['FROM busybox', 'docker/dockerfile-upstream:master-labs', LABS],
])('%s, asked for %s', (text, argument, frontend) => {
  expect(frontendOf(text, argument)).toEqual(frontend);
});

test('another frontend is not simulated, and its line is known', () => {
  expect(() => frontendOf('# syntax=foo/bar\nFROM busybox', undefined)).toThrow(
    'drydock: not simulated: the Dockerfile frontend foo/bar',
  );
});
