/** /lib/apk/db/installed: what `apk info` knows of the base image. */

interface AlpinePackage {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly size: number;
  readonly depends?: string;
  readonly provides?: string;
  readonly files: readonly string[];
}

/** `release` is the branch (`3.22`); versions as of the images' point releases. */
export function installedPackages(release: string, full: string): readonly AlpinePackage[] {
  const version = (name: string) => VERSIONS[release]?.[name] ?? VERSIONS['3.22']![name]!;
  const entry = (
    name: string,
    description: string,
    license: string,
    size: number,
    files: readonly string[],
    relations: { depends?: string; provides?: string } = {},
  ): AlpinePackage => ({ name, version: version(name), description, license, size, files, ...relations });
  const isOld = release !== '3.22';
  return [
    entry(
      'alpine-baselayout',
      'Alpine base dir structure and init scripts',
      'GPL-2.0-only',
      8192,
      ['etc/motd', 'etc/profile'],
      {
        depends: 'alpine-baselayout-data /bin/sh',
      },
    ),
    entry('alpine-baselayout-data', 'Alpine base dir structure and init scripts', 'GPL-2.0-only', 77824, [
      'etc/group',
      'etc/hosts',
      'etc/passwd',
      'etc/shadow',
      'etc/shells',
    ]),
    entry('alpine-keys', 'Public keys for Alpine Linux packages', 'MIT', 159744, []),
    {
      ...entry('busybox', 'Alpine release data', 'MIT', 4096, ['etc/alpine-release', 'etc/os-release']),
      name: 'alpine-release',
      version: `${full}-r0`,
    },
    entry('apk-tools', 'Alpine Package Keeper - package manager for alpine', 'GPL-2.0-only', 319488, ['sbin/apk'], {
      depends:
        'musl>=1.2.3_git20230424 ca-certificates-bundle so:libc.musl-x86_64.so.1 so:libcrypto.so.3 so:libssl.so.3 so:libz.so.1',
      provides: `cmd:apk=${version('apk-tools')}`,
    }),
    entry('busybox', 'Size optimized toolbox of many common UNIX utilities', 'GPL-2.0-only', 829440, ['bin/busybox'], {
      depends: 'so:libc.musl-x86_64.so.1',
      provides: `cmd:busybox=${version('busybox')}`,
    }),
    entry('busybox-binsh', 'busybox ash /bin/sh', 'GPL-2.0-only', 8192, ['bin/sh'], {
      depends: `busybox=${version('busybox')}`,
      provides: `/bin/sh cmd:sh=${version('busybox')}`,
    }),
    entry('ca-certificates-bundle', 'Pre generated bundle of Mozilla certificates', 'MPL-2.0 AND MIT', 229376, [
      'etc/ssl/cert.pem',
      'etc/ssl/certs/ca-certificates.crt',
    ]),
    ...(isOld
      ? []
      : [
          entry('libapk2', 'Alpine Package Keeper - package manager for alpine (libs)', 'GPL-2.0-only', 212992, [
            'usr/lib/libapk.so.2.14.9',
          ]),
        ]),
    entry('libcrypto3', 'Crypto library from openssl', 'Apache-2.0', 4784128, ['usr/lib/libcrypto.so.3'], {
      depends: 'so:libc.musl-x86_64.so.1',
      provides: 'so:libcrypto.so.3=3',
    }),
    entry('libssl3', 'SSL shared libraries', 'Apache-2.0', 897024, ['usr/lib/libssl.so.3'], {
      depends: 'so:libc.musl-x86_64.so.1 so:libcrypto.so.3',
      provides: 'so:libssl.so.3=3',
    }),
    entry('musl', 'the musl c library (libc) implementation', 'MIT', 667648, ['lib/ld-musl-x86_64.so.1'], {
      provides: 'so:libc.musl-x86_64.so.1=1',
    }),
    entry(
      'musl-utils',
      'the musl c library (libc) implementation',
      'MIT AND BSD-2-Clause AND GPL-2.0-or-later',
      139264,
      ['usr/bin/getent'],
      {
        depends: 'scanelf so:libc.musl-x86_64.so.1',
        provides: `cmd:getent=${version('musl')}`,
      },
    ),
    entry('scanelf', 'Scan ELF binaries for stuff', 'GPL-2.0-only', 69632, ['usr/bin/scanelf']),
    entry('ssl_client', 'External ssl_client for busybox wget', 'GPL-2.0-only', 24576, ['usr/bin/ssl_client']),
    entry('zlib', 'A compression/decompression Library', 'Zlib', 106496, ['usr/lib/libz.so.1.3.1'], {
      provides: 'so:libz.so.1=1.3.1',
    }),
  ];
}

/** In apk's own format: one letter per field, a blank line between packages. */
export function installedDatabase(packages: readonly AlpinePackage[]): string {
  return packages.map(stanza).join('\n');
}

function stanza(item: AlpinePackage): string {
  const origin = ORIGINS[item.name] ?? item.name;
  const lines = [
    `P:${item.name}`,
    `V:${item.version}`,
    'A:x86_64',
    `S:${Math.round(item.size * 0.45)}`,
    `I:${item.size}`,
    `T:${item.description}`,
    'U:https://alpinelinux.org/',
    `L:${item.license}`,
    `o:${origin}`,
    'm:Natanael Copa <ncopa@alpinelinux.org>',
    ...(item.depends ? [`D:${item.depends}`] : []),
    ...(item.provides ? [`p:${item.provides}`] : []),
  ];
  let directory = '';
  for (const file of item.files) {
    const slash = file.lastIndexOf('/');
    if (file.slice(0, slash) !== directory) lines.push(`F:${(directory = file.slice(0, slash))}`);
    lines.push(`R:${file.slice(slash + 1)}`);
  }
  return `${lines.join('\n')}\n`;
}

const ORIGINS: Readonly<Record<string, string>> = {
  'alpine-baselayout-data': 'alpine-baselayout',
  'alpine-release': 'alpine-base',
  'busybox-binsh': 'busybox',
  'ca-certificates-bundle': 'ca-certificates',
  libapk2: 'apk-tools',
  libcrypto3: 'openssl',
  libssl3: 'openssl',
  'musl-utils': 'musl',
  scanelf: 'pax-utils',
  ssl_client: 'busybox',
};

const table = (
  layout: string,
  keys: string,
  apk: string,
  busybox: string,
  ca: string,
  ssl: string,
  musl: string,
  elf: string,
  zlib: string,
) => ({
  'alpine-baselayout': layout,
  'alpine-baselayout-data': layout,
  'alpine-keys': keys,
  'apk-tools': apk,
  busybox,
  'busybox-binsh': busybox,
  'ca-certificates-bundle': ca,
  libapk2: apk,
  libcrypto3: ssl,
  libssl3: ssl,
  musl,
  'musl-utils': musl,
  scanelf: elf,
  ssl_client: busybox,
  zlib,
});
const VERSIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '3.19': table(
    '3.4.3-r2',
    '2.4-r1',
    '2.14.4-r0',
    '1.36.1-r19',
    '20240226-r0',
    '3.1.6-r0',
    '1.2.4_git20230717-r4',
    '1.3.7-r2',
    '1.3.1-r0',
  ),
  '3.20': table(
    '3.6.5-r0',
    '2.4-r1',
    '2.14.4-r0',
    '1.36.1-r29',
    '20240705-r0',
    '3.3.2-r0',
    '1.2.5-r0',
    '1.3.7-r2',
    '1.3.1-r1',
  ),
  '3.21': table(
    '3.6.8-r1',
    '2.5-r0',
    '2.14.6-r3',
    '1.37.0-r14',
    '20250911-r0',
    '3.3.5-r0',
    '1.2.5-r9',
    '1.3.8-r1',
    '1.3.1-r2',
  ),
  '3.22': table(
    '3.7.0-r0',
    '2.5-r0',
    '2.14.9-r3',
    '1.37.0-r19',
    '20250911-r0',
    '3.5.4-r0',
    '1.2.5-r10',
    '1.3.8-r1',
    '1.3.1-r2',
  ),
};
