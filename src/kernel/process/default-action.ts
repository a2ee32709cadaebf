import { SIGNALS, type Signal } from './signals.ts';

const IGNORED = new Set<Signal>([SIGNALS.SIGCHLD, SIGNALS.SIGURG, SIGNALS.SIGWINCH]);
const STOPPING = new Set<Signal>([SIGNALS.SIGSTOP, SIGNALS.SIGTSTP, SIGNALS.SIGTTIN, SIGNALS.SIGTTOU]);

/** What a signal does to a process that neither handles nor ignores it (signal(7)). */
export function defaultAction(signal: Signal): 'terminate' | 'ignore' | 'stop' | 'continue' {
  if (IGNORED.has(signal)) return 'ignore';
  if (STOPPING.has(signal)) return 'stop';
  return signal === SIGNALS.SIGCONT ? 'continue' : 'terminate';
}
