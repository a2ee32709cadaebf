import { KernelError } from '../../errno.ts';
import type { SystemCalls } from '../../system-calls.ts';
import { joinGroup, leadSession } from '../create-process.ts';
import type { ProcessRecord } from '../process.ts';
import { SIGNALS, type Signal } from '../signals.ts';
import type { Enter } from './enter.ts';

type SignalCalls = Pick<SystemCalls, 'kill' | 'signal' | 'processGroup' | 'setProcessGroup' | 'session' | 'newSession'>;

export function signalCalls(enter: Enter): SignalCalls {
  const find = (pid?: number): ProcessRecord => {
    const process = enter();
    if (!pid) return process;
    const found = process.namespaces.pid.processes.get(pid);
    if (!found) throw new KernelError('ESRCH');
    return found;
  };
  const space = () => enter().namespaces.pid;
  return {
    kill(pid, signal) {
      const sender = enter();
      send(sender, targets(sender, pid), signal);
      sender.attend();
    },
    signal(signal, action) {
      if (signal === SIGNALS.SIGKILL || signal === SIGNALS.SIGSTOP) throw new KernelError('EINVAL');
      const { actions } = enter();
      const before = actions.get(signal) ?? 'default';
      if (action === 'default') actions.delete(signal);
      else actions.set(signal, action);
      return before;
    },
    processGroup: (pid) => find(pid).group.id.in(space()),
    setProcessGroup(pid, group) {
      const process = enter();
      const target = find(pid);
      if (target !== process && target.parent !== process) throw new KernelError('ESRCH');
      joinGroup(target, group, process.namespaces.pid);
    },
    session: (pid) => find(pid).group.session.id.in(space()),
    newSession() {
      const process = enter();
      leadSession(process);
      return process.namespacePid;
    },
  };
}

/** Whom kill(2) means by `pid`. */
function targets(sender: ProcessRecord, pid: number): ProcessRecord[] {
  const { processes } = sender.namespaces.pid;
  if (pid > 0) {
    const target = processes.get(pid);
    return target ? [target] : [];
  }
  const all = [...processes.values()];
  if (pid === -1) return all.filter((process) => process !== sender && !process.isInit);
  const group = pid === 0 ? sender.group.id.in(sender.namespaces.pid) : -pid;
  return all.filter((process) => process.group.id.in(sender.namespaces.pid) === group);
}

function send(sender: ProcessRecord, found: readonly ProcessRecord[], signal: Signal | 0): void {
  if (found.length === 0) throw new KernelError('ESRCH');
  const allowed = found.filter((target) => maySignal(sender, target, signal));
  if (allowed.length === 0) throw new KernelError('EPERM');
  if (signal === 0) return;
  for (const target of allowed) target.signal(signal, target.namespaces.pid !== sender.namespaces.pid);
}

function maySignal(sender: ProcessRecord, target: ProcessRecord, signal: Signal | 0): boolean {
  const { uid, euid, capabilities } = sender.credentials;
  if (capabilities.has('CAP_KILL') || uid === target.credentials.uid || euid === target.credentials.uid) return true;
  return signal === SIGNALS.SIGCONT && sender.group.session === target.group.session;
}
