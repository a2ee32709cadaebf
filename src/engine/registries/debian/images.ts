/** The official debian and ubuntu images. */
import { type ImageRecipe, type LayerRecipe, nop, PATH } from '../recipe.ts';
import { PROCPS } from './commands.ts';
import * as etc from './etc.ts';
import { dpkgStatus } from './package-database.ts';
import { BULK, debianRoot } from './root.ts';

interface DebianRelease {
  readonly version: string;
  readonly full: string;
  readonly codename: 'bullseye' | 'bookworm' | 'trixie';
  readonly slim: boolean;
  readonly size: number;
  readonly compressed: number;
}

const DEBIAN_CREATED = '2025-11-03T20:44:21Z';
const SNAPSHOT = '20251103T000000Z';

function debianImage(release: DebianRelease): ImageRecipe {
  const { codename } = release;
  const layer: LayerRecipe = {
    compressed: release.compressed,
    changes: () =>
      debianRoot({
        created: DEBIAN_CREATED,
        passwd: etc.DEBIAN_PASSWD,
        group: etc.GROUP,
        osRelease: etc.debianRelease(release.version, release.full, codename),
        issue: `Debian GNU/Linux ${release.version}`,
        sources: ['sources.list.d/debian.sources', etc.debianSources(codename, SNAPSHOT)],
        dpkgStatus: dpkgStatus(codename),
        documented: !release.slim,
      })
        .file('etc/debian_version', `${release.full}\n`)
        .total(release.size, BULK)
        .changes(),
  };
  return {
    created: DEBIAN_CREATED,
    config: { Env: [PATH], Cmd: ['bash'] },
    steps: [
      {
        createdBy: `# debian.sh --arch 'amd64' out/ '${codename}' '@1762202661'`,
        comment: 'debuerreotype 0.16',
        layer,
      },
    ],
  };
}

const bookwormOf = { version: '12', full: '12.12', codename: 'bookworm' } as const;
const bullseyeOf = { version: '11', full: '11.11', codename: 'bullseye' } as const;
const trixieOf = { version: '13', full: '13.1', codename: 'trixie' } as const;
export const bookworm = debianImage({ ...bookwormOf, slim: false, size: 116_600_000, compressed: 48_481_000 });
export const bookwormSlim = debianImage({ ...bookwormOf, slim: true, size: 74_800_000, compressed: 28_228_000 });
export const bullseye = debianImage({ ...bullseyeOf, slim: false, size: 124_000_000, compressed: 53_758_000 });
export const bullseyeSlim = debianImage({ ...bullseyeOf, slim: true, size: 80_700_000, compressed: 30_256_000 });
export const trixie = debianImage({ ...trixieOf, slim: false, size: 120_000_000, compressed: 49_284_000 });
export const trixieSlim = debianImage({ ...trixieOf, slim: true, size: 78_600_000, compressed: 29_777_000 });

export const debian: Readonly<Record<string, ImageRecipe>> = {
  latest: trixie,
  stable: trixie,
  'stable-slim': trixieSlim,
  trixie,
  '13': trixie,
  '13.1': trixie,
  'trixie-slim': trixieSlim,
  '13-slim': trixieSlim,
  bookworm,
  oldstable: bookworm,
  '12': bookworm,
  '12.12': bookworm,
  'bookworm-slim': bookwormSlim,
  '12-slim': bookwormSlim,
  bullseye,
  oldoldstable: bullseye,
  '11': bullseye,
  '11.11': bullseye,
  'bullseye-slim': bullseyeSlim,
  '11-slim': bullseyeSlim,
};

interface UbuntuRelease {
  readonly version: string;
  readonly point: string;
  readonly codename: 'noble' | 'jammy' | 'focal' | 'bionic';
  readonly title: string;
  readonly created: string;
  readonly size: number;
  readonly compressed: number;
  readonly hasUser: boolean;
}

/** /etc/debian_version: the Debian each was made from. */
const SID = { noble: 'trixie/sid\n', jammy: 'bookworm/sid\n', focal: 'bullseye/sid\n', bionic: 'buster/sid\n' };

function ubuntuImage(release: UbuntuRelease): ImageRecipe {
  const { version, codename, created } = release;
  const passwd = release.hasUser ? etc.UBUNTU_PASSWD + etc.UBUNTU_USER : etc.UBUNTU_PASSWD;
  const layer: LayerRecipe = {
    compressed: release.compressed,
    changes: () => {
      const tree = debianRoot({
        created,
        passwd,
        group: release.hasUser ? `${etc.GROUP}ubuntu:x:1000:\n` : etc.GROUP,
        osRelease: etc.ubuntuRelease(version, release.point, codename, release.title),
        issue: `Ubuntu ${release.point} LTS`,
        sources:
          codename === 'noble'
            ? ['sources.list.d/ubuntu.sources', etc.ubuntuSources(codename)]
            : ['sources.list', etc.ubuntuSourcesList(codename)],
        dpkgStatus: dpkgStatus(codename),
        documented: false,
        extraCommands: PROCPS,
      })
        .file('etc/debian_version', SID[codename])
        .file('etc/lsb-release', lsbRelease(release));
      if (release.hasUser) tree.directory('home/ubuntu', { mode: 0o750, uid: 1000, gid: 1000 });
      return tree.total(release.size, BULK).changes();
    },
  };
  const labels = { 'org.opencontainers.image.ref.name': 'ubuntu', 'org.opencontainers.image.version': version };
  return {
    created,
    config: { Env: [PATH], Cmd: ['/bin/bash'], Labels: labels },
    steps: [
      nop('ARG RELEASE'),
      nop('ARG LAUNCHPAD_BUILD_ARCH'),
      nop('LABEL org.opencontainers.image.ref.name=ubuntu'),
      nop(`LABEL org.opencontainers.image.version=${version}`),
      { createdBy: '/bin/sh -c #(nop) ADD file:… in / ', layer },
      nop('CMD ["/bin/bash"]'),
    ],
  };
}

function lsbRelease({ version, codename, point }: UbuntuRelease): string {
  return `DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=${version}\nDISTRIB_CODENAME=${codename}\nDISTRIB_DESCRIPTION="Ubuntu ${point} LTS"\n`;
}

export const noble = ubuntuImage({
  version: '24.04',
  point: '24.04.3',
  codename: 'noble',
  title: 'Noble Numbat',
  created: '2025-10-13T17:04:36.614473302Z',
  size: 78_100_000,
  compressed: 29_724_688,
  hasUser: true,
});
const jammy = ubuntuImage({
  version: '22.04',
  point: '22.04.5',
  codename: 'jammy',
  title: 'Jammy Jellyfish',
  created: '2025-10-13T17:02:51.108213746Z',
  size: 77_900_000,
  compressed: 29_537_000,
  hasUser: false,
});
const focal = ubuntuImage({
  version: '20.04',
  point: '20.04.6',
  codename: 'focal',
  title: 'Focal Fossa',
  created: '2025-04-08T10:43:14.521834612Z',
  size: 72_800_000,
  compressed: 27_514_000,
  hasUser: false,
});
const bionic = ubuntuImage({
  version: '18.04',
  point: '18.04.6',
  codename: 'bionic',
  title: 'Bionic Beaver',
  created: '2023-05-30T09:32:09.432301537Z',
  size: 63_200_000,
  compressed: 25_690_000,
  hasUser: false,
});

export const ubuntu: Readonly<Record<string, ImageRecipe>> = {
  latest: noble,
  '24.04': noble,
  noble,
  '22.04': jammy,
  jammy,
  '20.04': focal,
  focal,
  '18.04': bionic,
  bionic,
};
