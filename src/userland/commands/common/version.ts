import { packageVersion } from '../../packages/common/package-version.ts';
import type { Context } from './context.ts';

/** The package a program is from, what it was in Debian 12, and what `--version` says first. */
interface Origin {
  readonly package: string;
  readonly version: string;
  line(name: string, version: string): string;
}

function gnu(name: string, version: string): Origin {
  return { package: name, version, line: (program, current) => `${program} (GNU ${name}) ${current}` };
}

const COREUTILS = gnu('coreutils', '9.1');
const FINDUTILS = gnu('findutils', '4.9.0');
const DIFFUTILS = gnu('diffutils', '3.8');
const GREP = gnu('grep', '3.8');

function procps(): Origin {
  return { package: 'procps', version: '4.0.2', line: (name, version) => `${name} from procps-ng ${version}` };
}

function utilLinux(): Origin {
  return { package: 'util-linux', version: '2.38.1', line: (name, version) => `${name} from util-linux ${version}` };
}

function own(name: string, version: string, line: (version: string) => string): Origin {
  return { package: name, version, line: (_program, current) => line(current) };
}

const ORIGINS: Readonly<Record<string, Origin>> = {
  find: FINDUTILS,
  xargs: FINDUTILS,
  grep: GREP,
  egrep: GREP,
  fgrep: GREP,
  diff: DIFFUTILS,
  cmp: DIFFUTILS,
  sed: gnu('sed', '4.9'),
  tar: gnu('tar', '1.34'),
  gzip: own('gzip', '1.12', (version) => `gzip ${version}`),
  hostname: own('hostname', '3.23', (version) => `hostname ${version}`),
  gawk: own('gawk', '5.2.1', (version) => `GNU Awk ${version}`),
  mawk: own('mawk', '1.3.4', (version) => `mawk ${version}`),
  awk: own('mawk', '1.3.4', (version) => `mawk ${version}`),
  less: own('less', '590', (version) => `less ${version} (GNU regular expressions)`),
  nano: own('nano', '7.2', (version) => ` GNU nano, version ${version}`),
  vim: own('vim', '9.0', (version) => `VIM - Vi IMproved ${version.split('.').slice(0, 2).join('.')}`),
  vi: own('vim', '9.0', (version) => `VIM - Vi IMproved ${version.split('.').slice(0, 2).join('.')}`),
  ping: own('iputils-ping', '20221126', (version) => `ping from iputils ${version}`),
  wget: own('wget', '1.21.3', (version) => `GNU Wget ${version} built on linux-gnu.`),
  ...Object.fromEntries(
    ['free', 'kill', 'pgrep', 'pkill', 'pmap', 'ps', 'pwdx', 'sysctl', 'top', 'uptime', 'vmstat', 'w', 'watch'].map(
      (name) => [name, procps()],
    ),
  ),
  ...Object.fromEntries(
    [
      'dmesg',
      'getopt',
      'lsblk',
      'more',
      'mount',
      'mountpoint',
      'nsenter',
      'renice',
      'rev',
      'setsid',
      'su',
      'umount',
    ].map((name) => [name, utilLinux()]),
  ),
};

/** The first line a GNU program's `--version` prints: of the package that is installed. */
export function versionLine({ sys, name }: Context): string {
  const program = name.slice(name.lastIndexOf('/') + 1);
  const origin = ORIGINS[program] ?? COREUTILS;
  return origin.line(program, packageVersion(sys, origin.package) ?? origin.version);
}
