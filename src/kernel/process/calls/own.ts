import { KernelError } from '../../errno.ts';
import type { SystemCalls } from '../../system-calls.ts';
import { changedCredentials } from '../credentials.ts';
import { ProcessEnd } from '../process-end.ts';
import type { Enter } from './enter.ts';

type OwnCalls = Pick<
  SystemCalls,
  | 'cwd'
  | 'chdir'
  | 'chroot'
  | 'umask'
  | 'credentials'
  | 'setCredentials'
  | 'limit'
  | 'setLimit'
  | 'holdMemory'
  | 'setTitle'
  | 'exit'
  | 'checkpoint'
  | 'sleep'
  | 'now'
  | 'uname'
  | 'setHostname'
>;

/** The calls about the process itself and the machine it is on. */
export function ownCalls(enter: Enter): OwnCalls {
  const context = () => enter().context;
  return {
    cwd: () => context().files.getcwd(),
    chdir: (path) => context().files.chdir(path),
    chroot: (path) => context().files.chroot(path),
    umask(mask) {
      const view = context().files.context;
      const before = view.umask;
      if (mask !== undefined) view.umask = mask & 0o777;
      return before;
    },
    credentials: () => enter().credentials,
    setCredentials(credentials) {
      const own = context();
      own.files.context.credentials = changedCredentials(own, credentials);
    },
    limit: (letter) => context().limits.get(letter),
    setLimit(letter, limit) {
      const own = context();
      own.limits.set(letter, limit, enter().credentials.capabilities.has('CAP_SYS_RESOURCE'));
      if (letter === 'n') own.fds.limit = limit.soft;
    },
    holdMemory(bytes) {
      const process = enter();
      process.memory.hold(process, bytes);
      if (process.ended) throw new ProcessEnd();
    },
    setTitle(argv) {
      context().argv = [...argv];
    },
    exit(code) {
      enter().end({ code: code & 0xff });
      throw new ProcessEnd();
    },
    checkpoint: () => enter().checkpoint(),
    sleep: (ms) => enter().wait([], ms),
    now: () => enter().machine.platform.now(),
    uname() {
      const { uts } = enter().namespaces;
      return {
        sysname: 'Linux',
        nodename: uts.hostname,
        release: KERNEL_RELEASE,
        version: KERNEL_VERSION,
        machine: 'x86_64',
      };
    },
    setHostname(name) {
      const process = enter();
      if (!process.credentials.capabilities.has('CAP_SYS_ADMIN')) throw new KernelError('EPERM');
      process.namespaces.uts.hostname = name;
    },
  };
}

export const KERNEL_RELEASE = '6.8.0-drydock';
export const KERNEL_VERSION = '#1 SMP PREEMPT_DYNAMIC';
