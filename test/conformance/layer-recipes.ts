import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../../src/kernel/fs/types.ts';
import { createLayer } from '../../src/oci/layer.ts';
import { nodePlatform } from '../support/platform.ts';
import { type Report, Tally } from './tally.ts';

interface Recipes {
  readonly mtime: number;
  readonly uid: number;
  readonly gid: number;
  readonly layers: {
    readonly diffId: string;
    readonly entries: {
      readonly path: string;
      readonly mode: string;
      readonly type?: string;
      readonly content?: string;
    }[];
  }[];
}

export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('layer-recipes');
  const path = join(dataDir, 'buildkit/compatibility/layer-recipes.json');
  const { mtime, uid, gid, layers } = JSON.parse(readFileSync(path, 'utf8')) as Recipes;
  for (const { diffId, entries } of layers) {
    const changes = entries.map((entry): Change => {
      const metadata = { mode: Number.parseInt(entry.mode, 8), uid, gid, mtime: mtime * 1000 };
      const name = entry.path.replace(/\/$/, '');
      if (entry.type === 'dir') return { kind: 'directory', path: name, ...metadata };
      const data = new TextEncoder().encode(entry.content);
      return { kind: 'file', path: name, data, size: data.length, ...metadata };
    });
    tally.equal(diffId, () => createLayer(changes, nodePlatform()).diffId, diffId);
  }
  return tally.report();
}
