import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { textOf } from '../../src/engine/api/body.ts';
import type { EngineDoor } from '../../src/engine/api/door.ts';
import type { TarEntry } from '../../src/oci/tar/entry.ts';
import { writeTar } from '../../src/oci/tar/writer.ts';
import { askText, find } from '../../src/runner/engine/ask.ts';
import { findBusybox } from './program-root.ts';

const common = { uid: 0, gid: 0, mtime: 0 };

/**
 * Stand-ins under the names of official images where no registry can be reached: this machine's static busybox with the files
 * and metadata of the images, as in test/scenarios/bases. What the engine has already is left as it is.
 */
export async function ensureBaseImages(door: EngineDoor): Promise<void> {
  for (const name of ['busybox', 'alpine'] as const)
    if (!(await find(door, `/images/${name}:latest/json`))) await importImage(door, name, rootOf(name));
  if (!(await find(door, '/images/nginx:alpine/json'))) await buildImage(door, 'nginx', 'nginx:alpine');
}

function rootOf(name: 'busybox' | 'alpine'): TarEntry[] {
  const busybox = findBusybox();
  const applets = execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n');
  const text = (path: string, content: string): TarEntry => ({
    ...common,
    path,
    kind: 'file',
    mode: 0o644,
    data: Buffer.from(content),
  });
  const shell = name === 'alpine' ? '/bin/ash' : '/bin/sh';
  return [
    ...[
      'bin',
      'dev',
      'etc',
      'home',
      'lib',
      'proc',
      'root',
      'sbin',
      'sys',
      'usr',
      'usr/bin',
      'usr/local',
      'usr/sbin',
      'var',
      'var/log',
    ].map((path) => ({ ...common, path, kind: 'directory' as const, mode: 0o755 })),
    ...['tmp', 'var/tmp'].map((path) => ({ ...common, path, kind: 'directory' as const, mode: 0o1777 })),
    { ...common, path: 'bin/busybox', kind: 'file', mode: 0o755, data: new Uint8Array(readFileSync(busybox)) },
    ...applets
      .filter((applet) => applet !== basename(busybox))
      .map((applet) => ({ ...common, path: `bin/${applet}`, kind: 'symlink' as const, mode: 0o777, link: 'busybox' })),
    text(
      'etc/passwd',
      `root:x:0:0:root:/root:${shell}\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\nwww-data:x:33:33:www-data:/var/www:/bin/false\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n`,
    ),
    text('etc/group', 'root:x:0:root\ndaemon:x:1:\nwww-data:x:33:\nusers:x:100:\nnogroup:x:65533:\nnobody:x:65534:\n'),
    ...(name === 'alpine'
      ? [
          ...(applets.includes('adduser') ? [] : [{ ...text('usr/sbin/adduser', ADDUSER), mode: 0o755 }]),
          text('etc/motd', 'Welcome to Alpine!\n'),
          text('etc/alpine-release', '3.22.2\n'),
          text(
            'etc/os-release',
            'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.22.2\nPRETTY_NAME="Alpine Linux v3.22"\n',
          ),
        ]
      : []),
  ];
}

/** Debian's busybox has none. */
const ADDUSER = `#!/bin/sh
for name; do :; done
id=$((1000 + $(grep -c :/home/ /etc/passwd)))
echo "$name:x:$id:$id:Linux User,,,:/home/$name:/bin/sh" >>/etc/passwd
echo "$name:x:$id:" >>/etc/group
mkdir -p "/home/$name" && chown "$id:$id" "/home/$name"
`;

async function importImage(door: EngineDoor, name: string, root: TarEntry[]): Promise<void> {
  const query = new URLSearchParams({ fromSrc: '-', repo: name, tag: 'latest' });
  query.append('changes', 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
  query.append('changes', name === 'alpine' ? 'CMD ["/bin/sh"]' : 'CMD ["sh"]');
  await post(door, '/images/create', query, writeTar(root));
  await askText(door, `/images/${name}:latest/json`);
}

async function buildImage(door: EngineDoor, folder: string, tag: string): Promise<void> {
  const root = join(import.meta.dirname, '..', 'scenarios', 'bases', folder);
  const files = readdirSync(root).map((path): TarEntry => {
    const { mode } = statSync(join(root, path));
    return { ...common, path, kind: 'file', mode: mode & 0o777, data: new Uint8Array(readFileSync(join(root, path))) };
  });
  await post(door, '/build', new URLSearchParams({ t: tag, networkmode: 'none' }), writeTar(files));
  await askText(door, `/images/${tag}/json`);
}

async function post(door: EngineDoor, path: string, query: URLSearchParams, body: Uint8Array): Promise<void> {
  const headers = { 'content-type': 'application/x-tar' };
  const answer = await door.request({ method: 'POST', path, query: query.toString(), headers, body });
  const text = await textOf(answer.body);
  if (answer.status >= 300 || /"error"/.test(text)) throw new Error(`${path}: ${text}`);
}
