/**
 * What `apk` can install: the packages learners meet, with versions, sizes and dependencies of Alpine 3.22 (pkgs.alpinelinux.org).
 * Other branches are served the same versions.
 */

export interface AlpinePackage {
  readonly name: string;
  readonly version: string;
  /** Installed bytes. */
  readonly size: number;
  readonly depends: readonly string[];
  /** Paths of its commands. */
  readonly commands: readonly string[];
  readonly description: string;
  readonly repository: 'main' | 'community';
}

/** name|version|installed KiB|dependencies|commands (in usr/bin unless a folder is given)|description; `*` marks community. */
const LINES = `
acl-libs|2.3.2-r1|44||| Access control list library
apache2|2.4.65-r0|3600|apr apr-util pcre2|usr/sbin/httpd|A high performance Unix-based HTTP server
apache2-utils|2.4.65-r0|240|apr apr-util|ab htpasswd|Apache utility programs for webservers
apr|1.7.5-r0|250|||The Apache Portable Runtime
apr-util|1.6.3-r1|220|libexpat||The Apache Portable Runtime Utility Library
aws-cli|*2.27.25-r0|137000|python3|aws|Universal Command Line Interface for Amazon Web Services (v2)
bash|5.2.37-r0|1352|readline|bin/bash|The GNU Bourne Again shell
bind-libs|9.20.13-r0|2700|libuv libxml2 zlib||ISC BIND libraries
bind-tools|9.20.13-r0|580|bind-libs|dig host nslookup nsupdate delv|The ISC DNS tools
binutils|2.44-r3|26700|libstdc++|ar as ld nm objcopy objdump ranlib readelf size strings strip|Tools necessary to build programs
brotli-libs|1.1.0-r2|836|||Generic lossless compressor (libraries)
build-base|0.5-r3|4|binutils file fortify-headers g++ gcc libc-dev make patch||Meta package for build base
c-ares|1.34.5-r0|204|||Asynchronous DNS/names resolver library
ca-certificates|20250911-r0|700||usr/sbin/update-ca-certificates c_rehash|Common CA certificates PEM files from Mozilla
cargo|1.87.0-r0|26000|rust|cargo|The Rust package manager
cmake|3.31.7-r1|72000|libstdc++|cmake cpack ctest|Cross-platform, open-source make system
coreutils|9.7-r1|1232|acl-libs libattr|bin/coreutils|The basic file, shell and text manipulation utilities
curl|8.14.1-r2|304|libcurl|curl|URL retrieval utility and library
dcron|4.6-r0|90||usr/sbin/crond crontab|dillon's lightweight cron daemon
docker-cli|*28.3.3-r3|40000|ca-certificates|docker|Docker CLI
dumb-init|1.2.5-r3|40||dumb-init|A simple process supervisor that forwards signals to children
ffmpeg|*6.1.2-r2|24000|libstdc++|ffmpeg ffprobe|Complete and free Internet live audio and video broadcasting solution
file|5.46-r2|40|libmagic|file|File type identification utility
findutils|4.10.0-r0|480||find xargs|GNU utilities for finding files
fortify-headers|1.1-r5|60|||standalone fortify source implementation
g++|14.2.0-r6|49000|gcc libstdc++-dev libc-dev|g++ c++|GNU C++ standard library and compiler
gawk|5.3.2-r2|1100||gawk awk|GNU awk pattern-matching language
gcc|14.2.0-r6|142000|binutils gmp isl26 libatomic libgcc libgomp libstdc++ mpc1 mpfr4 zlib|gcc cc cpp gcov|The GNU Compiler Collection
gcompat|1.1.0-r4|120|musl-obstack||GNU C Library compatibility layer for musl
gettext|0.24.1-r0|2800|gettext-libs libintl|gettext envsubst msgfmt ngettext|GNU locale utilities
gettext-libs|0.24.1-r0|2300|libintl||gettext shared libraries
git|2.49.1-r0|14500|libcurl libexpat pcre2 zlib git-init-template|git|Distributed version control system
git-init-template|2.49.1-r0|40|||Template files for git init
gmp|6.3.0-r3|424|||Free library for arbitrary precision arithmetic
gnupg|2.4.7-r0|1100|libgcrypt|gpg gpg-agent gpgv|GNU Privacy Guard 2 - meta package for full GnuPG suite
go|1.24.6-r1|210000|binutils gcc|go gofmt|Go programming language compiler
grep|3.12-r0|160|pcre2|bin/grep bin/egrep bin/fgrep|Searches input files for lines containing a match to a specified pattern
htop|3.4.1-r0|220|libncursesw|htop|Interactive process viewer
icu-data-en|76.1-r1|864|||Stripped ICU data with only en_US/GB locale and no legacy charset converters
icu-libs|76.1-r1|3300|icu-data-en libstdc++||International Components for Unicode library
iproute2|6.15.0-r0|850|libelf libmnl|sbin/ip sbin/ss sbin/bridge sbin/tc|IP Routing Utilities
iptables|1.8.11-r1|1700|libmnl libnftnl|usr/sbin/iptables usr/sbin/ip6tables|Linux kernel firewall, NAT and packet mangling tools
iputils|20240905-r0|240|libcap2|bin/ping usr/sbin/arping usr/bin/tracepath|IP Configuration Utilities (and Ping)
isl26|0.26-r1|1560|gmp||Integer set library
jansson|2.14.1-r0|76|||lightweight JSON library
jq|1.8.1-r0|390|oniguruma|jq|A lightweight and flexible command-line JSON processor
less|678-r0|200|libncursesw|less|File pager
libatomic|14.2.0-r6|40|||GCC Atomic library
libattr|2.5.2-r2|40|||Utilities for managing filesystem extended attributes
libbz2|1.0.8-r6|88|||Shared library for bz2
libc-dev|0.7.2-r5|4|musl-dev||Meta package to pull in correct libc
libcap2|2.76-r0|60|||POSIX 1003.1e capabilities
libcurl|8.14.1-r2|700|brotli-libs c-ares libidn2 libpsl nghttp2-libs zstd-libs zlib||The multiprotocol file transfer library
libedit|20250104.3.1-r1|220|libncursesw||BSD line editing library
libelf|0.193-r0|110|||libelf library
libevent|2.1.12-r8|640|||An event notification library
libexpat|2.7.3-r0|180|||XML Parser library written in C (libraries)
libffi|3.4.8-r0|56|||portable, high level programming interface to various calling conventions
libffi-dev|3.4.8-r0|52|libffi||libffi development files
libgcc|14.2.0-r6|180|||GNU C compiler runtime libraries
libgcrypt|1.10.3-r1|1300|||General purpose crypto library
libgomp|14.2.0-r6|336|||GCC shared-memory parallel programming API library
libidn2|2.3.7-r0|210|libunistring||Encode/Decode library for internationalized domain names
libintl|0.24.1-r0|60|||GNU gettext runtime library
libmagic|5.46-r2|9000|||File type identification library
libmnl|1.0.5-r2|36|||Library for minimalistic netlink
libncursesw|6.5_p20250503-r0|452|ncurses-terminfo-base||Console display library (libncursesw)
libnftnl|1.2.9-r0|210|libmnl||Netfilter library
libpq|17.6-r0|360|libedit||PostgreSQL client library
libpsl|0.21.5-r3|80|libidn2 libunistring||C library for the Publix Suffix List
libstdc++|14.2.0-r6|2700|libgcc||GNU C++ standard runtime library
libstdc++-dev|14.2.0-r6|16000|libstdc++||GNU C++ standard library (development files)
libunistring|1.3-r0|1800|||Library for manipulating Unicode strings and C strings
libuv|1.51.0-r0|200|||Cross-platform asychronous I/O
libxml2|2.13.9-r0|1100|xz-libs zlib||XML parsing library, version 2
linux-headers|6.14.2-r0|9300|||Linux system headers
logrotate|3.22.0-r0|110||usr/sbin/logrotate|Tool to rotate logfiles
lua5.4|5.4.7-r0|330||lua5.4|Powerful light-weight programming language
make|4.4.1-r3|250||make|GNU make utility to maintain groups of programs
mariadb-client|11.4.8-r0|34000|mariadb-common|mariadb mysql mariadb-dump mysqldump|client for the mariadb database
mariadb-common|11.4.8-r0|40|||Common files for both mariadb server and client
mpc1|1.3.1-r1|112|gmp mpfr4||Multiprecision C library
mpdecimal|4.0.1-r0|400|libstdc++||complete implementation of the General Decimal Arithmetic Specification
mpfr4|4.2.1_p1-r0|620|gmp||multiple-precision floating-point library
musl-dev|1.2.5-r10|10700|||the musl c library (libc) implementation (development files)
musl-locales|0.1.0-r1|1000||locale|Locales support for musl
musl-obstack|1.2.3-r2|24|||A standalone library to implement GNU libc's obstack
nano|8.4-r0|720|libncursesw|nano rnano|Enhanced clone of Pico editor
ncurses|6.5_p20250503-r0|300|libncursesw|clear tput reset infocmp tic|Console display library
ncurses-terminfo-base|6.5_p20250503-r0|216|||Descriptions of common terminals
net-tools|2.10-r3|800||bin/netstat sbin/ifconfig sbin/route sbin/arp|Linux Networking Basic Tools
netcat-openbsd|1.229.1-r0|52||nc|The TCP/IP swiss army knife. OpenBSD variant.
nghttp2-libs|1.65.0-r0|180|||Experimental HTTP/2 client, server and proxy (libraries)
nginx|1.28.0-r3|1460|pcre2 zlib|usr/sbin/nginx|HTTP and reverse proxy server (stable version)
nmap|7.97-r0|21000|libstdc++|nmap|A network exploration tool and security/port scanner
nodejs|22.16.0-r2|58000|ada-libs brotli-libs c-ares icu-libs libstdc++ libuv nghttp2-libs simdjson simdutf sqlite-libs zstd-libs ca-certificates|node|JavaScript runtime built on V8 engine - LTS version
ada-libs|2.9.2-r3|560|libstdc++||WHATWG-compliant and fast URL parser written in modern C++ (libraries)
npm|*11.3.0-r1|11300|nodejs|npm npx|The package manager for JavaScript
oniguruma|6.9.10-r0|564|||a regular expressions library
openjdk17-jre|*17.0.16_p8-r0|195000||java keytool|OpenJDK 17 Java Runtime
openjdk21-jre|*21.0.8_p9-r0|200000||java keytool|OpenJDK 21 Java Runtime
openrc|0.62.6-r0|2300|libcap2|sbin/rc-service sbin/rc-update sbin/openrc|OpenRC manages the services, startup and shutdown of a host
openssh|10.0_p1-r9|700|openssh-client openssh-server||Port of OpenBSD's free SSH release
openssh-client|10.0_p1-r9|2200|libedit|ssh scp sftp ssh-keygen ssh-agent ssh-add|OpenBSD's SSH client
openssh-server|10.0_p1-r9|1100||usr/sbin/sshd|OpenSSH server
openssl|3.5.4-r0|1000||openssl|Toolkit for Transport Layer Security (TLS)
openssl-dev|3.5.4-r0|3300|||Toolkit for TLS (development files)
patch|2.8-r0|210||patch|Utility to apply diffs to files
pcre2|10.43-r1|680|||Perl-compatible regular expression library
perl|5.40.3-r0|38000|libbz2|perl|Larry Wall's Practical Extraction and Report Language
php84|8.4.13-r0|8700|pcre2 libxml2|php84|PHP 8.4 language runtime engine
pkgconf|2.4.3-r0|200||pkgconf pkg-config|development framework configuration tools
postgresql-common|1.2-r1|40|||Allows having multiple PostgreSQL versions installed
postgresql17-client|17.6-r0|6400|libpq lz4-libs postgresql-common zstd-libs|psql pg_dump pg_restore pg_isready createdb dropdb|PostgreSQL client
lz4-libs|1.10.0-r0|108|||LZ4 is lossless compression algorithm with fast decoder (libraries)
procps-ng|4.0.4-r3|1060|libncursesw|ps free top pgrep pkill uptime vmstat watch|Utilities for monitoring your system and its processes
py3-pip|25.1.1-r0|10900|py3-setuptools py3-packaging python3|pip pip3|Tool for installing and managing Python packages
py3-packaging|25.0-r0|600|py3-parsing python3||Core utilities for python3 packages
py3-parsing|3.2.3-r0|1100|python3||Alternative approach to creating and executing simple grammars
py3-setuptools|80.9.0-r0|5700|py3-packaging python3||Collection of enhancements to the Python3 distutils
python3|3.12.12-r0|28200|libbz2 libexpat libffi gdbm mpdecimal libncursesw libpanelw readline sqlite-libs xz-libs|python3 python3.12 pydoc3|High-level scripting language
gdbm|1.24-r0|250|||GNU dbm is a set of database routines that use extensible hashing
libpanelw|6.5_p20250503-r0|16|libncursesw||Console display library (libpanelw)
python3-dev|3.12.12-r0|90000|python3|python3-config|High-level scripting language (development files)
readline|8.2.13-r1|330|libncursesw||GNU readline library
redis|8.0.4-r0|7400||redis-server redis-cli redis-benchmark|Advanced key-value store
ripgrep|*14.1.1-r0|4600|pcre2|rg|Search tool that combines the usability of ag with the raw speed of grep
rsync|3.4.1-r1|600|acl-libs lz4-libs zstd-libs|rsync|File transfer program to keep remote files in sync
ruby|3.4.4-r0|8700|libffi gmp readline|ruby irb gem|Object-oriented language for quick and easy programming
rust|1.87.0-r0|260000|gcc|rustc rustdoc|Rust Programming Language toolchain
sed|4.9-r2|220|acl-libs|bin/sed|GNU stream editor
shadow|4.17.3-r0|1300||usr/sbin/useradd usr/sbin/usermod usr/sbin/userdel usr/sbin/groupadd usr/sbin/groupmod usr/sbin/groupdel usr/sbin/chpasswd|PAM-using login and passwd utilities
simdjson|3.12.0-r0|180|libstdc++||Parsing gigabytes of JSON per second
simdutf|7.2.1-r0|300|libstdc++||Unicode routines
socat|1.8.0.3-r0|400|readline|socat|Multipurpose relay for binary protocols
sqlite|3.49.2-r1|1700|readline|sqlite3|C library that implements an SQL database engine
sqlite-libs|3.49.2-r1|1600|||Sqlite3 library
strace|6.13-r0|1900||strace|Diagnostic, debugging and instructional userspace tracer
su-exec|0.2-r3|20||sbin/su-exec|switch user and group id, setgroups and exec
sudo|*1.9.17_p2-r0|3000|zlib|sudo visudo|Give certain users the ability to run some commands as root
supervisor|4.2.5-r5|2000|python3 py3-setuptools|supervisord supervisorctl|A system for controlling process state under UNIX
tar|1.35-r3|430|acl-libs|bin/tar|Utility used to store, backup, and transport files
tcpdump|4.99.5-r1|1400|libcap2|tcpdump|A tool for network monitoring and data acquisition
tini|0.19.0-r3|44||sbin/tini|A tiny but valid init for containers
tmux|3.5a-r3|950|libevent libncursesw|tmux|Tool to control multiple terminals from one terminal
tree|2.2.1-r0|90||tree|A recursive directory indented listing program
tzdata|2025b-r0|1600||usr/bin/posixtzname|Timezone data
unzip|6.0-r15|300|libbz2|unzip zipinfo|Extract PKZIP-compatible .zip files
util-linux|2.41-r9|900|libncursesw|lsblk mount findmnt lscpu flock setsid|Random collection of Linux utilities
vim|9.1.1566-r0|2700|libncursesw vim-common xxd|vim|Improved vi-style text editor
vim-common|9.1.1566-r0|5500|||advanced text editor (common data files)
wget|1.25.0-r1|570|libidn2 pcre2|wget|Network utility to retrieve files from the Web
xxd|9.1.1566-r0|36||xxd|Tool to make (or reverse) a hex dump
xz|5.8.1-r0|200|xz-libs|xz unxz xzcat|Library and CLI tools for XZ and LZMA compressed files
xz-libs|5.8.1-r0|250|||Library for XZ and LZMA compressed files
yarn|*1.22.22-r1|5500|nodejs|yarn|Fast, reliable, and secure dependency management for Node.js
zip|3.0-r13|420|unzip|zip|Creates PKZIP-compatible .zip files
zlib-dev|1.3.1-r2|140|||A compression/decompression Library (development files)
zsh|5.9-r5|3100|libcap2 libncursesw|bin/zsh|Very advanced and programmable command interpreter (shell)
zstd-libs|1.5.7-r0|640|||Fast real-time compression algorithm (libraries)
`;

/** Names that mean another package. */
const PROVIDED: Readonly<Record<string, string>> = {
  'postgresql-client': 'postgresql17-client',
  psql: 'postgresql17-client',
  pip: 'py3-pip',
  procps: 'procps-ng',
  python: 'python3',
  'pkg-config': 'pkgconf',
  'libressl-dev': 'openssl-dev',
  'mysql-client': 'mariadb-client',
  openjdk17: 'openjdk17-jre',
  openjdk21: 'openjdk21-jre',
};

let catalog: ReadonlyMap<string, AlpinePackage> | undefined;

/** All packages of the simulated repository, by name. */
export function alpineCatalog(): ReadonlyMap<string, AlpinePackage> {
  catalog ??= new Map(
    LINES.trim()
      .split('\n')
      .map(parse)
      .map((each) => [each.name, each]),
  );
  return catalog;
}

/** The package a name means. */
export function findPackage(name: string): AlpinePackage | undefined {
  return alpineCatalog().get(name) ?? alpineCatalog().get(PROVIDED[name] ?? '');
}

function parse(line: string): AlpinePackage {
  const [name = '', version = '', kib, depends = '', commands = '', description = ''] = line.split('|');
  const words = (text: string) => text.split(' ').filter((word) => word !== '');
  return {
    name,
    version: version.replace('*', ''),
    size: Number(kib) * 1024,
    depends: words(depends),
    commands: words(commands).map((path) => (path.includes('/') ? path : `usr/bin/${path}`)),
    description: description.trim(),
    repository: version.startsWith('*') ? 'community' : 'main',
  };
}
