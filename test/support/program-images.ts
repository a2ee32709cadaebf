import { existsSync } from 'node:fs';
import type { EngineDoor } from '../../src/engine/api/door.ts';
import { find } from '../../src/runner/engine/ask.ts';
import { ProgramRoot } from './program-root.ts';

interface Stand {
  readonly image: string;
  /** By where they are on Debian. */
  readonly programs: readonly string[];
  readonly prepare: (root: ProgramRoot) => void;
  readonly changes: readonly string[];
}

const PATH = 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Images whose program Debian has (.ci/run installs them), with the metadata of those on Docker Hub. */
const STANDS: readonly Stand[] = [
  {
    image: 'registry:2',
    programs: ['/usr/bin/docker-registry'],
    prepare: (root) => {
      root.folder('var/lib/registry');
      root.text(
        'etc/docker/registry/config.yml',
        'version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: /var/lib/registry\n  delete:\n    enabled: true\nhttp:\n  addr: :5000\n',
      );
    },
    changes: [
      PATH,
      'VOLUME ["/var/lib/registry"]',
      'EXPOSE 5000',
      'ENTRYPOINT ["docker-registry"]',
      'CMD ["serve", "/etc/docker/registry/config.yml"]',
    ],
  },
];

/** Real programs under the names of images that no registry is reached for. What this machine has no program for is left out. */
export async function ensureProgramImages(door: EngineDoor): Promise<void> {
  for (const { image, programs, prepare, changes } of STANDS) {
    if (!programs.every((path) => existsSync(path)) || (await find(door, `/images/${image}/json`))) continue;
    const root = new ProgramRoot();
    prepare(root);
    for (const path of programs) root.program(path, path.slice(1));
    await root.importAs(door, image, changes);
  }
}
