/** The official python images (docker-library/python). */
import { alpine322 } from '../alpine/images.ts';
import { trixieSlim } from '../debian/images.ts';
import { from, type ImageRecipe, type LayerRecipe, run, step } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';
import { buildpackTrixie } from './buildpack-deps.ts';

type Variant = 'full' | 'slim' | 'alpine';

interface PythonRelease {
  readonly version: string;
  readonly sha256: string;
  readonly gpgKey?: string;
  /** The pip that ensurepip brings (Lib/ensurepip/__init__.py). */
  readonly pip: string;
  readonly created: string;
}

const BASES: Readonly<Record<Variant, ImageRecipe>> = { full: buildpackTrixie, slim: trixieSlim, alpine: alpine322 };
const PACKAGES: Readonly<Record<Variant, { size: number; compressed: number; command: string }>> = {
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
const PYTHON_SIZE: Readonly<Record<Variant, number>> = { full: 70_300_000, slim: 36_800_000, alpine: 35_900_000 };

function pythonImage(release: PythonRelease, variant: Variant): ImageRecipe {
  const { version, created, gpgKey } = release;
  const minor = version.split('.').slice(0, 2).join('.');
  const packages = PACKAGES[variant];
  const packagesLayer: LayerRecipe = {
    compressed: packages.compressed,
    changes: () =>
      new RootTree(created)
        .binary('etc/ssl/certs/ca-certificates.crt', 219_342)
        .total(packages.size, 'usr/share/zoneinfo/tzdata.zi')
        .changes(),
  };
  const build: LayerRecipe = {
    compressed: Math.round(PYTHON_SIZE[variant] * 0.37),
    changes: () => pythonTree(release, minor, PYTHON_SIZE[variant]).changes(),
  };
  const links: LayerRecipe = { compressed: 249, changes: () => linksTree(created).changes() };
  const env = [
    ...(gpgKey ? [`GPG_KEY=${gpgKey}`] : []),
    `PYTHON_VERSION=${version}`,
    `PYTHON_SHA256=${release.sha256}`,
  ];
  const path = 'PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  return {
    created,
    config: { Env: [path, ...env], Cmd: ['python3'], ...(variant === 'alpine' && { WorkingDir: '/' }) },
    steps: from(BASES[variant], [
      step(`ENV ${path}`),
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
  const { pip } = release;
  return new RootTree(created)
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

function linksTree(created: string): RootTree {
  const tree = new RootTree(created);
  for (const name of ['idle', 'pip', 'pydoc', 'python']) tree.symlink(`usr/local/bin/${name}`, `${name}3`);
  return tree.symlink('usr/local/bin/python-config', 'python3-config');
}

const RELEASES: Readonly<Record<string, PythonRelease>> = {
  '3.12': {
    version: '3.12.12',
    pip: '25.0.1',
    sha256: 'fb85a13414b028c49ba18bbd523c2d055a30b56b18b92ce454ea2c51edc656c4',
    gpgKey: '7169605F62C751356D054A26A821E680E5FA6305',
    created: '2025-11-04T02:10:36Z',
  },
  '3.13': {
    version: '3.13.9',
    pip: '25.2',
    sha256: 'ed5ef34cda36cfa2f3a340f07cac7e7814f91c7f3c411f6d3562323a866c5c66',
    gpgKey: '7169605F62C751356D054A26A821E680E5FA6305',
    created: '2025-11-04T02:11:02Z',
  },
  '3.14': {
    version: '3.14.0',
    pip: '25.2',
    sha256: '2299dae542d395ce3883aca00d3c910307cd68e0b2f7336098c8e7b7eee9f3e9',
    created: '2025-11-04T02:11:40Z',
  },
};
const SUFFIXES: Readonly<Record<Variant, readonly string[]>> = {
  full: ['', '-trixie'],
  slim: ['-slim', '-slim-trixie'],
  alpine: ['-alpine', '-alpine3.22'],
};
const NEWEST = '3.14';

function tags(): Record<string, ImageRecipe> {
  const found: Record<string, ImageRecipe> = {};
  for (const [minor, release] of Object.entries(RELEASES)) {
    for (const variant of ['full', 'slim', 'alpine'] as const) {
      const recipe = pythonImage(release, variant);
      for (const suffix of SUFFIXES[variant]) {
        found[minor + suffix] = recipe;
        found[release.version + suffix] = recipe;
        if (minor === NEWEST) {
          found[`3${suffix}`] = recipe;
          found[suffix === '' ? 'latest' : suffix.slice(1)] = recipe;
        }
      }
    }
  }
  return found;
}

export const python: Readonly<Record<string, ImageRecipe>> = tags();
