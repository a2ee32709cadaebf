/** The official busybox images (docker-library/busybox, glibc variant). */
import { type ImageRecipe, PATH } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';
import { GROUP, NSSWITCH, PASSWD, SHADOW } from './accounts.ts';
import { ALL_APPLETS } from './applets.ts';

const PROGRAM_SIZE = 1_146_624;
const SIZE = 4_430_000;

function busyboxImage(version: string, debian: string, created: string): ImageRecipe {
  return {
    created,
    config: { Env: [PATH], Cmd: ['sh'] },
    steps: [
      {
        createdBy: `BusyBox ${version} (glibc), Debian ${debian}`,
        layer: { changes: () => root(created).changes(), compressed: 2_220_000 },
      },
    ],
  };
}

function root(created: string): RootTree {
  const tree = new RootTree(created);
  const [first = '[', ...others] = ALL_APPLETS;
  tree.program(`bin/${first}`, 'busybox', PROGRAM_SIZE);
  for (const name of [...others, 'busybox', 'getconf'].sort()) {
    if (name === 'getconf') tree.binary('bin/getconf', 35_568, { mode: 0o755 });
    else tree.hardlink(`bin/${name}`, `bin/${first}`);
  }
  tree
    .directory('dev')
    .file('etc/group', GROUP)
    .binary('etc/localtime', 127)
    .directories(
      'etc/network/if-down.d',
      'etc/network/if-post-down.d',
      'etc/network/if-pre-up.d',
      'etc/network/if-up.d',
    )
    .file('etc/nsswitch.conf', NSSWITCH)
    .file('etc/passwd', PASSWD)
    .file('etc/shadow', SHADOW, { mode: 0o600 })
    .directory('home', { uid: 65534, gid: 65534 })
    .binary('lib/ld-linux-x86-64.so.2', 225_600, { mode: 0o755 })
    .binary('lib/libm.so.6', 907_784)
    .binary('lib/libnss_compat.so.2', 44_120)
    .binary('lib/libnss_dns.so.2', 14_352)
    .binary('lib/libnss_files.so.2', 14_352)
    .binary('lib/libnss_hesiod.so.2', 27_032)
    .binary('lib/libpthread.so.0', 14_480)
    .binary('lib/libresolv.so.2', 60_328)
    .symlink('lib64', 'lib')
    .directory('root')
    .directory('srv')
    .directory('tmp')
    .directory('usr', { uid: 1, gid: 1 })
    .symlink('usr/bin/env', '../../bin/env')
    .directory('usr/sbin', { uid: 1, gid: 1 })
    .directory('var/spool/mail', { uid: 8, gid: 8 })
    .directory('var/www', { uid: 33, gid: 33 });
  return tree.total(SIZE, 'lib/libc.so.6');
}

const stable = busyboxImage('1.36.1', '13', '2024-09-26T21:31:42Z');
const unstable = busyboxImage('1.37.0', '13', '2024-09-26T21:31:42Z');

export const busybox: Readonly<Record<string, ImageRecipe>> = {
  latest: stable,
  stable,
  glibc: stable,
  'stable-glibc': stable,
  '1.36': stable,
  '1.36.1': stable,
  '1': unstable,
  '1.37': unstable,
  '1.37.0': unstable,
  unstable,
};
