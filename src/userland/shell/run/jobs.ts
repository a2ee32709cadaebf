import { signalName } from '../../../kernel/process/signals.ts';
import type { WaitResult } from '../../../kernel/system-calls.ts';
import type { Shell } from './shell.ts';

export interface JobProcess {
  readonly pid: number;
  /** Undefined while it lives. */
  status: number | undefined;
  stopped: number | undefined;
}

/** A pipeline the shell started and has not forgotten. */
export interface Job {
  readonly id: number;
  readonly group: number | undefined;
  readonly processes: JobProcess[];
  readonly text: string;
  background: boolean;
  /** A state not yet told to an interactive user. */
  changed: boolean;
  /** Was sent a signal by the command just run: how it took it is seen at the prompt after the next. */
  signalled?: boolean;
  /** Order of use, for %+ and %-. */
  used: number;
  /** Belongs to the parent of this subshell: listed, but cannot be waited for. */
  foreign?: boolean;
  /** Its status was asked for: its place may be taken. */
  waited?: boolean;
}

const DESCRIPTIONS: Record<string, string> = {
  SIGHUP: 'Hangup',
  SIGINT: 'Interrupt',
  SIGQUIT: 'Quit',
  SIGILL: 'Illegal instruction',
  SIGTRAP: 'Trace/breakpoint trap',
  SIGABRT: 'Aborted',
  SIGBUS: 'Bus error',
  SIGFPE: 'Floating point exception',
  SIGKILL: 'Killed',
  SIGUSR1: 'User defined signal 1',
  SIGSEGV: 'Segmentation fault',
  SIGUSR2: 'User defined signal 2',
  SIGPIPE: 'Broken pipe',
  SIGALRM: 'Alarm clock',
  SIGTERM: 'Terminated',
  SIGSTKFLT: 'Stack fault',
  SIGCHLD: 'Child exited',
  SIGCONT: 'Continued',
  SIGSTOP: 'Stopped (signal)',
  SIGTSTP: 'Stopped',
  SIGTTIN: 'Stopped (tty input)',
  SIGTTOU: 'Stopped (tty output)',
  SIGXCPU: 'CPU time limit exceeded',
  SIGXFSZ: 'File size limit exceeded',
  SIGVTALRM: 'Virtual timer expired',
  SIGPROF: 'Profiling timer expired',
  SIGPWR: 'Power failure',
  SIGSYS: 'Bad system call',
};

/** strsignal(3). */
export function describeSignal(signal: number): string {
  return DESCRIPTIONS[signalName(signal) ?? ''] ?? `Signal ${signal}`;
}

let uses = 0;

export function addJob(shell: Shell, pids: readonly number[], text: string, background: boolean, group?: number): Job {
  freePlace(shell);
  const id = newId(shell);
  const processes = pids.map((pid): JobProcess => ({ pid, status: undefined, stopped: undefined }));
  const job: Job = { id, group, processes, text, background, changed: false, used: ++uses };
  shell.jobs.push(job);
  return job;
}

/** dash and busybox take the first free place, bash the one after the last. */
function newId(shell: Shell): number {
  if (shell.dialect.bash) return Math.max(0, ...shell.jobs.map((job) => job.id)) + 1;
  let id = 1;
  while (shell.jobs.some((job) => job.id === id)) id++;
  return id;
}

/** A new job takes the place of the first one that ended and was waited for (dash's makejob). */
export function freePlace(shell: Shell): void {
  if (shell.dialect.bash) {
    if (shell.jobs.length > 50) shell.jobs = shell.jobs.filter((job) => jobState(job) !== 'done' || job.changed);
    return;
  }
  const free = shell.options.monitor ? undefined : shell.jobs.find((job) => job.waited && jobState(job) === 'done');
  if (free) removeJob(shell, free);
}

export function removeJob(shell: Shell, job: Job): void {
  shell.jobs = shell.jobs.filter((other) => other !== job);
  if (shell.dialect.bash && job.background) {
    for (const { pid, status } of job.processes) if (status !== undefined) shell.ended.set(pid, status);
  }
}

export function jobState(job: Job): 'running' | 'stopped' | 'done' {
  if (job.processes.every((process) => process.status !== undefined)) return 'done';
  return job.processes.some((process) => process.status === undefined && process.stopped === undefined)
    ? 'running'
    : 'stopped';
}

export function jobStatus(job: Job): number {
  const last = job.processes.at(-1)!;
  return last.status ?? (last.stopped === undefined ? 0 : 128 + last.stopped);
}

export function touch(job: Job): void {
  job.used = ++uses;
}

/** Most recently used first: stopped jobs before running ones, as %+ and %- count. */
export function jobOrder(shell: Shell): Job[] {
  const rank = (job: Job): number => (jobState(job) === 'stopped' ? 1 : 0);
  return [...shell.jobs].sort((left, right) => rank(right) - rank(left) || right.used - left.used);
}

/** Notes what wait(2) told about one process. */
export function noteWait(shell: Shell, result: WaitResult): Job | undefined {
  const job = shell.jobs.find((candidate) => candidate.processes.some((process) => process.pid === result.pid));
  const process = job?.processes.find((candidate) => candidate.pid === result.pid);
  if (!job || !process) return undefined;
  if ('stopped' in result) process.stopped = result.stopped;
  else if ('continued' in result) process.stopped = undefined;
  else process.status = statusOf(result);
  job.changed = true;
  return job;
}

export function statusOf(result: WaitResult): number {
  if ('code' in result) return result.code;
  if ('signal' in result) return 128 + result.signal;
  return 'stopped' in result ? 128 + result.stopped : 0;
}

/** Reaps whatever has ended without waiting. */
export function reap(shell: Shell): void {
  for (;;) {
    if (!shell.jobs.some((job) => !job.foreign && jobState(job) !== 'done')) return;
    try {
      const result = shell.sys.wait(-1, { noHang: true, untraced: true });
      if (!result || result instanceof Promise) return;
      noteWait(shell, result);
    } catch {
      return;
    }
  }
}

function stateText(shell: Shell, job: Job): string {
  const { flavour } = shell.dialect;
  const last = job.processes.at(-1)!;
  switch (jobState(job)) {
    case 'running':
      return 'Running';
    case 'stopped':
      return last.stopped === undefined ? 'Stopped' : describeSignal(last.stopped);
    default: {
      const status = last.status ?? 0;
      if (status > 128 && signalName(status - 128)) return describeSignal(status - 128);
      if (status === 0) return 'Done';
      return flavour === 'bash' ? `Exit ${status}` : `Done(${status})`;
    }
  }
}

/** One job as `jobs` prints it. */
export function jobLine(shell: Shell, job: Job, long = false): string {
  const order = jobOrder(shell);
  const mark = order[0] === job ? '+' : order[1] === job ? '-' : ' ';
  const state = stateText(shell, job);
  const running = jobState(job) === 'running';
  const pid = long ? `${job.processes[0]!.pid} ` : '';
  // dash and busybox keep the words of a command only for job control.
  const text = job.group === undefined && !shell.options.monitor ? '' : job.text;
  switch (shell.dialect.flavour) {
    case 'dash':
      return `[${job.id}] ${mark} ${pid}${state.padEnd(26)} ${text}\n`;
    case 'busybox':
      return `[${job.id}]${mark}  ${pid}${state.padEnd(26)} ${text}\n`;
    case 'bash':
      return `[${job.id}]${mark}  ${pid}${state.padEnd(23)} ${job.text}${running && job.background ? ' &' : ''}\n`;
  }
}

/** `%1`, `%+`, `%-`, `%name`, `%?text` or a process id. */
export function findJob(shell: Shell, text: string): Job | undefined {
  if (!text.startsWith('%')) {
    const pid = Number(text);
    return shell.jobs.find((job) => job.processes.some((process) => process.pid === pid));
  }
  const name = text.slice(1);
  if (name === '' || name === '%' || name === '+') return jobOrder(shell)[0];
  if (name === '-') return jobOrder(shell)[1];
  if (/^\d+$/.test(name)) return shell.jobs.find((job) => job.id === Number(name));
  if (name.startsWith('?')) return shell.jobs.find((job) => job.text.includes(name.slice(1)));
  return shell.jobs.find((job) => job.text.startsWith(name));
}

/** Whether leaving now would leave stopped jobs behind and this is the first time it is tried: says so. */
export function warnsOfStoppedJobs(shell: Shell): boolean {
  if (!shell.options.interactive || shell.subshells > 0 || shell.exitWarning > 0) return false;
  reap(shell);
  if (!shell.jobs.some((job) => jobState(job) === 'stopped')) return false;
  // This command and the next one.
  shell.exitWarning = 2;
  shell.err(shell.dialect.bash ? 'There are stopped jobs.\n' : 'You have stopped jobs.\n');
  return true;
}
