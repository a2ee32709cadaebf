/** The root file system debootstrap leaves, for Debian and Ubuntu alike. */
import { RootTree } from '../root-tree.ts';
import { PACKAGE_COMMANDS, SYSTEM_COMMANDS, USER_COMMANDS } from './commands.ts';
import * as etc from './etc.ts';

export interface RootOptions {
  readonly created: string;
  readonly passwd: string;
  readonly group: string;
  readonly osRelease: string;
  readonly issue: string;
  /** Path below etc/apt and text. */
  readonly sources: readonly [string, string];
  readonly dpkgStatus: string;
  /** Documentation, locales and time zones, which -slim images leave out. */
  readonly documented: boolean;
  readonly extraCommands?: readonly string[];
}

const LIBRARIES = 'usr/lib/x86_64-linux-gnu';
/** Where the bulk of what is not listed one by one is booked. */
export const BULK = `${LIBRARIES}/libc.so.6`;
const PROGRAM = 48_000;

export function debianRoot(options: RootOptions): RootTree {
  const tree = new RootTree(options.created);
  for (const [name, target] of [
    ['bin', 'usr/bin'],
    ['lib', 'usr/lib'],
    ['lib64', 'usr/lib64'],
    ['sbin', 'usr/sbin'],
  ] as const) {
    tree.symlink(name, target);
  }
  tree
    .directories('boot', 'dev', 'home', 'media', 'mnt', 'opt', 'proc', 'root', 'run', 'srv', 'sys', 'tmp')
    .directory('run/lock', { mode: 0o1777 })
    .directories(
      'usr/games',
      'usr/include',
      'usr/lib64',
      'usr/libexec',
      'usr/local/bin',
      'usr/local/etc',
      'usr/local/games',
    )
    .directories('usr/local/include', 'usr/local/lib', 'usr/local/sbin', 'usr/local/share', 'usr/share', 'usr/src')
    .symlink('usr/local/man', 'share/man')
    .directories('var/backups', 'var/cache/apt/archives/partial', 'var/cache/debconf', 'var/lib/apt/lists/partial')
    .directories('var/lib/dpkg/alternatives', 'var/lib/dpkg/info', 'var/lib/dpkg/triggers', 'var/lib/dpkg/updates')
    .directories('var/lib/misc', 'var/lib/pam', 'var/log/apt', 'var/opt', 'var/spool', 'var/tmp')
    .directory('var/local', { mode: 0o2775, gid: 50 })
    .directory('var/mail', { mode: 0o2775, gid: 8 })
    .symlink('var/lock', '/run/lock')
    .symlink('var/run', '/run')
    .symlink('var/spool/mail', '../mail');
  commands(tree, options.extraCommands ?? []);
  configuration(tree, options);
  tree
    .binary('usr/lib64/ld-linux-x86-64.so.2', 210_968, { mode: 0o755 })
    .binary(`${LIBRARIES}/libm.so.6`, 907_784)
    .binary(`${LIBRARIES}/libcrypto.so.3`, 4_709_000)
    .binary(`${LIBRARIES}/libssl.so.3`, 692_000)
    .binary(`${LIBRARIES}/libstdc++.so.6`, 2_190_000)
    .binary(`${LIBRARIES}/libapt-pkg.so.6.0`, 2_102_000)
    .binary(`${LIBRARIES}/perl-base/libperl.so`, 3_770_000)
    .file('var/lib/dpkg/status', options.dpkgStatus)
    .file('var/lib/dpkg/available', '')
    .file('var/lib/dpkg/lock', '', { mode: 0o640 })
    .file('var/log/dpkg.log', '')
    .file('var/log/apt/history.log', '');
  if (options.documented) {
    tree
      .binary('usr/share/locale/locale.archive', 11_300_000)
      .binary('usr/share/doc/documentation.gz', 9_700_000)
      .binary('usr/share/man/pages.gz', 6_900_000);
  }
  return tree;
}

function commands(tree: RootTree, extra: readonly string[]): void {
  for (const name of [...USER_COMMANDS, ...extra]) {
    const isSetuid = ['mount', 'umount', 'su', 'passwd', 'chsh', 'chfn', 'gpasswd', 'newgrp'].includes(name);
    tree.program(`usr/bin/${name}`, `gnu/${name}`, PROGRAM, isSetuid ? { mode: 0o4755 } : {});
  }
  for (const name of SYSTEM_COMMANDS) tree.program(`usr/sbin/${name}`, `gnu/${name}`, PROGRAM);
  for (const name of PACKAGE_COMMANDS) tree.program(`usr/bin/${name}`, name, name === 'dpkg' ? 318_000 : 72_000);
  tree
    .program('usr/bin/bash', 'bash', 1_265_648)
    .symlink('usr/bin/rbash', 'bash')
    .program('usr/bin/dash', 'dash', 125_640)
    .symlink('usr/bin/sh', 'dash')
    .directory('etc/alternatives')
    .symlink('etc/alternatives/awk', '/usr/bin/mawk')
    .symlink('usr/bin/awk', '/etc/alternatives/awk')
    .symlink('etc/alternatives/which', '/usr/bin/which.debianutils')
    .program('usr/bin/which.debianutils', 'gnu/which', 946)
    .symlink('usr/bin/which', '/etc/alternatives/which');
}

function configuration(tree: RootTree, options: RootOptions): void {
  const [sourcesName, sources] = options.sources;
  const shadowed = { mode: 0o640, gid: 42 };
  tree
    .directories(
      'etc/apt/auth.conf.d',
      'etc/apt/keyrings',
      'etc/apt/preferences.d',
      'etc/apt/trusted.gpg.d',
      'etc/cron.daily',
    )
    .directories(
      'etc/default',
      'etc/init.d',
      'etc/ld.so.conf.d',
      'etc/opt',
      'etc/pam.d',
      'etc/profile.d',
      'etc/security',
      'etc/skel',
    )
    .file(`etc/apt/${sourcesName}`, sources)
    .file('etc/bash.bashrc', etc.BASH_BASHRC)
    .file('etc/default/useradd', '# Default values for useradd(8)\nSHELL=/bin/sh\n')
    .file('etc/environment', '')
    .file('etc/fstab', '# UNCONFIGURED FSTAB FOR BASE SYSTEM\n')
    .file('etc/group', options.group)
    .file('etc/gshadow', options.group.replace(/:x:\d+:/g, ':*::'), shadowed)
    .file('etc/host.conf', 'multi on\n')
    .file('etc/hostname', 'localhost\n')
    .file('etc/hosts', '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n')
    .file('etc/issue', `${options.issue} \\n \\l\n\n`)
    .file('etc/issue.net', `${options.issue}\n`)
    .file('etc/ld.so.conf', 'include /etc/ld.so.conf.d/*.conf\n')
    .file('etc/login.defs', LOGIN_DEFS)
    .symlink('etc/localtime', '/usr/share/zoneinfo/Etc/UTC')
    .file('etc/timezone', 'Etc/UTC\n')
    .symlink('etc/mtab', '../proc/self/mounts')
    .file('etc/nsswitch.conf', etc.NSSWITCH)
    .symlink('etc/os-release', '../usr/lib/os-release')
    .file('usr/lib/os-release', options.osRelease)
    .file('etc/passwd', options.passwd)
    .file('etc/profile', etc.PROFILE)
    .file('etc/shadow', etc.shadow(options.passwd), shadowed)
    .file('etc/shells', etc.SHELLS)
    .file('etc/skel/.bashrc', etc.ROOT_BASHRC)
    .file('etc/skel/.profile', etc.ROOT_PROFILE)
    .file('root/.bashrc', etc.ROOT_BASHRC)
    .file('root/.profile', etc.ROOT_PROFILE);
  for (const [name, text] of Object.entries(etc.APT_CONF)) tree.file(`etc/apt/apt.conf.d/${name}`, text);
}

const LOGIN_DEFS = `MAIL_DIR        /var/mail
UMASK\t\t022
PASS_MAX_DAYS\t99999
PASS_MIN_DAYS\t0
PASS_WARN_AGE\t7
UID_MIN\t\t\t 1000
UID_MAX\t\t\t60000
SYS_UID_MIN\t\t  100
SYS_UID_MAX\t\t  999
GID_MIN\t\t\t 1000
GID_MAX\t\t\t60000
SYS_GID_MIN\t\t  100
SYS_GID_MAX\t\t  999
USERGROUPS_ENAB yes
ENCRYPT_METHOD YESCRYPT
`;
