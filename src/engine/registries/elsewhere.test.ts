import { expect, it } from 'vitest';
import { nodePlatform } from '../../../test/support/platform.ts';
import { parseNormalized, withDefaultTag } from '../../oci/reference.ts';
import { lackedHere } from './elsewhere.ts';
import { createHub } from './hub.ts';

const repositories = createHub(nodePlatform()).builtInRepositories();
const lacked = (name: string) => {
  const reference = withDefaultTag(parseNormalized(name));
  return lackedHere(reference, repositories.get(reference.path));
};

it.each([
  ['python:2.7', 'the image python:2.7; of python there are here 3.8, 3.9, 3.10, 3.11, 3.12, 3.13, 3.14'],
  ['node:16-alpine', 'the image node:16-alpine; of node there are here 18, 20, 22, 24'],
  ['ubuntu:16.04', 'the image ubuntu:16.04; of ubuntu there are here 18.04, 20.04, 22.04, 24.04'],
  [
    'ubuntu:xenial',
    'the image ubuntu:xenial; of ubuntu there are here 18.04, 20.04, 22.04, 24.04, bionic, focal, jammy, latest, noble',
  ],
  ['debian:buster-slim', 'the image debian:buster-slim; of debian there are here 11, 12, 13'],
  ['wordpress', 'the image wordpress'],
  ['docker/getting-started', 'the image docker/getting-started'],
  ['gcr.io/google-samples/hello-app:1.0', 'the image gcr.io/google-samples/hello-app'],
  ['bitnami/redis:7.0', 'the image bitnami/redis'],
])('%s is at Docker Hub and not here, and is said not to be simulated', (name, words) => {
  expect(lacked(name)).toBe(words);
});

it.each([
  'alpine:9.99',
  'alpine:nosuch',
  'node:99',
  'nginx:1.99-alpine',
  'python:3.15',
  'nosuch',
  'someone/nosuch',
  'redis:alpine-nosuch',
])('%s is nowhere, as far as anybody here knows', (name) => {
  expect(lacked(name)).toBeUndefined();
});
