import { isErrno } from '../../kernel/errno.ts';
import { applyChangeSet } from '../../kernel/fs/apply-change-set.ts';
import { nodeAt } from '../../kernel/fs/tree.ts';
import type { Change, DirectoryNode, Metadata } from '../../kernel/fs/types.ts';
import type { FileCalls, MountNamespace } from '../../kernel/kernel.ts';
import { badParameter } from '../errors.ts';

/** What moby puts between the image and the writable layer so that mounts have something to cover (daemon/initlayer). */
const INIT_FILES: readonly (readonly [
  path: string,
  kind: 'directory' | 'file' | 'link',
  mode: number,
  target?: string,
])[] = [
  ['.dockerenv', 'file', 0o755],
  ['dev', 'directory', 0o755],
  ['dev/console', 'file', 0o755],
  ['dev/pts', 'directory', 0o755],
  ['dev/shm', 'directory', 0o755],
  ['etc', 'directory', 0o755],
  ['etc/hostname', 'file', 0o755],
  ['etc/hosts', 'file', 0o755],
  ['etc/mtab', 'link', 0o777, '/proc/mounts'],
  ['etc/resolv.conf', 'file', 0o755],
  ['proc', 'directory', 0o755],
  ['sys', 'directory', 0o755],
];

/** Where the overlay2 driver keeps a container's own layer, on the host. */
export function layerDirectory(id: string): string {
  return `/var/lib/docker/overlay2/${id}`;
}

/** The tree a container's writable layer lies on: the image with the init layer over it. */
export function withInitLayer(root: DirectoryNode, now: number): DirectoryNode {
  const changes: Change[] = [];
  for (const [path, kind, mode, target = ''] of INIT_FILES) {
    if (nodeAt(root, path)) continue;
    const metadata: Metadata = { mode, uid: 0, gid: 0, mtime: Math.floor(now / 1000) * 1000 };
    if (kind === 'directory') changes.push({ kind, path, ...metadata });
    else if (kind === 'link') changes.push({ kind: 'symlink', path, target, ...metadata });
    else changes.push({ kind: 'file', path, data: new Uint8Array(), size: 0, ...metadata });
  }
  return applyChangeSet(root, changes, '');
}

/** mkdir -p as root, for working directories and mount points. */
export function makeDirectories(files: FileCalls, path: string): void {
  let current = '';
  for (const name of path.split('/').filter(Boolean)) {
    current += `/${name}`;
    try {
      if (files.stat(current).kind === 'directory') continue;
    } catch (error) {
      if (!isErrno(error, 'ENOENT')) throw badParameter(`Cannot mkdir: ${current} is not a directory`);
      files.mkdir(current, 0o755);
      continue;
    }
    throw badParameter(`Cannot mkdir: ${path} is not a directory`);
  }
}

/** Makes something of the right kind for a mount to cover, as runc does. */
export function makeMountPoint(namespace: MountNamespace, target: string, kind: 'file' | 'directory'): void {
  const files = namespace.files();
  if (files.exists(target)) return;
  if (kind === 'directory') {
    makeDirectories(files, target);
    return;
  }
  makeDirectories(files, target.slice(0, target.lastIndexOf('/')) || '/');
  files.writeFile(target, new Uint8Array(), { mode: 0o755 });
}
