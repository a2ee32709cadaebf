import { applyChangeSet } from '../../../src/kernel/fs/apply-change-set.ts';
import { emptyRoot } from '../../../src/kernel/fs/tree.ts';
import type { Change, DirectoryNode } from '../../../src/kernel/fs/types.ts';
import { container, directory, file } from './container.ts';
import { type Comparison, inTurns } from './measure.ts';

const LAYERS = 120;
const PER_LAYER = 100;
const ROUNDS = 5;
const content = new TextEncoder().encode('x');

/** Every layer adds files to directories that all layers have. */
function changesOf(layer: number): Change[] {
  const changes = ['usr', 'usr/lib', 'usr/share'].map(directory);
  for (let i = 0; i < PER_LAYER; i++) {
    changes.push(file(`usr/${i % 2 === 0 ? 'lib' : 'share'}/${layer}-${i}`, content));
  }
  return changes;
}

function image(layers: readonly (readonly Change[])[]): DirectoryNode {
  return layers.reduce<DirectoryNode>((root, changes, i) => applyChangeSet(root, changes, `sha256:${i}`), emptyRoot);
}

/** stat(2) of every file of an image, whether it has 120 layers or all in one. */
export async function bench(): Promise<Comparison> {
  const layers = Array.from({ length: LAYERS }, (_, i) => changesOf(i));
  const flat = [...new Map(layers.flat().map((change) => [change.path, change])).values()];
  const paths = flat.filter(({ kind }) => kind === 'file').map(({ path }) => `/${path}`);
  const deep = image(layers);
  const shallow = image([flat]);
  const side = (root: DirectoryNode) => ({
    prepare: () => container(root),
    work: (box: ReturnType<typeof container>) =>
      box.run(['stat'], (sys) => {
        for (let round = 0; round < ROUNDS; round++) for (const path of paths) sys.stat(path);
        return 0;
      }),
  });
  const times = await inTurns(9, side(deep), side(shallow));
  const how = '`stat` of all 12,000 files of the image, five times, the first in a fresh container';
  return {
    what: 'lookup through 120 layers',
    peer: '1 layer',
    ...times,
    wanted: 'slower',
    bound: 1.3,
    how,
  };
}
