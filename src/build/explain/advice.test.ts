import { describe, expect, it } from 'vitest';
import { FakeEngine, type Files, request } from '../../../test/support/build-services.ts';
import type { BuildPlan } from '../../engine/api/drydock.ts';
import { createBuilder } from '../builder.ts';
import { needsOf } from './command-needs.ts';

/** Builds a Dockerfile with one context after another; answers what the plan then says. */
async function planAfter(dockerfile: string, contexts: readonly Files[]): Promise<BuildPlan> {
  const builder = createBuilder();
  const engine = new FakeEngine();
  engine.addImage('docker.io/library/base:latest', {});
  engine.command = ({ argv }) => ({ files: { [`out/${argv.at(-1)!.replaceAll('/', '_')}`]: 'out' } });
  for (const files of contexts) await builder.build(request(dockerfile, files), engine.services(), () => {});
  return builder.plan(request(dockerfile, contexts.at(-1)!), {
    cache: engine.cache,
    platform: engine.platform,
    localImage: (name) => engine.images.get(name),
  });
}

const project = (version: string, manifest = '{}'): Files => ({ 'package.json': manifest, 'server.js': version });

describe('advice', () => {
  it('moves a copy behind an install that its changed files do not touch', async () => {
    const { advice } = await planAfter('FROM base\nWORKDIR /app\nCOPY package.json ./\nCOPY . .\nRUN npm install\n', [
      project('1'),
      project('2'),
      project('3'),
    ]);
    expect(advice).toHaveLength(1);
    expect(advice![0]).toMatchObject({ step: 3, moveAfter: 4, savedSteps: 2 });
    expect(advice![0]!.sentence).toBe(
      'If `COPY . .` stood after `RUN npm install`, the last 3 builds would have run `npm install` 2 times less.',
    );
    expect(advice![0]!.first).toBeUndefined();
  });

  it('says what to copy first when the command needs some of the files', async () => {
    const { advice } = await planAfter('FROM base\nWORKDIR /app\nCOPY . .\nRUN apk add git\nRUN npm ci\nRUN make\n', [
      project('1'),
      project('2'),
      project('2', '{"name":"x"}'),
    ]);
    expect(advice![0]).toMatchObject({ step: 2, moveAfter: 4, savedSteps: 3, first: ['package.json'] });
    expect(advice![0]!.sentence).toBe(
      'If `package.json` was copied first and `COPY . .` stood after `RUN npm ci`, the last 3 builds would have run `apk add git` 2 times less and `npm ci` once less.',
    );
  });

  it.each([
    ['a command that may read anything', 'COPY . .\nRUN make\n', [project('1'), project('2')]],
    ['only the manifest changed', 'COPY . .\nRUN npm ci\n', [project('1'), project('1', '{"a":1}')]],
    [
      'an install script reads the project',
      'COPY . .\nRUN npm ci\n',
      ['1', '2'].map((v) => project(v, '{"scripts":{"postinstall":"x"}}')),
    ],
    ['nothing was built twice', 'COPY . .\nRUN npm ci\n', [project('1')]],
    ['it stands there already', 'COPY package.json ./\nRUN npm ci\nCOPY . .\n', [project('1'), project('2')]],
    ['a relative destination below a WORKDIR', 'COPY . .\nWORKDIR /b\nRUN apk add git\n', [project('1'), project('2')]],
  ])('is silent: %s', async (_, lines, contexts) => {
    expect((await planAfter(`FROM base\nWORKDIR /app\n${lines}`, contexts)).advice ?? []).toEqual([]);
  });

  it('knows what installs read, and nothing of other commands', () => {
    const shell = (text: string) => needsOf(['/bin/sh', '-c', text]);
    expect(shell('pip install --no-cache-dir -r requirements.txt')?.required).toEqual(['requirements.txt']);
    expect(shell('apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*')?.required).toEqual([]);
    expect(shell('go mod download')?.required).toEqual(['go.mod']);
    for (const text of [
      'pip install .',
      'npm run build',
      'npm install ./x',
      'npm ci && make',
      'apk add $(cat list)',
      'rm -rf /app',
    ]) {
      expect(shell(text), text).toBeUndefined();
    }
  });
});
