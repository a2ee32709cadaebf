import { expect, test } from 'vitest';
import { treeFromEntries } from './apply-change-set.ts';
import { Mounts } from './mount-namespace.ts';
import { createOverlay } from './overlay.ts';
import { PathCalls } from './path-calls.ts';
import { createTmpfs } from './tmpfs.ts';
import type { Change, Inode } from './types.ts';

const platform = { now: () => 1_000 };
const meta = { mode: 0o755, uid: 0, gid: 0, mtime: 0 };
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const file = (path: string, content: string): Change => {
  return { kind: 'file', path, data: new TextEncoder().encode(content), size: content.length, ...meta };
};
const lower = treeFromEntries(
  [
    { kind: 'directory', path: 'etc', ...meta },
    file('etc/passwd', 'root\n'),
    file('etc/group', 'root\n'),
    { ...file('etc/program', 'x'), size: 1_000_000 } as Change,
  ],
  'sha256:base',
);

function container() {
  const overlay = createOverlay(lower, platform);
  const namespace = new Mounts(overlay);
  return { overlay, calls: new PathCalls(namespace, namespace.context()) };
}

test('reading copies nothing up; writing copies up the file and its directories', () => {
  const { overlay, calls } = container();
  calls.readFile('/etc/passwd');
  calls.readdir('/etc');
  calls.stat('/etc/program');
  expect(overlay.upper()).toEqual([]);
  calls.writeFile('/etc/passwd', 'student\n', { append: true });
  calls.unlink('/etc/group');
  calls.writeFile('/etc/motd', 'hello');
  expect(overlay.upper().map(({ path, change, hides }) => [path, change, hides])).toEqual([
    ['/etc', 'changed', 'sha256:base'],
    ['/etc/group', 'deleted', 'sha256:base'],
    ['/etc/motd', 'added', undefined],
    ['/etc/passwd', 'changed', 'sha256:base'],
  ]);
  expect(overlay.provenance('/etc/passwd')).toEqual({ from: 'upper', hides: 'sha256:base' });
  expect(overlay.provenance('/etc/program')).toEqual({ from: 'sha256:base' });
  expect(overlay.upperSize()).toBe('root\nstudent\n'.length + 'hello'.length);
});

test('opening for writing copies up, even when nothing is written', () => {
  const { overlay, calls } = container();
  calls.open('/etc/passwd', { write: true });
  expect(overlay.changeSet().map(({ path }) => path)).toEqual(['etc', 'etc/passwd']);
  expect(overlay.upper()).toEqual([]);
});

test('what docker diff says: what a re-made directory lacks is deleted, a change of type is one change', () => {
  const { overlay, calls } = container();
  for (const name of ['passwd', 'group', 'program']) calls.unlink(`/etc/${name}`);
  calls.rmdir('/etc');
  calls.mkdir('/etc');
  calls.writeFile('/etc/passwd', 'x');
  const told = () => overlay.upper().map(({ path, change }) => `${change} ${path}`);
  expect(told()).toEqual(['changed /etc', 'deleted /etc/group', 'changed /etc/passwd', 'deleted /etc/program']);
  calls.unlink('/etc/passwd');
  calls.rmdir('/etc');
  calls.writeFile('/etc', 'x');
  expect(told()).toEqual(['changed /etc']);
});

test('a claimed size is kept until content is written', () => {
  const { overlay, calls } = container();
  calls.chmod('/etc/program', 0o700);
  expect(overlay.upperSize()).toBe(1_000_000);
  calls.writeFile('/etc/program', 'y', { append: true });
  expect(calls.stat('/etc/program').size).toBe(2);
  expect(text(calls.readFile('/etc/program'))).toBe('xy');
});

test('what was read stays as it was, whatever is written later', () => {
  const { calls } = container();
  calls.writeFile('/log', 'one');
  const before = calls.readFile('/log');
  calls.writeFile('/log', ' two', { append: true });
  const { filesystem, inode } = calls.open('/log', { write: true });
  filesystem.write(inode, 0, new TextEncoder().encode('ONE'));
  filesystem.truncate(inode, 1);
  filesystem.write(inode, 3, new TextEncoder().encode('!'));
  expect(text(before)).toBe('one');
  expect(text(calls.readFile('/log'))).toBe('O\0\0!');
});

test('a file that is open outlives its name', () => {
  const { calls } = container();
  const { filesystem, inode } = calls.open('/etc/passwd', { read: true });
  calls.unlink('/etc/passwd');
  expect(text(filesystem.read(inode, 0, 100))).toBe('root\n');
});

test('a huge hole costs nothing', () => {
  const { calls } = container();
  calls.writeFile('/disk.img', '');
  calls.truncate('/disk.img', 10 * 2 ** 30);
  expect(calls.stat('/disk.img').size).toBe(10 * 2 ** 30);
  const { filesystem, inode } = calls.open('/disk.img', { read: true });
  expect(filesystem.read(inode, 2 ** 30, 4)).toEqual(new Uint8Array(4));
});

test('listeners hear of changed paths until they stop', () => {
  const { overlay, calls } = container();
  const heard: string[] = [];
  const stop = overlay.watch((path) => heard.push(path));
  calls.writeFile('/etc/motd', 'hello');
  calls.rename('/etc/motd', '/motd');
  calls.unlink('/motd');
  stop();
  calls.writeFile('/etc/motd', 'hello');
  expect(heard).toEqual(['etc/motd', 'etc/motd', 'etc/motd', 'motd', 'motd']);
});

test('a tmpfs is full at its size, and unlinking makes room', () => {
  const tmpfs = createTmpfs(platform, { size: 8192 });
  const owner = { uid: 0, gid: 0 };
  const make = (name: string): Inode => tmpfs.create(tmpfs.root, name, { kind: 'file', mode: 0o644 }, owner);
  const one = make('one');
  expect(() => tmpfs.write(one, 0, new Uint8Array(10_000))).toThrow('No space left on device');
  expect(one.size).toBe(8192);
  expect(() => tmpfs.write(make('two'), 0, new Uint8Array(1))).toThrow('No space left on device');
  tmpfs.unlink(tmpfs.root, 'one');
  tmpfs.write(make('three'), 0, new Uint8Array(8192));
});
