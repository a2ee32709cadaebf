import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createComputer } from '../../src/host/computer.ts';
import type { InitialFile } from '../../src/host/workspace.ts';
import { nodePlatform } from '../support/platform.ts';

/** Images a real engine built twice, a second apart, without its cache: the same each time. */
interface Recorded {
  readonly engine: string;
  readonly epoch: string;
  readonly mtime: string;
  readonly files: Record<string, { readonly text: string; readonly mode: string }>;
  readonly images: Record<string, { readonly dockerfile: string; readonly id: string; readonly layers: string[] }>;
}

const recorded: Recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'reproducible.json'), 'utf8'));
const mtime = Date.parse(recorded.mtime);

it.each(Object.entries(recorded.images))(
  '%s: the same image ID as a real engine gives, with SOURCE_DATE_EPOCH',
  async (_, image) => {
    const computer = await createComputer({
      platform: nodePlatform(),
      images: [],
      folder: 'work',
      files: contextOf(image.dockerfile),
    });
    const session = computer.openSession();
    await session.run(`export SOURCE_DATE_EPOCH=${recorded.epoch}`);
    const { stdout, stderr } = await session.run('docker build -q -t x .');
    const layers = await session.run("docker image inspect --format '{{json .RootFS.Layers}}' x");
    computer.powerOff();
    expect(stderr).toBe('');
    expect(JSON.parse(layers.stdout) ?? []).toEqual(image.layers);
    expect(stdout.trim()).toBe(image.id);
  },
);

function contextOf(dockerfile: string): InitialFile[] {
  const encoder = new TextEncoder();
  const files = Object.entries({ ...recorded.files, Dockerfile: { text: dockerfile, mode: '644' } });
  const folders = new Set(files.flatMap(([path]) => parents(path)));
  return [
    ...[...folders].sort().map((path): InitialFile => ({ path, kind: 'directory', mode: 0o755, mtime })),
    ...files.map(
      ([path, { text, mode }]): InitialFile => ({
        path,
        kind: 'file',
        mode: Number.parseInt(mode, 8),
        data: encoder.encode(text),
        mtime,
      }),
    ),
  ];
}

function parents(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, i) => names.slice(0, i + 1).join('/'));
}
