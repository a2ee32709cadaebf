import { createHash, randomBytes } from 'node:crypto';
import { createLayer } from '../../../src/oci/layer.ts';
import { nodePlatform } from '../../support/platform.ts';
import { container, smallImage } from './container.ts';
import { type Comparison, inTurns } from './measure.ts';

const SIZE = 64 << 20;

/** One large file from a container's writable layer to a layer, beside nothing but its SHA-256. */
export async function bench(): Promise<Comparison> {
  const data = new Uint8Array(randomBytes(SIZE));
  const platform = nodePlatform();
  const times = await inTurns(
    5,
    {
      async prepare() {
        const box = container(smallImage());
        await box.run(['write'], (sys) => {
          sys.writeFile('/data/large', data);
          return 0;
        });
        return box;
      },
      work: ({ overlay }) => createLayer(overlay.changeSet(), platform).diffId,
    },
    { prepare: () => data, work: (bytes) => createHash('sha256').update(bytes).digest('hex') },
  );
  return {
    what: 'a layer of one 64 MB file, with its DiffID',
    peer: 'SHA-256 of node:crypto',
    ...times,
    wanted: 'slower',
    bound: 1.67,
    how: 'the whole commit beside the fastest SHA-256 the platform offers over the same bytes',
  };
}
