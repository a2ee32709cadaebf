/** /var/lib/dpkg/status: the packages of the base image, in dpkg's own format. */

export type Distribution = 'bookworm' | 'trixie' | 'noble' | 'jammy' | keyof typeof SUCCESSORS;

/** Releases past their end are given the packages of the next one. */
const SUCCESSORS = { bullseye: 'bookworm', focal: 'jammy', bionic: 'jammy' } as const;

/** name | section | priority | installed kB | description | versions for bookworm, trixie, noble, jammy. */
const PACKAGES = `
adduser|admin|important|686|add and remove users and groups|3.134 3.152 3.137ubuntu1 3.118ubuntu5
apt|admin|required|4232|commandline package manager|2.6.1 3.0.3 2.8.3 2.4.14
base-files|admin|required|341|Debian base system miscellaneous files|12.4+deb12u12 13.8+deb13u1 13ubuntu10.3 12ubuntu4.7
base-passwd|admin|required|243|Debian base system master password and group files|3.6.1 3.6.7 3.6.3build1 3.5.52build1
bash|shells|required|7175|GNU Bourne Again SHell|5.2.15-2+b9 5.2.37-2+b5 5.2.21-2ubuntu4 5.1-6ubuntu1.1
coreutils|utils|required|18307|GNU core utilities|9.1-1 9.7-3 9.4-3ubuntu6.1 8.32-4.1ubuntu1.2
dash|shells|required|194|POSIX-compliant shell|0.5.12-2 0.5.12-12 0.5.12-6ubuntu5 0.5.11+git20210903+really0.5.11-1ubuntu1
debconf|admin|required|520|Debian configuration management system|1.5.82 1.5.91 1.5.86ubuntu1 1.5.79ubuntu1
debianutils|utils|required|243|Miscellaneous utilities specific to Debian|5.7-0.5~deb12u1 5.23.2 5.17build1 5.5-1ubuntu2
diffutils|utils|required|1598|File comparison utilities|1:3.8-4 1:3.10-4 1:3.10-1build1 1:3.8-0ubuntu2
dpkg|admin|required|6384|Debian package management system|1.21.22 1.22.21 1.22.6ubuntu6.5 1.21.1ubuntu2.6
findutils|utils|required|1930|utilities for finding files--find, xargs|4.9.0-4 4.10.0-3 4.9.0-5build1 4.8.0-1ubuntu3
gcc-12-base|libs|required|274|GCC, the GNU Compiler Collection (base package)|12.2.0-14+deb12u1 14.2.0-19 14.2.0-4ubuntu2~24.04 12.3.0-1ubuntu1~22.04.2
grep|utils|required|1292|GNU grep, egrep and fgrep|3.8-5 3.11-4 3.11-4build1 3.7-1build1
gzip|utils|required|269|GNU compression utilities|1.12-1 1.13-1 1.12-1ubuntu3.1 1.10-4ubuntu4.1
hostname|admin|required|51|utility to set/show the host name or domain name|3.23+nmu1 3.25 3.23+nmu2ubuntu2 3.23ubuntu2
init-system-helpers|admin|required|137|helper tools for all init systems|1.65.2 1.69~deb13u1 1.66ubuntu1 1.62
libacl1|libs|optional|72|access control list - shared library|2.3.1-3 2.3.2-2+b1 2.3.2-1build1.1 2.3.1-1
libc-bin|libs|required|2038|GNU C Library: Binaries|2.36-9+deb12u13 2.41-12 2.39-0ubuntu8.6 2.35-0ubuntu3.11
libc6|libs|optional|12991|GNU C Library: Shared libraries|2.36-9+deb12u13 2.41-12 2.39-0ubuntu8.6 2.35-0ubuntu3.11
libgcc-s1|libs|optional|140|GCC support library|12.2.0-14+deb12u1 14.2.0-19 14.2.0-4ubuntu2~24.04 12.3.0-1ubuntu1~22.04.2
libpam-modules|admin|required|1065|Pluggable Authentication Modules for PAM|1.5.2-6+deb12u1 1.7.0-5 1.5.3-5ubuntu5.5 1.4.0-11ubuntu2.6
libselinux1|libs|optional|202|SELinux runtime shared libraries|3.4-1+b6 3.8.1-1 3.5-2ubuntu2.1 3.3-1build2
libstdc++6|libs|optional|2741|GNU Standard C++ Library v3|12.2.0-14+deb12u1 14.2.0-19 14.2.0-4ubuntu2~24.04 12.3.0-1ubuntu1~22.04.2
libsystemd0|libs|optional|1012|systemd utility library|252.39-1~deb12u1 257.8-1~deb13u2 255.4-1ubuntu8.11 249.11-0ubuntu3.17
login|admin|required|2575|system login tools|1:4.13+dfsg1-1+deb12u1 1:4.16.0-2+really2.41-5 1:4.13+dfsg1-4ubuntu3.2 1:4.8.1-2ubuntu2.2
mawk|interpreters|required|246|Pattern scanning and text processing language|1.3.4.20200120-3.1 1.3.4.20250131-1 1.3.4.20240123-1build1 1.3.4.20200120-3
mount|admin|required|415|tools for mounting and manipulating filesystems|2.38.1-5+deb12u3 2.41-5 2.39.3-9ubuntu6.3 2.37.2-4ubuntu3.4
ncurses-base|misc|required|395|basic terminal type definitions|6.4-4 6.5+20250216-2 6.4+20240113-1ubuntu2 6.3-2ubuntu0.1
ncurses-bin|utils|required|652|terminal-related programs and man pages|6.4-4 6.5+20250216-2 6.4+20240113-1ubuntu2 6.3-2ubuntu0.1
passwd|admin|required|2895|change and administer password and group data|1:4.13+dfsg1-1+deb12u1 1:4.17.4-2 1:4.13+dfsg1-4ubuntu3.2 1:4.8.1-2ubuntu2.2
perl-base|perl|required|7715|minimal Perl system|5.36.0-7+deb12u3 5.40.1-6 5.38.2-3.2ubuntu0.2 5.34.0-3ubuntu1.5
sed|utils|required|987|GNU stream editor for filtering/transforming text|4.9-1 4.9-2 4.9-2build1 4.8-1ubuntu2
sysvinit-utils|admin|required|79|System-V-like utilities|3.06-4 3.14-4 3.08-6ubuntu3 3.01-1ubuntu1
tar|utils|required|3152|GNU version of the tar archiving utility|1.34+dfsg-1.2+deb12u1 1.35+dfsg-3.1 1.35+dfsg-3build1 1.34+dfsg-1ubuntu0.1.22.04.2
tzdata|localization|required|2440|time zone and daylight-saving time data|2025b-0+deb12u2 2025b-4+deb13u1 - -
util-linux|utils|required|5069|miscellaneous system utilities|2.38.1-5+deb12u3 2.41-5 2.39.3-9ubuntu6.3 2.37.2-4ubuntu3.4
zlib1g|libs|required|171|compression library - runtime|1:1.2.13.dfsg-1 1:1.3.dfsg+really1.3.1-1+b1 1:1.3.dfsg-3.1ubuntu2.1 1:1.2.11.dfsg-2ubuntu9.2
procps|admin|important|2389|/proc file system utilities|- - 2:4.0.4-4ubuntu3.2 2:3.3.17-6ubuntu2.1
`;

const COLUMNS: readonly Distribution[] = ['bookworm', 'trixie', 'noble', 'jammy'];

export function dpkgStatus(release: Distribution): string {
  const distribution = release in SUCCESSORS ? SUCCESSORS[release as keyof typeof SUCCESSORS] : release;
  const isUbuntu = distribution === 'noble' || distribution === 'jammy';
  const maintainer = isUbuntu
    ? 'Ubuntu Developers <ubuntu-devel-discuss@lists.ubuntu.com>'
    : 'Debian Developers <debian-devel@lists.debian.org>';
  const stanzas = PACKAGES.trim()
    .split('\n')
    .flatMap((line) => {
      const [name = '', section, priority, size, description, versions = ''] = line.split('|');
      const version = versions.split(' ')[COLUMNS.indexOf(distribution)];
      if (!version || version === '-') return [];
      const essential = ESSENTIAL.has(name) ? 'Essential: yes\n' : '';
      return [
        `Package: ${name}\n${essential}Status: install ok installed\nPriority: ${priority}\nSection: ${section}\n` +
          `Installed-Size: ${size}\nMaintainer: ${maintainer}\nArchitecture: amd64\nVersion: ${version}\n` +
          `Description: ${description}\n`,
      ];
    });
  return `${stanzas.sort().join('\n')}\n`;
}

const ESSENTIAL = new Set(
  'base-files base-passwd bash coreutils dash debianutils diffutils dpkg findutils grep gzip hostname libc-bin login mount ncurses-base ncurses-bin perl-base sed sysvinit-utils tar util-linux'.split(
    ' ',
  ),
);
