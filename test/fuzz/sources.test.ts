import { expect, it } from 'vitest';
import { createBuilder } from '../../src/build/builder.ts';
import { parseGitReference } from '../../src/dockerfile/git-reference.ts';
import { applyChangeSet } from '../../src/kernel/fs/apply-change-set.ts';
import { emptyRoot } from '../../src/kernel/fs/tree.ts';
import { changesFromTar, createLayer } from '../../src/oci/layer.ts';
import { decompress } from '../../src/oci/received-layer.ts';
import { changesOf, FakeEngine, request } from '../support/build-services.ts';
import { nodePlatform } from '../support/platform.ts';
import { mutatedBytes, mutatedText } from './mutate.ts';
import { GIT_REFERENCES } from './seeds.ts';
import { survives } from './survives.ts';

const platform = nodePlatform();
const context = createLayer(changesOf({ Dockerfile: 'FROM scratch\n', 'a/b': '1', 'a/c d': '2' }), platform).tar();
const archive = createLayer(changesOf({ 'x/y': 'x'.repeat(600), z: null }), platform).tar();

it('mutated git references are read, or refused', { timeout: 60_000 }, () => {
  survives(mutatedText(GIT_REFERENCES), 4000, (text) => {
    const reference = parseGitReference(text);
    if (reference?.subdirectory.includes('..')) throw new TypeError(`${text} leads out of the repository`);
  });
});

it('mutated contexts are taken or refused', { timeout: 60_000 }, () => {
  survives(mutatedBytes([context]), 3000, (tar) => {
    const bytes = decompress(tar);
    if (bytes.length >= 512) applyChangeSet(emptyRoot, changesFromTar(bytes), '');
  });
});

it('mutated archives that ADD unpacks are unpacked, or the build says why not', { timeout: 60_000 }, async () => {
  const cases: Uint8Array[] = [];
  survives(mutatedBytes([archive]), 300, (tar) => void cases.push(tar));
  for (const tar of cases) {
    const engine = new FakeEngine();
    engine.urls.set('http://h/x.tar', { data: tar });
    const began = performance.now();
    const outcome = await createBuilder()
      .build(request('FROM scratch\nADD --unpack=true http://h/x.tar /d/\n', {}), engine.services(), () => {})
      .then(
        () => 'built',
        (error: Error) => error.message,
      );
    expect(performance.now() - began).toBeLessThan(1000);
    expect(outcome === 'built' || /^(?:failed to solve|Dockerfile:2\n)/.test(outcome), outcome).toBe(true);
  }
});
