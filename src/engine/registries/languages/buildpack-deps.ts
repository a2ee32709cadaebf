/** The layers of buildpack-deps (curl, scm, full), which node and python build on. */

import { BUILD_TOOLS, COMPILERS, PROCPS } from '../debian/commands.ts';
import { bookworm, trixie } from '../debian/images.ts';
import { from, type ImageRecipe, type LayerRecipe, run } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';

/** Commands whose program is not a GNU command of the same name. */
const PROGRAMS: Readonly<Record<string, string>> = { git: 'git', gcc: 'gcc', cc: 'gcc' };
const SCM = ['git', 'ssh', 'scp', 'ssh-keygen'];

function packages(
  created: string,
  names: readonly string[],
  total: number,
  compressed: number,
  bulk: string,
  more: (tree: RootTree) => void = () => {},
): LayerRecipe {
  return {
    compressed,
    changes: () => {
      const tree = new RootTree(created);
      for (const name of names) tree.program(`usr/bin/${name}`, PROGRAMS[name] ?? `gnu/${name}`, 180_000);
      more(tree);
      return tree.total(total, bulk).changes();
    },
  };
}

const LISTS = '\t; \trm -rf /var/lib/apt/lists/*';

function buildpack(
  base: ImageRecipe,
  created: string,
  bookwormSizes: boolean,
): { scm: ImageRecipe; full: ImageRecipe } {
  const curl = packages(
    created,
    BUILD_TOOLS.filter((name) => name === 'curl' || name === 'wget'),
    bookwormSizes ? 48_500_000 : 49_600_000,
    bookwormSizes ? 24_034_000 : 25_610_000,
    'usr/lib/x86_64-linux-gnu/libcurl.so.4',
    (tree) => tree.binary('etc/ssl/certs/ca-certificates.crt', 219_342).directory('usr/local/share/ca-certificates'),
  );
  const scm = packages(created, [...SCM, ...PROCPS], 177_000_000, 64_396_000, 'usr/lib/git-core/git-remote-http');
  const full = packages(
    created,
    [...COMPILERS, ...BUILD_TOOLS.filter((name) => !SCM.includes(name) && name !== 'curl' && name !== 'wget')],
    bookwormSizes ? 587_000_000 : 634_000_000,
    bookwormSizes ? 211_461_000 : 236_000_000,
    'usr/lib/gcc/x86_64-linux-gnu/cc1plus',
  );
  const install = (names: string) =>
    `set -eux; \tapt-get update; \tapt-get install -y --no-install-recommends \t\t${names} \t${LISTS}`;
  const scmImage = {
    created,
    config: base.config,
    steps: from(base, [
      run(install('ca-certificates \t\tcurl \t\tgnupg \t\tnetbase \t\tsq \t\twget'), curl),
      run(install('git \t\tmercurial \t\topenssh-client \t\tsubversion \t\t\t\tprocps'), scm),
    ]),
  };
  const fullImage = {
    created,
    config: base.config,
    steps: [
      ...scmImage.steps,
      run(
        install(
          'autoconf \t\tautomake \t\tbzip2 \t\tdefault-libmysqlclient-dev \t\tdpkg-dev \t\tfile \t\tg++ \t\tgcc \t\tmake \t\tpatch \t\tunzip \t\txz-utils \t\tzlib1g-dev',
        ),
        full,
      ),
    ],
  };
  return { scm: scmImage, full: fullImage };
}

const CREATED = '2025-11-04T00:12:45Z';
const onBookworm = buildpack(bookworm, CREATED, true);
const onTrixie = buildpack(trixie, CREATED, false);
export const buildpackBookworm = onBookworm.full;
export const buildpackTrixie = onTrixie.full;
export const buildpackScmBookworm = onBookworm.scm;
export const buildpackScmTrixie = onTrixie.scm;
