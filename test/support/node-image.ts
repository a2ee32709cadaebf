import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { EngineDoor } from '../../src/engine/api/door.ts';
import type { TarEntry } from '../../src/oci/tar/entry.ts';
import { writeTar } from '../../src/oci/tar/writer.ts';
import { askText, find } from '../../src/runner/engine/ask.ts';

/**
 * Where no registry can be reached, a stand-in under the name `node:22-alpine`: this machine's node and npm over a static
 * busybox, and in npm's cache what the first lesson installs. Real programs, another root file system.
 */
export async function ensureNodeImage(door: EngineDoor): Promise<void> {
  if (await find(door, '/images/node:22-alpine/json')) return;
  const entries: TarEntry[] = [];
  const common = { uid: 0, gid: 0, mtime: 0 };
  const folders = new Set<string>();
  const folder = (path: string) => {
    if (path === '.' || folders.has(path)) return;
    folder(dirname(path));
    folders.add(path);
    entries.push({ ...common, path, kind: 'directory', mode: path === 'tmp' ? 0o1777 : 0o755 });
  };
  const file = (path: string, data: Uint8Array, mode: number) => {
    folder(dirname(path));
    entries.push({ ...common, path, kind: 'file', mode, data: new Uint8Array(data) });
  };
  const link = (path: string, target: string) => {
    folder(dirname(path));
    entries.push({ ...common, path, kind: 'symlink', mode: 0o777, link: target });
  };
  const tree = (from: string, to: string) => {
    folder(to);
    for (const name of readdirSync(from)) {
      const [source, target] = [join(from, name), `${to}/${name}`];
      const stat = lstatSync(source);
      if (stat.isDirectory()) tree(source, target);
      else if (stat.isSymbolicLink()) link(target, readlinkSync(source));
      else file(target, readFileSync(source), stat.mode & 0o777);
    }
  };
  for (const path of ['tmp', 'root', 'etc', 'proc', 'sys', 'dev']) folder(path);
  const busybox = findBusybox();
  file('bin/busybox', readFileSync(busybox), 0o755);
  for (const applet of execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n'))
    if (applet !== 'busybox') link(`bin/${applet}`, 'busybox');
  link('usr/bin/env', '/bin/busybox');
  file('etc/passwd', Buffer.from('root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n'), 0o644);
  file('etc/group', Buffer.from('root:x:0:\nnode:x:1000:\n'), 0o644);
  const node = realpathSync(process.execPath);
  file('usr/local/bin/node', readFileSync(node), 0o755);
  for (const library of librariesOf(node)) file(library.slice(1), readFileSync(library), 0o755);
  const npm = dirname(dirname(realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim())));
  tree(npm, 'usr/local/lib/node_modules/npm');
  link('usr/local/bin/npm', '../lib/node_modules/npm/bin/npm-cli.js');
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const cache = mkdtempSync(join(tmpdir(), 'drydock-npm-'));
  try {
    execFileSync('npm', [
      'install',
      'ms@^2.1.3',
      '--no-audit',
      '--no-fund',
      '--cache',
      join(cache, 'c'),
      '--prefix',
      join(cache, 'p'),
    ]);
    tree(join(cache, 'c'), 'root/.npm');
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
  const changes = [
    'ENV PATH=/usr/local/bin:/usr/bin:/bin NODE_VERSION=22 npm_config_offline=true npm_config_audit=false npm_config_fund=false',
    `ENV npm_config_registry=${registry}`,
    'CMD ["node"]',
  ];
  const query = new URLSearchParams({ fromSrc: '-', repo: 'node', tag: '22-alpine' });
  for (const change of changes) query.append('changes', change);
  const response = await door.request({
    method: 'POST',
    path: '/images/create',
    query: query.toString(),
    headers: { 'content-type': 'application/x-tar' },
    body: writeTar(entries),
  });
  for await (const _ of response.body);
  if (response.status >= 300) throw new Error(`the stand-in of node:22-alpine was not taken (${response.status})`);
  await askText(door, '/images/node:22-alpine/json');
}

/** A busybox that needs no library. */
export function findBusybox(): string {
  const places = ['/bin/busybox', '/usr/bin/busybox'].filter((path) => existsSync(path));
  const isStatic = (path: string) => !readFileSync(path).includes('/lib64/ld-linux');
  const found = places.find(isStatic);
  if (!found) throw new Error('no static busybox here: apt-get install busybox-static');
  return found;
}

/** Shared libraries a program needs, the loader among them. */
function librariesOf(program: string): string[] {
  const lines = execFileSync('ldd', [program], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => /(?:=>\s*|^\s*)(\/\S+)/.exec(line)?.[1] ?? []);
}

/** A small image of busybox under a name, unless there is one. */
export async function ensureBusyboxImage(door: EngineDoor, name: string): Promise<void> {
  if (await find(door, `/images/${name}/json`)) return;
  const busybox = findBusybox();
  const common = { uid: 0, gid: 0, mtime: 0 };
  const applets = execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n');
  const tar = writeTar([
    { ...common, path: 'bin', kind: 'directory', mode: 0o755 },
    { ...common, path: 'bin/busybox', kind: 'file', mode: 0o755, data: new Uint8Array(readFileSync(busybox)) },
    ...applets
      .filter((applet) => applet !== basename(busybox))
      .map((applet) => ({ ...common, path: `bin/${applet}`, kind: 'symlink' as const, mode: 0o777, link: 'busybox' })),
    ...['etc', 'tmp', 'root', 'proc', 'sys', 'dev'].map((path) => ({
      ...common,
      path,
      kind: 'directory' as const,
      mode: 0o755,
    })),
    { ...common, path: 'etc/passwd', kind: 'file', mode: 0o644, data: Buffer.from('root:x:0:0:root:/root:/bin/sh\n') },
  ]);
  const [repo = '', tag = 'latest'] = name.split(':');
  const query = new URLSearchParams({ fromSrc: '-', repo, tag });
  query.append('changes', 'ENV PATH=/bin');
  query.append('changes', 'CMD ["sh"]');
  const response = await door.request({
    method: 'POST',
    path: '/images/create',
    query: query.toString(),
    headers: {},
    body: tar,
  });
  for await (const _ of response.body);
  await askText(door, `/images/${name}/json`);
}
