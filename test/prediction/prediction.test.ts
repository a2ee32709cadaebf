import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BuildRecord } from '../../src/engine/api/drydock.ts';
import { differences } from './differences.ts';
import { type ObservedBuild, observeBuilds } from './observe.ts';

const FOLDERS = ['test/scenarios/corpus', 'test/recordings'];

/** Sessions that build, by `category/name`. */
function sessions(): { name: string; folder: string }[] {
  return FOLDERS.flatMap((root) =>
    readdirSync(root, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name === 'script')
      .map(({ parentPath }) => ({ name: parentPath.split('/').slice(-2).join('/'), folder: parentPath }))
      .filter(({ folder }) => /\bbuild\b/.test(readFileSync(join(folder, 'script'), 'utf8'))),
  );
}

/** What the plan says before each build of the recorded sessions is what the build then does. */
describe('prediction = outcome', () => {
  const seen: ObservedBuild[] = [];

  it.concurrent.each(sessions())('$name', { timeout: 60_000 }, async ({ folder }) => {
    const builds = await observeBuilds(folder);
    seen.push(...builds);
    expect(builds.flatMap(differences)).toEqual([]);
  });

  it('was asked of every build, and is seldom left open', ({ onTestFinished }) => {
    const steps = seen.flatMap(({ plan }) => plan.steps);
    const open = steps.filter(({ prediction }) => prediction === 'MAYBE').length;
    const states = new Set(
      seen.flatMap(({ record }) => record.steps.map((step: BuildRecord['steps'][number]) => step.state)),
    );
    onTestFinished(() =>
      console.log(`prediction: ${seen.length} builds, ${steps.length} steps, ${open} of them left open`),
    );
    expect(seen.length).toBeGreaterThan(150);
    expect([...states].sort()).toEqual(['CACHED', 'FAILED', 'METADATA-ONLY', 'NOT-REACHED', 'RAN', 'SKIPPED']);
    expect(open / steps.length).toBeLessThan(0.02);
  });
});
