import { createTmpfs } from '../fs/tmpfs.ts';
import type { Filesystem } from '../fs/types.ts';
import type { Platform } from '../platform.ts';

const ROOT = { uid: 0, gid: 0 };
const DEVICES: Readonly<Record<string, readonly [number, number]>> = {
  null: [1, 3],
  zero: [1, 5],
  full: [1, 7],
  random: [1, 8],
  urandom: [1, 9],
  tty: [5, 0],
  console: [5, 1],
};
const LINKS: Readonly<Record<string, string>> = {
  fd: '/proc/self/fd',
  stdin: '/proc/self/fd/0',
  stdout: '/proc/self/fd/1',
  stderr: '/proc/self/fd/2',
  ptmx: 'pts/ptmx',
  core: '/proc/kcore',
};
const DIRECTORIES = ['pts', 'mqueue'];

/** A fresh /dev as the OCI runtime spec asks for (config-linux, "Default Devices" and "Dev symbolic links"). */
export function createDevices(platform: Platform, { type = 'tmpfs', sharedMemory = true } = {}): Filesystem {
  const filesystem = createTmpfs(platform, { type, mode: 0o755, size: type === 'tmpfs' ? 64 * 1024 ** 2 : undefined });
  const { root } = filesystem;
  for (const [name, rdev] of Object.entries(DEVICES)) {
    const mode = name === 'console' ? 0o620 : 0o666;
    filesystem.create(root, name, { kind: 'character', mode, rdev }, ROOT);
  }
  for (const [name, target] of Object.entries(LINKS)) filesystem.create(root, name, { kind: 'symlink', target }, ROOT);
  for (const name of [...DIRECTORIES, ...(sharedMemory ? ['shm'] : [])])
    filesystem.create(root, name, { kind: 'directory', mode: 0o755 }, ROOT);
  return filesystem;
}
