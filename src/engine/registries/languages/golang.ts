/** The official golang images (docker-library/golang). */
import { alpine319, alpine320, alpine321, alpine322 } from '../alpine/images.ts';
import type { ImageRecipe } from '../recipe.ts';
import { buildpackScmBookworm, buildpackScmTrixie } from './buildpack-deps.ts';
import { toolchainImage } from './toolchain.ts';
import { type Bases, variantTags } from './variants.ts';

const BASES = {
  trixie: { kind: 'full', recipe: buildpackScmTrixie, tools: 292_000_000 },
  bookworm: { kind: 'full', recipe: buildpackScmBookworm, tools: 248_000_000 },
  'alpine3.22': { kind: 'alpine', recipe: alpine322, tools: 1_660_000 },
  'alpine3.21': { kind: 'alpine', recipe: alpine321, tools: 1_660_000 },
  'alpine3.20': { kind: 'alpine', recipe: alpine320, tools: 1_660_000 },
  'alpine3.19': { kind: 'alpine', recipe: alpine319, tools: 1_660_000 },
} as const satisfies Bases<string, { readonly tools: number }>;
type Base = keyof typeof BASES;
const GO_SIZE = 227_000_000;

function golangImage(version: string, created: string, base: Base): ImageRecipe {
  const { kind, recipe, tools } = BASES[base];
  const isAlpine = kind === 'alpine';
  return toolchainImage({
    base: recipe,
    created,
    env: [
      'PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      `GOLANG_VERSION=${version}`,
      'GOTOOLCHAIN=local',
      'GOPATH=/go',
    ],
    layers: [
      {
        command: isAlpine
          ? 'apk add --no-cache ca-certificates'
          : 'set -eux; \tapt-get update; \tapt-get install -y --no-install-recommends \t\tg++ \t\tgcc \t\tlibc6-dev \t\tmake \t\tpkg-config \t; \trm -rf /var/lib/apt/lists/*',
        size: tools,
        compressed: Math.round(tools * 0.33),
        programs: isAlpine
          ? {}
          : {
              'usr/bin/gcc': 'gcc',
              'usr/bin/cc': 'gcc',
              'usr/bin/g++': 'not-simulated/g++',
              'usr/bin/make': 'not-simulated/make',
              'usr/bin/pkg-config': 'not-simulated/pkg-config',
            },
        bulk: isAlpine ? 'usr/share/ca-certificates/mozilla.crt' : 'usr/lib/gcc/x86_64-linux-gnu/cc1plus',
      },
      {
        command: 'COPY /target/ /',
        isCopy: true,
        size: GO_SIZE,
        compressed: 78_900_000,
        programs: { 'usr/local/go/bin/go': 'go', 'usr/local/go/bin/gofmt': 'not-simulated/gofmt' },
        more: (tree) => tree.file('usr/local/go/VERSION', `go${version}\ntime 2025-11-05T00:00:00Z\n`),
        bulk: 'usr/local/go/pkg/tool/linux_amd64/compile',
      },
      {
        command: 'mkdir -p "$GOPATH/src" "$GOPATH/bin" && chmod -R 1777 "$GOPATH"',
        size: 0,
        compressed: 126,
        more: (tree) =>
          tree
            .directory('go', { mode: 0o1777 })
            .directory('go/src', { mode: 0o1777 })
            .directory('go/bin', { mode: 0o1777 }),
      },
    ],
    config: { WorkingDir: '/go', Cmd: isAlpine ? ['/bin/sh'] : ['bash'] },
  });
}

function release(
  version: string,
  created: string,
  bases: readonly Base[],
  isLatest = false,
): Record<string, ImageRecipe> {
  const minor = version.split('.').slice(0, 2).join('.');
  const stems = [version, minor, ...(isLatest ? ['1', ''] : [])];
  return variantTags(stems, bases, BASES, (base) => golangImage(version, created, base));
}

export const golang: Readonly<Record<string, ImageRecipe>> = {
  ...release('1.20.14', '2024-02-06T23:05:03Z', ['bookworm', 'alpine3.19']),
  ...release('1.21.13', '2024-08-07T19:51:54Z', ['bookworm', 'alpine3.20', 'alpine3.19']),
  ...release('1.22.12', '2025-02-05T00:52:11Z', ['bookworm', 'alpine3.21', 'alpine3.20']),
  ...release('1.23.12', '2025-08-06T22:11:40Z', ['bookworm', 'alpine3.22', 'alpine3.21']),
  ...release('1.24.10', '2025-11-05T23:24:01Z', ['trixie', 'bookworm', 'alpine3.22', 'alpine3.21']),
  ...release('1.25.4', '2025-11-05T23:24:13Z', ['trixie', 'bookworm', 'alpine3.22', 'alpine3.21'], true),
};
