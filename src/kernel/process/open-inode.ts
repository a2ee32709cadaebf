import { DeviceFile } from '../devices/device-file.ts';
import { KernelError } from '../errno.ts';
import type { Inode } from '../fs/types.ts';
import { openTerminalDevice } from '../tty/open-terminal.ts';
import { DescriptionInode } from './description-inode.ts';
import type { FileDescription } from './open-file.ts';
import { PipeBuffer, PipeEnd } from './pipe.ts';
import type { ProcessRecord } from './process.ts';
import { type Access, DirectoryFile, type OpenedInode, RegularFile } from './regular-file.ts';

const fifos = new WeakMap<Inode, PipeBuffer>();

/** Makes the open file description an inode of this kind gets. */
export function openInode(process: ProcessRecord, opened: OpenedInode, access: Access): FileDescription {
  const { inode } = opened;
  if (inode instanceof DescriptionInode) return inode.reopen(access);
  switch (inode.kind) {
    case 'file':
      return new RegularFile(opened, access);
    case 'directory':
      return new DirectoryFile(opened);
    case 'fifo':
      return new PipeEnd(fifoOf(inode), access, { label: opened.path(), stat: () => opened.stat(), fifo: true });
    case 'character':
      return openTerminalDevice(process, opened, access) ?? new DeviceFile(opened, access, process.machine.platform);
    default:
      throw new KernelError('ENXIO');
  }
}

function fifoOf(inode: Inode): PipeBuffer {
  const buffer = fifos.get(inode) ?? new PipeBuffer();
  fifos.set(inode, buffer);
  return buffer;
}
