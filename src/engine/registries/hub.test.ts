import { describe, expect, it } from 'vitest';
import { nodePlatform } from '../../../test/support/platform.ts';
import { executableFormat } from '../../kernel/executable.ts';
import { nodeAt } from '../../kernel/fs/tree.ts';
import { layerFromTar } from '../../oci/received-layer.ts';
import { parseNormalized } from '../../oci/reference.ts';
import { humanSizeWithPrecision } from '../api/units.ts';
import { createHub } from './hub.ts';

const platform = nodePlatform();
const hub = createHub(platform);
const find = (name: string) => hub.findBuiltIn(parseNormalized(name))!;
const size = (name: string) =>
  humanSizeWithPrecision(
    find(name).image.layers.reduce((sum, layer) => sum + layer.size, 0),
    3,
  );

describe('built-in images', () => {
  it.each([
    ['node:22', '1.12GB'],
    ['node:22-slim', '226MB'],
    ['node:22-alpine', '160MB'],
    ['alpine', '8.32MB'],
    ['alpine:3.19', '7.4MB'],
    ['busybox', '4.43MB'],
    ['debian:bookworm', '117MB'],
    ['debian:bookworm-slim', '74.8MB'],
    ['ubuntu:24.04', '78.1MB'],
    ['python:3.13', '1.07GB'],
    ['python:3.13-slim', '119MB'],
    ['python:3.13-alpine', '44.9MB'],
    ['nginx', '161MB'],
    ['nginx:alpine', '52.8MB'],
    ['redis:alpine', '40.9MB'],
    ['registry:2', '25.4MB'],
    ['hello-world', '10.1kB'],
    ['golang:1.25-bookworm', '817MB'],
    ['golang:1.25-alpine', '237MB'],
    ['postgres:17-alpine', '275MB'],
  ])('%s is shown as %s', (name, expected) => {
    expect(size(name)).toBe(expected);
  });

  it('every tag builds, with a history that matches its layers', { timeout: 120_000 }, () => {
    for (const [repository, tags] of hub.builtInRepositories()) {
      for (const tag of tags) {
        const { image, layers } = find(`${repository}:${tag}`);
        expect(image.config.history.filter((entry) => !entry.empty_layer)).toHaveLength(layers.length);
        expect(image.root.entries.size).toBeGreaterThan(0);
      }
    }
  });

  it('are the same on every machine, and what a pull downloads is what was built', () => {
    const other = createHub(nodePlatform()).findBuiltIn(parseNormalized('nginx:alpine'))!;
    const here = find('nginx:alpine');
    expect(other.digest).toBe(here.digest);
    for (const [i, { digest }] of here.layers.entries()) {
      expect(layerFromTar(here.blob(digest)!, platform).diffId).toBe(here.image.layers[i]!.diffId);
    }
    expect(find(`nginx@${here.digest}`)).toBe(here);
  });

  it('share their base layers', () => {
    const base = find('alpine').image.layers[0];
    expect(find('node:22-alpine').image.layers[0]).toBe(base);
    expect(find('node:22').image.layers[0]).toBe(find('debian:bookworm').image.layers[0]);
    expect(find('busybox:1.36').image.id).toBe(find('busybox').image.id);
    expect(find('alpine:9.99')).toBeUndefined();
    expect(find('nosuch')).toBeUndefined();
  });

  it('hold executables where the distributions put them', () => {
    const programAt = (name: string, path: string) => {
      const node = nodeAt(find(name).image.root, path);
      return node?.kind === 'file' ? executableFormat(node.data) : node;
    };
    expect(programAt('busybox', 'bin/ls')).toEqual({ kind: 'program', name: 'busybox' });
    expect(nodeAt(find('alpine').image.root, 'usr/bin/wc')).toMatchObject({ kind: 'symlink', target: '/bin/busybox' });
    expect(nodeAt(find('debian').image.root, 'bin')).toMatchObject({ kind: 'symlink', target: 'usr/bin' });
    expect(programAt('debian', 'usr/bin/ls')).toEqual({ kind: 'program', name: 'gnu/ls' });
    expect(programAt('golang', 'usr/bin/gcc')).toEqual({ kind: 'program', name: 'gcc' });
    expect(programAt('maven', 'opt/java/openjdk/bin/java')).toEqual({ kind: 'program', name: 'not-simulated/java' });
    expect(programAt('node:22', 'usr/local/bin/node')).toEqual({ kind: 'program', name: 'node' });
    expect(programAt('hello-world', 'hello')).toEqual({ kind: 'program', name: 'hello-world' });
    expect(nodeAt(find('debian').image.root, 'tmp')).toMatchObject({ mode: 0o1777 });
  });
});
