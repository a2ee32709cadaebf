import { KernelError } from '../errno.ts';
import type { FileDescription } from '../process/open-file.ts';
import type { ProcessRecord } from '../process/process.ts';
import type { Access, OpenedInode } from '../process/regular-file.ts';
import { devptsOf } from './devpts.ts';
import type { Terminal } from './terminal.ts';
import { TerminalFile } from './terminal-file.ts';

const TTY = '5:0';
const CONSOLE = '5:1';
const PTMX = '5:2';
const FIRST_PTS_MAJOR = 136;

/** Opens a terminal's device node; undefined when the node is no terminal's. */
export function openTerminalDevice(
  process: ProcessRecord,
  opened: OpenedInode,
  access: Access,
): FileDescription | undefined {
  const [major, minor] = opened.inode.rdev;
  const device = `${major}:${minor}`;
  if (device === TTY || device === CONSOLE) {
    const { terminal } = process.group.session;
    if (!terminal) throw new KernelError(device === TTY ? 'ENXIO' : 'EIO');
    return new TerminalFile(terminal, access);
  }
  // Terminal emulators need the master side; here those are outside (TerminalMaster).
  if (device === PTMX) throw new KernelError('ENOSPC');
  if (major !== FIRST_PTS_MAJOR) return undefined;
  const terminal = devptsOf(opened.filesystem)?.get(minor);
  if (!terminal) throw new KernelError('EIO');
  return new TerminalFile(adopt(process, terminal), access);
}

/** A session leader without a controlling terminal gets the one it opens (tty_open). */
function adopt(process: ProcessRecord, terminal: Terminal): Terminal {
  const { session } = process.group;
  if (session.leader === process && !session.terminal && !terminal.session) terminal.control(session, process.group);
  return terminal;
}
