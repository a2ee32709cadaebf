import type { Stat } from '../fs/types.ts';
import type { Platform } from '../platform.ts';
import { PipeBuffer, PipeEnd } from './pipe.ts';

/** The device number of the kernel's own pipefs. */
const PIPEFS = 13;
let nextInode = 20_000;

/** pipe(2). */
export function createPipe(machine: { platform: Platform }): { readEnd: PipeEnd; writeEnd: PipeEnd } {
  const buffer = new PipeBuffer();
  const ino = nextInode++;
  const now = machine.platform.now();
  const stat = (): Stat => ({
    kind: 'fifo',
    mode: 0o600,
    uid: 0,
    gid: 0,
    mtime: now,
    atime: now,
    ctime: now,
    ino,
    dev: PIPEFS,
    nlink: 1,
    size: 0,
    blocks: 0,
    rdev: [0, 0],
  });
  const options = { label: `pipe:[${ino}]`, stat };
  return {
    readEnd: new PipeEnd(buffer, { read: true, write: false }, options),
    writeEnd: new PipeEnd(buffer, { read: false, write: true }, options),
  };
}
