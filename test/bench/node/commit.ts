import { createSHA256 } from 'hash-wasm';
import { packTar, type TarEntry } from 'modern-tar';
import type { Sha256 } from '../../../src/kernel/platform.ts';
import { createLayer } from '../../../src/oci/layer.ts';
import { nodePlatform } from '../../support/platform.ts';
import { container, smallImage } from './container.ts';
import { type Comparison, inTurns } from './measure.ts';

const COUNT = 10_000;
const contents = Array.from({ length: COUNT }, (_, i) => new TextEncoder().encode(`file number ${i}\n`.repeat(10)));

/** From a container's writable layer to a layer with its DiffID, both sides hashing with hash-wasm. */
export async function bench(): Promise<Comparison> {
  const hash = await createSHA256();
  const platform = {
    ...nodePlatform(),
    sha256() {
      hash.init();
      const hasher: Sha256 = {
        update(bytes) {
          hash.update(bytes);
          return hasher;
        },
        hex: () => hash.digest('hex'),
      };
      return hasher;
    },
  };
  const times = await inTurns(
    7,
    {
      async prepare() {
        const box = container(smallImage());
        await box.run(['write'], (sys) => {
          for (const [i, data] of contents.entries()) sys.writeFile(`/data/${i}`, data);
          return 0;
        });
        return box;
      },
      work: ({ overlay }) => createLayer(overlay.changeSet(), platform).diffId,
    },
    {
      prepare: () =>
        contents.map((body, i): TarEntry => {
          return { header: { name: `data/${i}`, size: body.length, mode: 0o644, uid: 0, gid: 0 }, body };
        }),
      work: async (entries) => {
        const tar = await packTar(entries);
        hash.init();
        return hash.update(tar).digest('hex');
      },
    },
  );
  return {
    what: 'a layer of 10,000 small files, with its DiffID',
    peer: 'modern-tar and hash-wasm',
    ...times,
    wanted: 'faster',
    bound: 1,
    how: 'ours begins at the writable layer (change set, canonical order, tar, SHA-256), theirs at a list of entries',
  };
}
