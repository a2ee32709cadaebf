import { expect, it } from 'vitest';
import { createBuilder } from '../../src/build/builder.ts';
import { IgnoreMatcher, readIgnoreFile } from '../../src/dockerfile/ignore/index.ts';
import { FakeEngine, request } from '../support/build-services.ts';
import { mutatedText } from './mutate.ts';
import { dockerfiles, IGNORE_FILES } from './seeds.ts';
import { survives } from './survives.ts';

const engine = new FakeEngine();
engine.addImage('docker.io/library/busybox:latest', { 'etc/passwd': 'root:x:0:0::/:\n' });
const base = engine.images.get('docker.io/library/busybox:latest');
const knowledge = {
  cache: engine.cache,
  platform: engine.platform,
  localImage: () => base,
  git: engine.services().git,
};
const builder = createBuilder();
const files = { 'a/b': '1', 'c.txt': '2', 'x y': '3' };

it('mutated Dockerfiles are planned, or refused with their line', { timeout: 60_000 }, () => {
  survives(mutatedText(dockerfiles()), 4000, (text) => {
    const { steps, error } = builder.plan(request(text, files), knowledge);
    const lines = text.split('\n').length;
    for (const step of steps) expect(step.lines.end).toBeLessThanOrEqual(lines);
    const named = /^dockerfile parse error on line (\d+)/.exec(error?.message ?? '')?.[1];
    if (named !== undefined) expect(error).toHaveProperty('line', Number(named));
    if (error?.line !== undefined) expect(error.line).toBeLessThanOrEqual(lines);
  });
});

it('mutated .dockerignore files are applied or refused', { timeout: 60_000 }, () => {
  survives(mutatedText(IGNORE_FILES), 3000, (text) => {
    const matcher = new IgnoreMatcher(readIgnoreFile(text));
    for (const path of ['a', 'a/b/c.md', 'node_modules/x', `${'a'.repeat(60)}/${'a/'.repeat(60)}b`])
      matcher.ignores(path);
  });
});
