/** The official python images (docker-library/python). */
import { alpine320, alpine321, alpine322 } from '../alpine/images.ts';
import { bookwormSlim, trixieSlim } from '../debian/images.ts';
import { from, type ImageRecipe, type LayerRecipe, run, step } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';
import { buildpackBookworm, buildpackTrixie } from './buildpack-deps.ts';
import { type Bases, type Kind, variantTags } from './variants.ts';

interface PythonRelease {
  readonly version: string;
  readonly sha256?: string;
  readonly gpgKey?: string;
  /** The pip that ensurepip brings (Lib/ensurepip/__init__.py). */
  readonly pip: string;
  /** Releases before 3.12 come with setuptools, and with wheel 0.45.1. */
  readonly setuptools?: string;
  readonly created: string;
  /** Its variants by the base's name; the first of a kind goes by the kind alone (`3.12-slim`). */
  readonly bases: readonly Base[];
}

const BASES = {
  trixie: { kind: 'full', recipe: buildpackTrixie },
  bookworm: { kind: 'full', recipe: buildpackBookworm },
  'slim-trixie': { kind: 'slim', recipe: trixieSlim },
  'slim-bookworm': { kind: 'slim', recipe: bookwormSlim },
  'alpine3.22': { kind: 'alpine', recipe: alpine322 },
  'alpine3.21': { kind: 'alpine', recipe: alpine321 },
  'alpine3.20': { kind: 'alpine', recipe: alpine320 },
} as const satisfies Bases<string>;
type Base = keyof typeof BASES;
const PACKAGES: Readonly<Record<Kind, { size: number; compressed: number; command: string }>> = {
  full: {
    size: 18_200_000,
    compressed: 6_082_000,
    command:
      'set -eux; \tapt-get update; \tapt-get install -y --no-install-recommends \t\tlibbluetooth-dev \t\ttk-dev \t\tuuid-dev \t; \trm -rf /var/lib/apt/lists/*',
  },
  slim: {
    size: 3_810_000,
    compressed: 1_292_000,
    command:
      'set -eux; \tapt-get update; \tapt-get install -y --no-install-recommends \t\tca-certificates \t\tnetbase \t\ttzdata \t; \trm -rf /var/lib/apt/lists/*',
  },
  alpine: {
    size: 671_000,
    compressed: 456_000,
    command: 'set -eux; \tapk add --no-cache \t\tca-certificates \t\ttzdata \t;',
  },
};
const PYTHON_SIZE: Readonly<Record<Kind, number>> = { full: 70_300_000, slim: 36_800_000, alpine: 35_900_000 };

function pythonImage(release: PythonRelease, base: Base): ImageRecipe {
  const { version, created, gpgKey, sha256 } = release;
  const { kind, recipe } = BASES[base];
  const minor = version.split('.').slice(0, 2).join('.');
  const packages = PACKAGES[kind];
  const packagesLayer: LayerRecipe = {
    compressed: packages.compressed,
    changes: () =>
      new RootTree(created)
        .binary('etc/ssl/certs/ca-certificates.crt', 219_342)
        .total(packages.size, 'usr/share/zoneinfo/tzdata.zi')
        .changes(),
  };
  const build: LayerRecipe = {
    compressed: Math.round(PYTHON_SIZE[kind] * 0.37),
    changes: () => pythonTree(release, minor, PYTHON_SIZE[kind]).changes(),
  };
  const links: LayerRecipe = { compressed: 249, changes: () => linksTree(created).changes() };
  // Releases before 3.13 do not choose UTF-8 by themselves.
  const language = Number(minor.slice(2)) < 13 ? ['LANG=C.UTF-8'] : [];
  const env = [
    ...(gpgKey ? [`GPG_KEY=${gpgKey}`] : []),
    `PYTHON_VERSION=${version}`,
    ...(sha256 ? [`PYTHON_SHA256=${sha256}`] : []),
  ];
  const path = 'PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  return {
    created,
    config: { Env: [path, ...language, ...env], Cmd: ['python3'], ...(kind === 'alpine' && { WorkingDir: '/' }) },
    steps: from(recipe, [
      ...[path, ...language].map((item) => step(`ENV ${item}`)),
      run(packages.command, packagesLayer),
      ...env.map((item) => step(`ENV ${item}`)),
      run(
        'set -eux; \t\twget -O python.tar.xz "https://www.python.org/ftp/python/${PYTHON_VERSION%%[a-z]*}/Python-$PYTHON_VERSION.tar.xz"; \techo "$PYTHON_SHA256 *python.tar.xz" | sha256sum -c -; \tmkdir -p /usr/src/python; \ttar --extract --directory /usr/src/python --strip-components=1 --file python.tar.xz; \trm python.tar.xz; \t\tcd /usr/src/python; \tgnuArch="$(dpkg-architecture --query DEB_BUILD_GNU_TYPE)"; \t./configure \t\t--build="$gnuArch" \t\t--enable-loadable-sqlite-extensions \t\t--enable-optimizations \t\t--enable-option-checking=fatal \t\t--enable-shared \t\t--with-lto \t\t--with-ensurepip \t; \tnproc="$(nproc)"; \tmake -j "$nproc"; \tmake install; \t\tcd /; \trm -rf /usr/src/python; \t\tldconfig; \t\texport PYTHONDONTWRITEBYTECODE=1; \tpython3 --version; \tpip3 --version',
        build,
      ),
      run(
        'set -eux; \tfor src in idle3 pip3 pydoc3 python3 python3-config; do \t\tdst="$(echo "$src" | tr -d 3)"; \t\t[ -s "/usr/local/bin/$src" ]; \t\t[ ! -e "/usr/local/bin/$dst" ]; \t\tln -svT "$src" "/usr/local/bin/$dst"; \tdone',
        links,
      ),
      step('CMD ["python3"]'),
    ]),
  };
}

function pythonTree(release: PythonRelease, minor: string, size: number): RootTree {
  const { created, version } = release;
  const library = `usr/local/lib/python${minor}`;
  const { pip, setuptools } = release;
  const tree = new RootTree(created);
  if (setuptools) {
    distribution(
      tree,
      library,
      'setuptools',
      setuptools,
      'Easily download, build, install, upgrade, and uninstall Python packages',
    );
    distribution(tree, library, 'wheel', '0.45.1', 'A built-package format for Python');
    tree.program('usr/local/bin/wheel', 'not-simulated/wheel', 216);
  }
  return tree
    .program(`usr/local/bin/python${minor}`, 'python3', 14_408)
    .symlink('usr/local/bin/python3', `python${minor}`)
    .symlink('usr/local/bin/python3-config', `python${minor}-config`)
    .program(`usr/local/bin/python${minor}-config`, 'python3-config', 3_112)
    .program('usr/local/bin/pip3', 'pip', 233)
    .program(`usr/local/bin/pip${minor}`, 'pip', 233)
    .program(`usr/local/bin/pydoc${minor}`, 'pydoc', 82)
    .symlink('usr/local/bin/pydoc3', `pydoc${minor}`)
    .program(`usr/local/bin/idle${minor}`, 'idle', 97)
    .symlink('usr/local/bin/idle3', `idle${minor}`)
    .directories(`${library}/lib-dynload`, `usr/local/include/python${minor}`)
    .file(`${library}/LICENSE.txt`, 'PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2\n')
    .file(
      `${library}/site-packages/README.txt`,
      'This directory exists so that 3rd party packages can be installed\nhere.  Read the source for site.py for more details.\n',
    )
    .file(`${library}/site-packages/pip/__init__.py`, `__version__ = "${pip}"\n`)
    .file(
      `${library}/site-packages/pip-${pip}.dist-info/METADATA`,
      `Metadata-Version: 2.4\nName: pip\nVersion: ${pip}\nSummary: The PyPA recommended tool for installing Python packages.\n`,
    )
    .file(`${library}/site-packages/pip-${pip}.dist-info/INSTALLER`, 'pip\n')
    .file(
      `usr/local/lib/pkgconfig/python-${minor}.pc`,
      `Name: Python\nDescription: Build a C extension for Python\nVersion: ${minor}\n`,
    )
    .binary('usr/local/lib/libpython3.so', 15_576, { mode: 0o755 })
    .symlink(`usr/local/lib/libpython${minor}.so`, `libpython${minor}.so.1.0`)
    .file(`usr/local/include/python${minor}/patchlevel.h`, `#define PY_VERSION "${version}"\n`)
    .total(size, `usr/local/lib/libpython${minor}.so.1.0`);
}

/** A package that is there from the start, as pip lists it. */
function distribution(tree: RootTree, library: string, name: string, version: string, summary: string): void {
  const site = `${library}/site-packages`;
  tree
    .file(`${site}/${name}/__init__.py`, `__version__ = "${version}"\n`)
    .file(
      `${site}/${name}-${version}.dist-info/METADATA`,
      `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\nSummary: ${summary}\n`,
    )
    .file(`${site}/${name}-${version}.dist-info/INSTALLER`, 'pip\n');
}

function linksTree(created: string): RootTree {
  const tree = new RootTree(created);
  for (const name of ['idle', 'pip', 'pydoc', 'python']) tree.symlink(`usr/local/bin/${name}`, `${name}3`);
  return tree.symlink('usr/local/bin/python-config', 'python3-config');
}

const NOW: readonly Base[] = ['trixie', 'bookworm', 'slim-trixie', 'slim-bookworm', 'alpine3.22', 'alpine3.21'];
const RELEASES: Readonly<Record<string, PythonRelease>> = {
  '3.8': {
    version: '3.8.20',
    pip: '23.0.1',
    setuptools: '57.5.0',
    gpgKey: 'E3FF2839C048B25C084DEBE9B26995E310250568',
    created: '2024-09-09T18:35:56Z',
    bases: ['bookworm', 'slim-bookworm', 'alpine3.20'],
  },
  '3.9': {
    version: '3.9.25',
    pip: '23.0.1',
    setuptools: '79.0.1',
    sha256: '00e07d7c0f2f0cc002432d1ee84d2a40dae404a99303e3f97701c10966c91834',
    gpgKey: 'E3FF2839C048B25C084DEBE9B26995E310250568',
    created: '2025-10-31T19:55:10Z',
    bases: NOW,
  },
  '3.10': {
    version: '3.10.19',
    pip: '23.0.1',
    setuptools: '79.0.1',
    sha256: 'c8f4a596572201d81dd7df91f70e177e19a70f1d489968b54b5fbbf29a97c076',
    gpgKey: 'A035C8C19219BA821ECEA86B64E628F8D684696D',
    created: '2025-10-09T21:41:57Z',
    bases: NOW,
  },
  '3.11': {
    version: '3.11.14',
    pip: '24.0',
    setuptools: '79.0.1',
    sha256: '8d3ed8ec5c88c1c95f5e558612a725450d2452813ddad5e58fdb1a53b1209b78',
    gpgKey: 'A035C8C19219BA821ECEA86B64E628F8D684696D',
    created: '2025-10-09T21:41:57Z',
    bases: NOW,
  },
  '3.12': {
    version: '3.12.12',
    pip: '25.0.1',
    sha256: 'fb85a13414b028c49ba18bbd523c2d055a30b56b18b92ce454ea2c51edc656c4',
    gpgKey: '7169605F62C751356D054A26A821E680E5FA6305',
    created: '2025-11-04T02:10:36Z',
    bases: NOW,
  },
  '3.13': {
    version: '3.13.9',
    pip: '25.2',
    sha256: 'ed5ef34cda36cfa2f3a340f07cac7e7814f91c7f3c411f6d3562323a866c5c66',
    gpgKey: '7169605F62C751356D054A26A821E680E5FA6305',
    created: '2025-11-04T02:11:02Z',
    bases: NOW,
  },
  '3.14': {
    version: '3.14.0',
    pip: '25.2',
    sha256: '2299dae542d395ce3883aca00d3c910307cd68e0b2f7336098c8e7b7eee9f3e9',
    created: '2025-11-04T02:11:40Z',
    bases: NOW,
  },
};
const NEWEST = '3.14';

function tags(): Record<string, ImageRecipe> {
  const releases = Object.entries(RELEASES).map(([minor, release]) => {
    const stems = [minor, release.version, ...(minor === NEWEST ? ['3', ''] : [])];
    return variantTags(stems, release.bases, BASES, (base) => pythonImage(release, base));
  });
  return Object.assign({}, ...releases);
}

export const python: Readonly<Record<string, ImageRecipe>> = tags();
