/** Linux signal numbers (x86-64). */
export const SIGNALS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPWR: 30,
  SIGSYS: 31,
} as const;

export type SignalName = keyof typeof SIGNALS;
/** A signal's number, 1 to 64. */
export type Signal = number;
export type SignalAction = 'default' | 'ignore' | ((signal: Signal) => void);

export function signalName(signal: Signal): SignalName | undefined {
  return (Object.keys(SIGNALS) as SignalName[]).find((name) => SIGNALS[name] === signal);
}

/** `9`, `KILL`, `SIGKILL` or `kill` → 9; undefined when there is no such signal. */
export function parseSignal(text: string): Signal | undefined {
  if (/^\+?\d+$/.test(text)) return Number(text) <= 64 ? Number(text) : undefined;
  const name = text.toUpperCase().replace(/^(?!SIG)/, 'SIG');
  return SIGNALS[name as SignalName] ?? OTHER_NAMES[name] ?? realTimeSignal(name);
}

const OTHER_NAMES: Readonly<Record<string, Signal>> = { SIGCLD: 17, SIGIOT: 6, SIGPOLL: 29 };

/** `SIGRTMIN+3`, `SIGRTMAX-1`: named by how far they are from the first (34), up to 15, or from the last (64), up to 14. */
function realTimeSignal(name: string): Signal | undefined {
  const above = /^SIGRTMIN(?:\+(\d|1[0-5]))?$/.exec(name);
  if (above) return 34 + Number(above[1] ?? 0);
  const below = /^SIGRTMAX(?:-(\d|1[0-4]))?$/.exec(name);
  return below ? 64 - Number(below[1] ?? 0) : undefined;
}
