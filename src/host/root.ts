import { executableBytes } from '../kernel/executable.ts';
import type { Change, ChangeSet } from '../kernel/fs/types.ts';

const encoder = new TextEncoder();
/** The day the student's computer was installed. */
const INSTALLED = Date.UTC(2025, 8, 1);
const owner = { uid: 0, gid: 0, mtime: INSTALLED };

const folders: readonly (readonly [path: string, mode: number])[] = [
  ['boot', 0o755],
  ['dev', 0o755],
  ['etc', 0o755],
  ['etc/docker', 0o755],
  ['home', 0o755],
  ['media', 0o755],
  ['mnt', 0o755],
  ['opt', 0o755],
  ['proc', 0o555],
  ['root', 0o700],
  ['run', 0o755],
  ['srv', 0o755],
  ['sys', 0o555],
  ['tmp', 0o1777],
  ['usr', 0o755],
  ['usr/bin', 0o755],
  ['usr/lib', 0o755],
  ['usr/local', 0o755],
  ['usr/local/bin', 0o755],
  ['usr/sbin', 0o755],
  ['usr/share', 0o755],
  ['var', 0o755],
  ['var/lib', 0o755],
  ['var/lib/docker', 0o710],
  ['var/log', 0o755],
  ['var/tmp', 0o1777],
];

const texts: Readonly<Record<string, string>> = {
  'etc/passwd': [
    'root:x:0:0:root:/root:/bin/bash',
    'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
    'bin:x:2:2:bin:/bin:/usr/sbin/nologin',
    'www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin',
    'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
    '',
  ].join('\n'),
  'etc/group': [
    'root:x:0:',
    'daemon:x:1:',
    'bin:x:2:',
    'adm:x:4:',
    'tty:x:5:',
    'docker:x:998:',
    'nogroup:x:65534:',
    '',
  ].join('\n'),
  'etc/hosts': '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n',
  'etc/hostname': 'drydock\n',
  'etc/os-release':
    'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nNAME="Debian GNU/Linux"\nVERSION_ID="13"\nVERSION="13 (trixie)"\nVERSION_CODENAME=trixie\nID=debian\n',
  'etc/shells': '/bin/sh\n/usr/bin/sh\n/bin/bash\n/usr/bin/bash\n/usr/bin/dash\n',
  'root/.bashrc':
    "PS1='\\[\\e[1;32m\\]you@drydock\\[\\e[0m\\]:\\[\\e[1;34m\\]\\w\\[\\e[0m\\]$ '\nalias ls='ls --color=auto'\nalias ll='ls -l'\n",
};

/**
 * The root file system of the student's computer: a small Debian with the `docker` command.
 * `commands` are the GNU programs of userland by name.
 */
export function hostRoot(commands: readonly string[]): ChangeSet {
  const changes: Change[] = folders.map(([path, mode]) => ({ kind: 'directory', path, mode, ...owner }));
  for (const [path, target] of [
    ['bin', 'usr/bin'],
    ['lib', 'usr/lib'],
    ['sbin', 'usr/sbin'],
    ['usr/bin/sh', 'dash'],
    ['var/run', '/run'],
  ] as const) {
    changes.push({ kind: 'symlink', path, target, mode: 0o777, ...owner });
  }
  for (const [path, text] of Object.entries(texts)) {
    const data = encoder.encode(text);
    changes.push({ kind: 'file', path, mode: 0o644, data, size: data.length, ...owner });
  }
  const program = (path: string, name: string) => {
    const data = executableBytes(name);
    changes.push({ kind: 'file', path, mode: 0o755, data, size: data.length, ...owner });
  };
  for (const name of commands) program(`usr/bin/${name}`, `gnu/${name}`);
  program('usr/bin/dash', 'dash');
  program('usr/bin/bash', 'bash');
  program('usr/bin/docker', 'docker');
  program('usr/local/bin/drydock', 'drydock');
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}
