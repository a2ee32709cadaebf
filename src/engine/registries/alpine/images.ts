/** The official alpine images: the mini root file system of each branch. */
import { ALPINE_APPLETS } from '../busybox/applets.ts';
import { copy, type ImageRecipe, type LayerRecipe, nop, PATH, step } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';
import { GROUP, PASSWD, SHADOW } from './accounts.ts';
import { ISSUE, MOTD, osRelease, PROFILE, PROTOCOLS, repositories, SECURETTY, SERVICES } from './etc.ts';
import { installedDatabase, installedPackages } from './package-database.ts';

interface Release {
  readonly full: string;
  readonly created: string;
  readonly size: number;
  readonly compressed: number;
  /** Branches up to 3.20 were built by the classic builder. */
  readonly classic?: boolean;
}

function alpineImage(release: Release): ImageRecipe {
  const layer: LayerRecipe = { changes: () => alpineRoot(release).changes(), compressed: release.compressed };
  if (release.classic) {
    return {
      created: release.created,
      config: { Env: [PATH], Cmd: ['/bin/sh'] },
      steps: [{ createdBy: '/bin/sh -c #(nop) ADD file:… in / ', layer }, nop('CMD ["/bin/sh"]')],
    };
  }
  return {
    created: release.created,
    config: { Env: [PATH], Cmd: ['/bin/sh'], WorkingDir: '/' },
    steps: [copy(`ADD alpine-minirootfs-${release.full}-x86_64.tar.gz /`, layer), step('CMD ["/bin/sh"]')],
  };
}

function alpineRoot({ full, created, size }: Release): RootTree {
  const branch = full.split('.').slice(0, 2).join('.');
  const tree = new RootTree(created);
  tree.program('bin/busybox', 'busybox', 808_712);
  for (const [directory, names] of Object.entries(ALPINE_APPLETS)) {
    for (const name of names) tree.symlink(`${directory}/${name}`, '/bin/busybox');
  }
  tree
    .directories(
      'dev',
      'home',
      'media/cdrom',
      'media/floppy',
      'media/usb',
      'mnt',
      'opt',
      'proc',
      'root',
      'run',
      'srv',
      'sys',
    )
    .directories('tmp', 'etc/apk/keys', 'etc/apk/protected_paths.d', 'etc/conf.d', 'etc/crontabs', 'etc/init.d')
    .directories('etc/logrotate.d', 'etc/modprobe.d', 'etc/modules-load.d', 'etc/network/if-up.d', 'etc/opt')
    .directories(
      'etc/periodic/15min',
      'etc/periodic/daily',
      'etc/periodic/hourly',
      'etc/periodic/monthly',
      'etc/periodic/weekly',
    )
    .directories('etc/profile.d', 'etc/sysctl.d', 'lib/firmware', 'lib/modules-load.d', 'lib/sysctl.d')
    .directories('usr/lib', 'usr/local/bin', 'usr/local/lib', 'usr/local/share', 'usr/share/man', 'usr/share/misc')
    .directories('var/cache/apk', 'var/cache/misc', 'var/lib/apk', 'var/lib/misc', 'var/local', 'var/log', 'var/opt')
    .directories('var/spool/cron', 'var/tmp')
    .directory('var/empty', { mode: 0o555 })
    .directory('var/mail', { mode: 0o775, gid: 12 })
    .file('etc/alpine-release', `${full}\n`)
    .file('etc/apk/arch', 'x86_64\n')
    .file('etc/apk/repositories', repositories(branch))
    .file('etc/apk/world', 'alpine-baselayout\nalpine-keys\nalpine-release\napk-tools\nbusybox\nmusl-utils\n')
    .file('etc/crontabs/root', CRONTAB, { mode: 0o600 })
    .file(
      'etc/fstab',
      '/dev/cdrom\t/media/cdrom\tiso9660\tnoauto,ro 0 0\n/dev/usbdisk\t/media/usb\tvfat\tnoauto\t0 0\n',
    )
    .file('etc/group', GROUP)
    .file('etc/hostname', 'localhost\n')
    .file('etc/hosts', '127.0.0.1\tlocalhost localhost.localdomain\n::1\t\tlocalhost localhost.localdomain\n')
    .file(
      'etc/inittab',
      '# /etc/inittab\n\n::sysinit:/sbin/openrc sysinit\n::wait:/sbin/openrc default\n::ctrlaltdel:/sbin/reboot\n',
    )
    .file('etc/issue', ISSUE.replace('VERSION', branch))
    .file('etc/modules', 'af_packet\nipv6\n')
    .file('etc/motd', MOTD)
    .symlink('etc/mtab', '../proc/mounts')
    .file(
      'etc/nsswitch.conf',
      '# musl itself does not support NSS, however some third-party DNS\n# implementations use the nsswitch.conf file to determine what\n# policy to follow.\n# Editing this file is not recommended.\nhosts: files dns\n',
    )
    .symlink('etc/os-release', '../usr/lib/os-release')
    .file('usr/lib/os-release', osRelease(full))
    .file('etc/passwd', PASSWD)
    .file('etc/profile', PROFILE)
    .file(
      'etc/profile.d/20locale.sh',
      'export CHARSET=${CHARSET:-UTF-8}\nexport LANG=${LANG:-C.UTF-8}\nexport LC_COLLATE=${LC_COLLATE:-C}\n',
    )
    .file('etc/protocols', PROTOCOLS)
    .file('etc/securetty', SECURETTY)
    .file('etc/services', SERVICES)
    .file('etc/shadow', SHADOW, { mode: 0o640, gid: 42 })
    .file('etc/shells', '# valid login shells\n/bin/sh\n/bin/ash\n')
    .binary('etc/ssl/certs/ca-certificates.crt', 219_597)
    .symlink('etc/ssl/cert.pem', 'certs/ca-certificates.crt')
    .directory('etc/ssl/misc')
    .file('lib/apk/db/installed', installedDatabase(installedPackages(branch, full)))
    .file('lib/apk/db/lock', '', { mode: 0o600 })
    .file('lib/apk/db/triggers', '')
    .binary('lib/ld-musl-x86_64.so.1', 662_920, { mode: 0o755 })
    .symlink('lib/libc.musl-x86_64.so.1', 'ld-musl-x86_64.so.1')
    .binary('usr/lib/libz.so.1.3.1', 100_104, { mode: 0o755 })
    .symlink('usr/lib/libz.so.1', 'libz.so.1.3.1')
    .binary('usr/lib/libssl.so.3', 888_888, { mode: 0o755 })
    .program('sbin/apk', 'apk', 71_208)
    .binary('sbin/ldconfig', 393, { mode: 0o755 })
    .program('usr/bin/getent', 'gnu/getent', 50_392)
    .program('usr/bin/getconf', 'gnu/getconf', 33_792)
    .program('usr/bin/iconv', 'gnu/iconv', 22_064)
    .binary('usr/bin/ldd', 54, { mode: 0o755 })
    .binary('usr/bin/scanelf', 67_136, { mode: 0o755 })
    .binary('usr/bin/ssl_client', 22_080, { mode: 0o755 })
    .symlink('var/lock', '../run/lock')
    .symlink('var/run', '../run')
    .symlink('var/spool/mail', '../mail')
    .symlink('var/spool/cron/crontabs', '../../../etc/crontabs')
    .directory('run/lock');
  return tree.total(size, 'usr/lib/libcrypto.so.3');
}

const CRONTAB = `# do daily/weekly/monthly maintenance
# min\thour\tday\tmonth\tweekday\tcommand
*/15\t*\t*\t*\t*\trun-parts /etc/periodic/15min
0\t*\t*\t*\t*\trun-parts /etc/periodic/hourly
0\t2\t*\t*\t*\trun-parts /etc/periodic/daily
0\t3\t*\t*\t6\trun-parts /etc/periodic/weekly
0\t5\t1\t*\t*\trun-parts /etc/periodic/monthly
`;

export const alpine322 = alpineImage({
  full: '3.22.2',
  created: '2025-10-08T11:04:56Z',
  size: 8_320_000,
  compressed: 3_802_452,
});
export const alpine321 = alpineImage({
  full: '3.21.5',
  created: '2025-10-08T11:05:21Z',
  size: 7_830_000,
  compressed: 3_643_000,
});
export const alpine320 = alpineImage({
  full: '3.20.3',
  created: '2024-09-06T22:20:07Z',
  size: 7_800_000,
  compressed: 3_623_807,
  classic: true,
});
export const alpine319 = alpineImage({
  full: '3.19.4',
  created: '2024-09-06T22:20:21Z',
  size: 7_400_000,
  compressed: 3_419_706,
  classic: true,
});

/** Branches past their end: release, date, bytes, bytes of a pull. */
const ENDED: readonly (readonly [full: string, created: string, size: number, compressed: number])[] = [
  ['3.18.12', '2025-02-14T03:28:36Z', 7_360_000, 3_418_000],
  ['3.17.10', '2024-09-06T22:20:34Z', 7_060_000, 3_379_000],
  ['3.16.9', '2024-01-27T00:30:31Z', 5_540_000, 2_807_000],
  ['3.15.11', '2024-01-27T00:30:36Z', 5_590_000, 2_826_000],
  ['3.14.10', '2023-03-29T18:19:41Z', 5_590_000, 2_826_000],
  ['3.13.12', '2022-08-09T17:19:53Z', 5_600_000, 2_821_000],
  ['3.12.12', '2022-04-04T22:39:44Z', 5_590_000, 2_808_000],
];

function ended(): Record<string, ImageRecipe> {
  const found: Record<string, ImageRecipe> = {};
  for (const [full, created, size, compressed] of ENDED) {
    const recipe = alpineImage({ full, created, size, compressed, classic: true });
    found[full] = found[full.split('.').slice(0, 2).join('.')] = recipe;
  }
  return found;
}

export const alpine: Readonly<Record<string, ImageRecipe>> = {
  latest: alpine322,
  '3': alpine322,
  '3.22': alpine322,
  '3.22.2': alpine322,
  '3.21': alpine321,
  '3.21.5': alpine321,
  '3.20': alpine320,
  '3.20.3': alpine320,
  '3.19': alpine319,
  '3.19.4': alpine319,
  ...ended(),
};
