import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { EngineDoor } from '../../src/engine/api/door.ts';
import { writeTar } from '../../src/oci/tar/writer.ts';
import { askText, find } from '../../src/runner/engine/ask.ts';
import { findBusybox, ProgramRoot } from './program-root.ts';

/**
 * Where no registry can be reached, a stand-in under the name `node:22-alpine`: this machine's node and npm over a static
 * busybox, and in npm's cache what the first lesson installs. Real programs, another root file system.
 */
export async function ensureNodeImage(door: EngineDoor): Promise<void> {
  if (await find(door, '/images/node:22-alpine/json')) return;
  const root = new ProgramRoot();
  root.text('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n');
  root.text('etc/group', 'root:x:0:\nnode:x:1000:\n');
  root.program(realpathSync(process.execPath), 'usr/local/bin/node');
  const npm = dirname(dirname(realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim())));
  root.tree(npm, 'usr/local/lib/node_modules/npm');
  root.link('usr/local/bin/npm', '../lib/node_modules/npm/bin/npm-cli.js');
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
    root.tree(join(cache, 'c'), 'root/.npm');
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
  await root.importAs(door, 'node:22-alpine', [
    'ENV PATH=/usr/local/bin:/usr/bin:/bin NODE_VERSION=22 npm_config_offline=true npm_config_audit=false npm_config_fund=false',
    `ENV npm_config_registry=${registry}`,
    'CMD ["node"]',
  ]);
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
