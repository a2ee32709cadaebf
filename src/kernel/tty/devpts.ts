import { createTmpfs } from '../fs/tmpfs.ts';
import type { Filesystem } from '../fs/types.ts';
import type { Platform } from '../platform.ts';
import type { Terminal } from './terminal.ts';

const PTS_MAJOR = 136;
const TTY_GROUP = 5;
const PTMX: readonly [number, number] = [5, 2];

/** One instance of devpts: the numbering of the terminals of one mount namespace. */
export class Devpts {
  readonly filesystem: Filesystem;
  readonly #terminals = new Map<number, Terminal>();

  constructor(platform: Platform) {
    this.filesystem = createTmpfs(platform, { type: 'devpts', mode: 0o755 });
    const { filesystem } = this;
    filesystem.create(filesystem.root, 'ptmx', { kind: 'character', mode: 0o666, rdev: PTMX }, { uid: 0, gid: 0 });
    instances.set(filesystem, this);
  }

  get(number: number): Terminal | undefined {
    return this.#terminals.get(number);
  }

  /** Gives the terminal a device node here. */
  add(terminal: Terminal, uid: number): void {
    let number = 0;
    while (this.#terminals.has(number)) number++;
    this.#terminals.set(number, terminal);
    const { filesystem } = this;
    const node = { kind: 'character', mode: 0o620, rdev: [PTS_MAJOR, number] } as const;
    const inode = filesystem.create(filesystem.root, String(number), node, { uid, gid: TTY_GROUP });
    terminal.deviceNumber = PTS_MAJOR * 256 + number;
    terminal.path = `/dev/pts/${number}`;
    terminal.stat = () => ({ ...metadataOf(inode), dev: filesystem.dev, blocks: 0 });
    terminal.onHangUp = () => {
      this.#terminals.delete(number);
      filesystem.unlink(filesystem.root, String(number));
    };
  }
}

const instances = new WeakMap<Filesystem, Devpts>();

/** The devpts whose file system this is. */
export function devptsOf(filesystem: Filesystem): Devpts | undefined {
  return instances.get(filesystem);
}

function metadataOf(inode: Filesystem['root']) {
  const { ino, kind, mode, uid, gid, size, nlink, mtime, atime, ctime, rdev } = inode;
  return { ino, kind, mode, uid, gid, size, nlink, mtime, atime, ctime, rdev };
}
