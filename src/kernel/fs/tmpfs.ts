import type { Platform } from '../platform.ts';
import { LiveFilesystem } from './live-filesystem.ts';
import { emptyRoot } from './tree.ts';
import type { Filesystem } from './types.ts';

export interface TmpfsOptions {
  /** Bytes it may hold; ENOSPC beyond. */
  readonly size?: number;
  readonly mode?: number;
  /** Whose its root is. */
  readonly uid?: number;
  readonly gid?: number;
  /** Another name in /proc/mounts, for a volume or a host's disk. */
  readonly type?: string;
}

/** What df shows where no limit was set. */
const UNLIMITED = 8 * 2 ** 30;

/** An empty file system in memory. */
/** File systems that claim no room, which is why df leaves them out. */
const SIZELESS = new Set(['devpts', 'mqueue']);

export function createTmpfs(platform: Pick<Platform, 'now'>, options: TmpfsOptions = {}): Filesystem {
  const { size, mode = 0o1777, uid = 0, gid = 0, type = 'tmpfs' } = options;
  const lower = { ...emptyRoot, mode, uid, gid, mtime: platform.now() };
  return new LiveFilesystem({
    type,
    lower,
    now: () => platform.now(),
    limit: size,
    total: size ?? (SIZELESS.has(type) ? 0 : UNLIMITED),
  });
}
