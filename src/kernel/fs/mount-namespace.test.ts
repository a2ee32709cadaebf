import { expect, test } from 'vitest';
import { isErrno } from '../errno.ts';
import { treeFromEntries } from './apply-change-set.ts';
import { Mounts } from './mount-namespace.ts';
import { createOverlay } from './overlay.ts';
import { PathCalls } from './path-calls.ts';
import { createTmpfs } from './tmpfs.ts';
import type { Change } from './types.ts';

const platform = { now: () => 1_000 };
const meta = { mode: 0o755, uid: 0, gid: 0, mtime: 0 };
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const directories = ['data', 'etc', 'mnt', 'srv', 'srv/web'];
const lower = treeFromEntries([
  ...directories.map((path): Change => ({ kind: 'directory', path, ...meta })),
  { kind: 'file', path: 'etc/hosts', data: new Uint8Array(0), size: 0, ...meta },
  { kind: 'symlink', path: 'link', target: 'srv/web', ...meta },
]);

function machine() {
  const root = createOverlay(lower, platform);
  const namespace = new Mounts(root);
  return { root, namespace, calls: new PathCalls(namespace, namespace.context()) };
}

function code(act: () => unknown): string {
  try {
    act();
    return 'ok';
  } catch (error) {
    if (isErrno(error)) return error.code;
    throw error;
  }
}

function volume() {
  const filesystem = createTmpfs(platform, { type: 'ext4' });
  const files = new Mounts(filesystem).files();
  files.mkdir('/web');
  files.mkdir('/web/deep');
  files.writeFile('/web/index.html', 'hello');
  return filesystem;
}

test('bind mounts of a directory and of a single file', () => {
  const { namespace, calls, root } = machine();
  const filesystem = volume();
  namespace.mount(filesystem, '/link', { subpath: '/web' });
  namespace.mount(filesystem, '/etc/hosts', { subpath: 'web/index.html', readOnly: true });
  expect(text(calls.readFile('/srv/web/index.html'))).toBe('hello');
  calls.writeFile('/srv/web/index.html', 'changed');
  expect(text(calls.readFile('/etc/hosts'))).toBe('changed');
  expect(root.upper()).toEqual([]);
  expect(namespace.locate('/link/deep')).toMatchObject({ path: '/web/deep', readOnly: false });
  expect(calls.realpath('/link/deep/..')).toBe('/srv/web');
  expect(calls.realpath('/link/..')).toBe('/srv');
  expect(calls.mounts().map(({ target, type }) => `${target} ${type}`)).toEqual([
    '/ overlay',
    '/srv/web ext4',
    '/etc/hosts ext4',
  ]);
  expect(code(() => calls.writeFile('/etc/hosts', ''))).toBe('EROFS');
  expect(code(() => calls.unlink('/etc/hosts'))).toBe('EBUSY');
  expect(code(() => calls.rename('/srv/web', '/srv/other'))).toBe('EBUSY');
  expect(code(() => calls.rmdir('/srv/web'))).toBe('EBUSY');
  expect(code(() => calls.link('/srv/web/index.html', '/copy'))).toBe('EXDEV');
  expect(code(() => namespace.mount(filesystem, '/etc/hosts'))).toBe('ENOTDIR');
});

test('a mount over a mount hides it until it is unmounted', () => {
  const { namespace, calls } = machine();
  const [one, two] = [createTmpfs(platform), createTmpfs(platform)];
  namespace.mount(one, '/mnt');
  calls.writeFile('/mnt/one', '');
  namespace.mount(two, '/mnt');
  expect(calls.exists('/mnt/one')).toBe(false);
  expect(calls.realpath('/mnt/..')).toBe('/');
  namespace.unmount('/mnt');
  expect(calls.exists('/mnt/one')).toBe(true);
  namespace.unmount('/mnt');
  expect(code(() => namespace.unmount('/mnt'))).toBe('EINVAL');
});

test('a mount with a mount inside is busy', () => {
  const { namespace, calls } = machine();
  namespace.mount(createTmpfs(platform), '/mnt');
  calls.mkdir('/mnt/inner');
  namespace.mount(createTmpfs(platform), '/mnt/inner');
  expect(code(() => namespace.unmount('/mnt'))).toBe('EBUSY');
});

test('a working directory follows renames and knows when it is gone', () => {
  const { calls } = machine();
  calls.mkdir('/data/a');
  calls.mkdir('/data/a/b');
  calls.chdir('/data/a/b');
  calls.rename('/data/a', '/mnt/c');
  expect(calls.getcwd()).toBe('/mnt/c/b');
  expect(calls.realpath('..')).toBe('/mnt/c');
  calls.rmdir('/mnt/c/b');
  expect(code(() => calls.getcwd())).toBe('ENOENT');
  expect(code(() => calls.writeFile('x', ''))).toBe('ENOENT');
});

test('nothing leads out of a chroot', () => {
  const { namespace, calls } = machine();
  const { credentials } = calls.context;
  calls.context.credentials = {
    ...credentials,
    capabilities: new Set([...credentials.capabilities, 'CAP_SYS_CHROOT']),
  };
  calls.chroot('/srv');
  calls.chdir('/');
  calls.symlink('/../../web', '/out');
  expect(calls.realpath('/../..')).toBe('/');
  expect(calls.realpath('out')).toBe('/web');
  expect(namespace.files().realpath('/srv/web')).toBe('/srv/web');
});

test('symlinks end after 40, names after 255 bytes', () => {
  const { calls } = machine();
  calls.symlink('loop', '/loop');
  expect(code(() => calls.stat('/loop'))).toBe('ELOOP');
  expect(calls.exists('/loop')).toBe(false);
  expect(code(() => calls.writeFile(`/${'ä'.repeat(127)}`, ''))).toBe('ok');
  expect(code(() => calls.writeFile(`/${'ä'.repeat(128)}`, ''))).toBe('ENAMETOOLONG');
});

test('a read-only root refuses changes, after the mistakes that matter more', () => {
  const namespace = new Mounts(createOverlay(lower, platform), { readOnly: true });
  const calls = namespace.files();
  expect(code(() => calls.mkdir('/new'))).toBe('EROFS');
  expect(code(() => calls.mkdir('/etc'))).toBe('EEXIST');
  expect(code(() => calls.writeFile('/etc/hosts', ''))).toBe('EROFS');
  expect(code(() => calls.unlink('/missing'))).toBe('EROFS');
  expect(code(() => calls.chmod('/etc', 0))).toBe('EROFS');
  expect(calls.access('/etc/hosts', 'w')).toBe(false);
  expect(calls.access('/etc/hosts', 'r')).toBe(true);
});

test('watching a path tells absolute paths below it', () => {
  const { namespace, calls } = machine();
  namespace.mount(volume(), '/srv/web', { subpath: 'web' });
  const heard: string[] = [];
  calls.watch('/srv/web/deep', (path) => heard.push(path));
  calls.writeFile('/srv/web/deep/x', '1');
  calls.writeFile('/srv/web/index.html', '1');
  expect(new Set(heard)).toEqual(new Set(['/srv/web/deep/x']));
});
