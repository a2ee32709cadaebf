/** The official node images (nodejs/docker-node). */

import { GROUP as ALPINE_GROUP, PASSWD as ALPINE_PASSWD, SHADOW as ALPINE_SHADOW } from '../alpine/accounts.ts';
import { alpine320, alpine321, alpine322 } from '../alpine/images.ts';
import { GROUP as DEBIAN_GROUP, DEBIAN_PASSWD, shadow } from '../debian/etc.ts';
import { bookwormSlim, trixieSlim } from '../debian/images.ts';
import { copy, from, type ImageRecipe, type LayerRecipe, PATH, run, step } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';
import { buildpackBookworm, buildpackTrixie } from './buildpack-deps.ts';
import { type Bases, type Kind, variantTags } from './variants.ts';

interface NodeRelease {
  readonly version: string;
  readonly npm: string;
  readonly created: string;
  /** Bytes the node layer adds. */
  readonly sizes: Readonly<Record<Kind, number>>;
  /** Its variants by the base's name; the first of a kind goes by the kind alone (`22-slim`). */
  readonly bases: readonly Base[];
}

const YARN = '1.22.22';
const YARN_SIZE = 5_340_000;
const BASES = {
  bookworm: { kind: 'full', recipe: buildpackBookworm },
  trixie: { kind: 'full', recipe: buildpackTrixie },
  'bookworm-slim': { kind: 'slim', recipe: bookwormSlim },
  'trixie-slim': { kind: 'slim', recipe: trixieSlim },
  'alpine3.22': { kind: 'alpine', recipe: alpine322 },
  'alpine3.21': { kind: 'alpine', recipe: alpine321 },
  'alpine3.20': { kind: 'alpine', recipe: alpine320 },
} as const satisfies Bases<string>;
type Base = keyof typeof BASES;

/** Runs its arguments as a command when there is such a command, else hands them to node. */
const ENTRYPOINT = `#!/bin/sh
set -e

# Options, and files that are not themselves executable, are for node.
# (The test in braces is there because dash finds files without the x bit.)
if [ "\${1#-}" != "\${1}" ] || [ -z "$(command -v "\${1}")" ] || { [ -f "\${1}" ] && ! [ -x "\${1}" ]; }; then
  set -- node "$@"
fi

exec "$@"
`;

function nodeImage(release: NodeRelease, base: Base): ImageRecipe {
  const { version, created } = release;
  const { kind, recipe } = BASES[base];
  const isAlpine = kind === 'alpine';
  const user = userLayer(created, isAlpine);
  const node = nodeLayer(release, kind);
  const yarn = yarnLayer(created);
  const entrypoint: LayerRecipe = {
    compressed: 446,
    changes: () => new RootTree(created).script('usr/local/bin/docker-entrypoint.sh', ENTRYPOINT).changes(),
  };
  const setUp = isAlpine
    ? [
        step(`ENV NODE_VERSION=${version}`),
        run(
          `addgroup -g 1000 node     && adduser -u 1000 -G node -s /bin/sh -D node     && apk add --no-cache         libstdc++     && ARCH= OPENSSL_ARCH='linux*' && alpineArch="$(apk --print-arch)"       && case "\${alpineArch##*-}" in         x86_64) ARCH='x64' CHECKSUM="..." OPENSSL_ARCH=linux-x86_64;;         *) ;;       esac   && curl -fsSLO --compressed "https://unofficial-builds.nodejs.org/download/release/v$NODE_VERSION/node-v$NODE_VERSION-linux-$ARCH-musl.tar.xz"   && tar -xJf "node-v$NODE_VERSION-linux-$ARCH-musl.tar.xz" -C /usr/local --strip-components=1 --no-same-owner   && ln -s /usr/local/bin/node /usr/local/bin/nodejs   && node --version   && npm --version`,
          node,
        ),
      ]
    : [
        run('groupadd --gid 1000 node   && useradd --uid 1000 --gid node --shell /bin/bash --create-home node', user),
        step(`ENV NODE_VERSION=${version}`),
        run(
          `ARCH= OPENSSL_ARCH= && dpkgArch="$(dpkg --print-architecture)"   && case "\${dpkgArch##*-}" in     amd64) ARCH='x64' OPENSSL_ARCH='linux-x86_64';;     arm64) ARCH='arm64' OPENSSL_ARCH='linux-aarch64';;     *) echo "unsupported architecture"; exit 1 ;;   esac   && set -ex   && curl -fsSLO --compressed "https://nodejs.org/dist/v$NODE_VERSION/node-v$NODE_VERSION-linux-$ARCH.tar.xz"   && curl -fsSLO --compressed "https://nodejs.org/dist/v$NODE_VERSION/SHASUMS256.txt.asc"   && tar -xJf "node-v$NODE_VERSION-linux-$ARCH.tar.xz" -C /usr/local --strip-components=1 --no-same-owner   && ln -s /usr/local/bin/node /usr/local/bin/nodejs   && node --version   && npm --version`,
          node,
        ),
      ];
  return {
    created,
    config: {
      Env: [PATH, `NODE_VERSION=${version}`, `YARN_VERSION=${YARN}`],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['node'],
      ...(isAlpine && { WorkingDir: '/' }),
    },
    steps: from(recipe, [
      ...setUp,
      step(`ENV YARN_VERSION=${YARN}`),
      run(
        `set -ex   && for key in     6A010C5166006599AA17F08146C2130DFD2497F5   ; do     gpg --batch --keyserver hkps://keys.openpgp.org --recv-keys "$key" ;   done   && curl -fsSLO --compressed "https://yarnpkg.com/downloads/$YARN_VERSION/yarn-v$YARN_VERSION.tar.gz"   && mkdir -p /opt   && tar -xzf yarn-v$YARN_VERSION.tar.gz -C /opt/   && ln -s /opt/yarn-v$YARN_VERSION/bin/yarn /usr/local/bin/yarn   && ln -s /opt/yarn-v$YARN_VERSION/bin/yarnpkg /usr/local/bin/yarnpkg   && yarn --version`,
        yarn,
      ),
      copy('COPY docker-entrypoint.sh /usr/local/bin/', entrypoint),
      step('ENTRYPOINT ["docker-entrypoint.sh"]'),
      step('CMD ["node"]'),
    ]),
  };
}

function addUser(tree: RootTree, isAlpine: boolean): RootTree {
  const shell = isAlpine ? '/bin/sh' : '/bin/bash';
  const entry = `node:x:1000:1000::/home/node:${shell}\n`;
  const passwd = (isAlpine ? ALPINE_PASSWD : DEBIAN_PASSWD) + entry;
  tree
    .file('etc/passwd', passwd)
    .file('etc/group', `${isAlpine ? ALPINE_GROUP : DEBIAN_GROUP}node:x:1000:${isAlpine ? 'node' : ''}\n`)
    .file('etc/shadow', isAlpine ? `${ALPINE_SHADOW}node:!:20388:0:99999:7:::\n` : shadow(passwd), {
      mode: 0o640,
      gid: 42,
    });
  return tree.directory('home/node', isAlpine ? { mode: 0o2755, uid: 1000, gid: 1000 } : { uid: 1000, gid: 1000 });
}

function userLayer(created: string, isAlpine: boolean): LayerRecipe {
  return { compressed: 3_310, changes: () => addUser(new RootTree(created), isAlpine).changes() };
}

function nodeLayer({ version, npm, created, sizes }: NodeRelease, kind: Kind): LayerRecipe {
  return {
    compressed: Math.round(sizes[kind] * 0.3),
    changes: () => {
      const tree = new RootTree(created);
      if (kind === 'alpine') {
        addUser(tree, true).binary('usr/lib/libstdc++.so.6', 2_700_000).binary('usr/lib/libgcc_s.so.1', 176_000);
      }
      const modules = 'usr/local/lib/node_modules';
      tree
        .symlink('usr/local/bin/nodejs', '/usr/local/bin/node')
        .program(`${modules}/npm/bin/npm-cli.js`, 'npm', 54)
        .program(`${modules}/npm/bin/npx-cli.js`, 'npx', 2_948)
        .symlink('usr/local/bin/npm', '../lib/node_modules/npm/bin/npm-cli.js')
        .symlink('usr/local/bin/npx', '../lib/node_modules/npm/bin/npx-cli.js')
        .file(
          `${modules}/npm/package.json`,
          `${JSON.stringify({ name: 'npm', version: npm, description: 'a package manager for JavaScript', license: 'Artistic-2.0', bin: { npm: 'bin/npm-cli.js', npx: 'bin/npx-cli.js' } }, null, 2)}\n`,
        )
        .directory(`${modules}/npm/node_modules`)
        .program(`${modules}/corepack/dist/corepack.js`, 'corepack', 1_200)
        .symlink('usr/local/bin/corepack', '../lib/node_modules/corepack/dist/corepack.js')
        .file('usr/local/include/node/node_version.h', versionHeader(version))
        .file(
          'usr/local/README.md',
          '# Node.js\n\nNode.js is an open-source, cross-platform JavaScript runtime environment.\n',
        )
        .binary('usr/local/share/doc/node/gdbinit', 9_500)
        .program('usr/local/bin/node', 'node', Math.round(sizes.alpine * 0.84));
      return tree.total(sizes[kind], 'usr/local/lib/node_modules/npm/node_modules/dependencies.tgz').changes();
    },
  };
}

function versionHeader(version: string): string {
  const [major, minor, patch] = version.split('.');
  return `#define NODE_MAJOR_VERSION ${major}\n#define NODE_MINOR_VERSION ${minor}\n#define NODE_PATCH_VERSION ${patch}\n`;
}

function yarnLayer(created: string): LayerRecipe {
  const home = `opt/yarn-v${YARN}`;
  return {
    compressed: 1_251_000,
    changes: () =>
      new RootTree(created)
        .program(`${home}/bin/yarn`, 'yarn', 1_025)
        .program(`${home}/bin/yarnpkg`, 'yarn', 1_025)
        .symlink('usr/local/bin/yarn', `/${home}/bin/yarn`)
        .symlink('usr/local/bin/yarnpkg', `/${home}/bin/yarnpkg`)
        .file(
          `${home}/package.json`,
          `${JSON.stringify({ name: 'yarn', version: YARN, license: 'BSD-2-Clause' }, null, 2)}\n`,
        )
        .directory('tmp')
        .total(YARN_SIZE, `${home}/lib/cli.js`)
        .changes(),
  };
}

const NOW: readonly Base[] = ['bookworm', 'trixie', 'bookworm-slim', 'trixie-slim', 'alpine3.22', 'alpine3.21'];
const RELEASES: Readonly<Record<string, NodeRelease>> = {
  '18': {
    version: '18.20.8',
    npm: '10.8.2',
    created: '2025-03-27T21:50:14Z',
    sizes: { full: 161_000_000, slim: 117_000_000, alpine: 114_000_000 },
    bases: ['bookworm', 'bookworm-slim', 'alpine3.21', 'alpine3.20'],
  },
  '20': {
    version: '20.19.5',
    npm: '10.8.2',
    created: '2025-11-04T01:26:40Z',
    sizes: { full: 169_000_000, slim: 124_000_000, alpine: 121_000_000 },
    bases: NOW,
  },
  '22': {
    version: '22.21.1',
    npm: '10.9.4',
    created: '2025-11-04T01:27:18Z',
    sizes: { full: 186_000_000, slim: 146_000_000, alpine: 146_500_000 },
    bases: NOW,
  },
  '24': {
    version: '24.11.1',
    npm: '11.6.2',
    created: '2025-11-12T18:03:21Z',
    sizes: { full: 197_000_000, slim: 157_000_000, alpine: 154_000_000 },
    bases: NOW,
  },
};
/** Named releases: the newest, which goes without a name too, and the long-term ones. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  '18': ['hydrogen'],
  '20': ['iron'],
  '22': ['jod'],
  '24': ['lts', 'krypton', 'current', ''],
};

function tags(): Record<string, ImageRecipe> {
  const releases = Object.entries(RELEASES).map(([major, release]) => {
    const minor = release.version.split('.').slice(0, 2).join('.');
    const stems = [major, minor, release.version, ...(NAMES[major] ?? [])];
    return variantTags(stems, release.bases, BASES, (base) => nodeImage(release, base));
  });
  return Object.assign({}, ...releases);
}

export const node: Readonly<Record<string, ImageRecipe>> = tags();
