import { Volume } from 'memfs';
import { container, smallImage } from './container.ts';
import { type Comparison, inTurns } from './measure.ts';

const COUNT = 10_000;
const content = new TextEncoder().encode('hello from a container\n');
const paths = Array.from({ length: COUNT }, (_, i) => `/data/file-${i}`);

/** A process writes files through its system calls onto an overlay; memfs writes the same ones. */
export async function bench(): Promise<Comparison> {
  const times = await inTurns(
    7,
    {
      prepare: () => container(smallImage()),
      work: (box) =>
        box.run(['write'], (sys) => {
          for (const path of paths) sys.writeFile(path, content);
          return 0;
        }),
    },
    {
      prepare: () => Volume.fromJSON({ '/data/.keep': '' }),
      work: (volume) => {
        for (const path of paths) volume.writeFileSync(path, content);
      },
    },
  );
  const how =
    '`writeFile` of 23 bytes to 10,000 paths in one directory; ours by a process in a container over an overlay';
  return { what: '10,000 file writes in a container', peer: 'memfs', ...times, wanted: 'faster', bound: 2, how };
}
