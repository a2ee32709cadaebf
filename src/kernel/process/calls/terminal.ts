import { KernelError } from '../../errno.ts';
import type { SystemCalls } from '../../system-calls.ts';
import type { Terminal } from '../../tty/terminal.ts';
import { TerminalFile } from '../../tty/terminal-file.ts';
import { findGroup } from '../create-process.ts';
import type { Enter } from './enter.ts';

type TerminalCalls = Pick<
  SystemCalls,
  | 'isatty'
  | 'ttyname'
  | 'terminalSettings'
  | 'setTerminalSettings'
  | 'windowSize'
  | 'foregroundGroup'
  | 'setForegroundGroup'
>;

export function terminalCalls(enter: Enter): TerminalCalls {
  const terminal = (fd: number): Terminal => {
    const file = enter().context.fds.get(fd);
    if (!(file instanceof TerminalFile)) throw new KernelError('ENOTTY');
    return file.terminal;
  };
  return {
    isatty(fd) {
      const { fds } = enter().context;
      return fds.has(fd) && fds.get(fd) instanceof TerminalFile;
    },
    ttyname: (fd) => terminal(fd).path,
    terminalSettings: (fd) => terminal(fd).settings,
    setTerminalSettings: (fd, settings) => terminal(fd).configure(settings),
    windowSize: (fd) => terminal(fd).size,
    foregroundGroup(fd) {
      const { foreground, session } = terminal(fd);
      const process = enter();
      if (session !== process.group.session) throw new KernelError('ENOTTY');
      return foreground?.id.in(process.namespaces.pid) ?? 0;
    },
    // Linux raises SIGTTOU for a caller in the background; every shell ignores it there, so nobody here would notice.
    setForegroundGroup(fd, number) {
      const target = terminal(fd);
      const process = enter();
      if (target.session !== process.group.session) throw new KernelError('ENOTTY');
      const group = findGroup(process.namespaces.pid, number);
      if (group?.session !== target.session) throw new KernelError('EPERM');
      target.foreground = group;
    },
  };
}
