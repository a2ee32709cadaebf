import { isErrno } from '../../../kernel/errno.ts';
import { SIGNALS } from '../../../kernel/process/signals.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import type { WaitResult } from '../../../kernel/system-calls.ts';
import {
  addJob,
  describeSignal,
  freePlace,
  type Job,
  jobLine,
  jobState,
  jobStatus,
  noteWait,
  removeJob,
  statusOf,
} from './jobs.ts';
import type { Shell } from './shell.ts';
import { runPendingTraps } from './traps.ts';
import { chain } from './waiting.ts';

/** The group a foreground job got, when there is job control. */
export function foregroundGroup(shell: Shell, pid: number): number | undefined {
  return shell.options.monitor && shell.subshells === 0 ? pid : undefined;
}

/** Waits for the processes of a foreground job; the status is the last one's. */
export function waitForeground(
  shell: Shell,
  pids: readonly number[],
  source: string,
  group: number | undefined,
): MaybePromise<number> {
  if (group === undefined && pids.length === 1) {
    freePlace(shell);
    return chain(waitOne(shell, pids[0]!), (result) => {
      shell.pipeStatus = [statusOf(result)];
      return chain(ended(shell, result, source), () => statusOf(result));
    });
  }
  const job = addJob(shell, pids, source, false, group);
  return waitJob(shell, job);
}

function waitOne(shell: Shell, pid: number): MaybePromise<WaitResult> {
  for (;;) {
    const result = shell.sys.wait(pid);
    if (result instanceof Promise) return result.then((value) => value ?? waitOne(shell, pid));
    if (result) return result;
  }
}

/** Waits until a job has ended or stopped, and takes the terminal back. */
export function waitJob(shell: Shell, job: Job): MaybePromise<number> {
  const step = (): MaybePromise<number> => {
    for (;;) {
      if (jobState(job) !== 'running') return finished(shell, job);
      const next = job.processes.find((process) => process.status === undefined && process.stopped === undefined)!;
      const result = shell.sys.wait(next.pid, { untraced: job.group !== undefined });
      if (result instanceof Promise) {
        return result.then((value) => {
          if (value) noteWait(shell, value);
          return step();
        });
      }
      if (result) noteWait(shell, result);
    }
  };
  return step();
}

function finished(shell: Shell, job: Job): MaybePromise<number> {
  if (job.group !== undefined && shell.terminal !== undefined) takeTerminal(shell);
  job.changed = false;
  const status = jobStatus(job);
  if (jobState(job) === 'stopped') {
    job.background = true;
    // The terminal has echoed ^Z: only bash begins a new line.
    shell.err(`${shell.dialect.bash ? '\n' : ''}${jobLine(shell, job)}`);
    return chain(shell.flush(), () => status);
  }
  removeJob(shell, job);
  shell.pipeStatus = job.processes.map((process) => process.status ?? 0);
  const failed = shell.options.pipefail ? shell.pipeStatus.findLast((value) => value !== 0) : undefined;
  const killed = status > 128 && describeSignal(status - 128) && status < 160;
  const told = killed ? ended(shell, { pid: job.processes.at(-1)!.pid, signal: status - 128 }, job.text) : undefined;
  return chain(told, () => failed ?? status);
}

function takeTerminal(shell: Shell): void {
  try {
    shell.sys.setForegroundGroup(shell.terminal!, shell.sys.processGroup());
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
}

/** Says what signal ended a command, as the shells do, and lets traps run. */
function ended(shell: Shell, result: WaitResult, source: string): MaybePromise<unknown> {
  if (!('signal' in result)) return shell.pendingSignals.length > 0 ? runPendingTraps(shell) : undefined;
  const { signal } = result;
  if (signal === SIGNALS.SIGINT) {
    if (shell.options.interactive) shell.err('\n');
    shell.interrupted ||= shell.options.interactive;
  } else if (signal !== SIGNALS.SIGPIPE) {
    const text = describeSignal(signal);
    if (shell.dialect.bash && !shell.options.interactive && signal !== SIGNALS.SIGTERM) {
      shell.err(`${shell.name}: line ${shell.line}: ${String(result.pid).padStart(5)} ${text.padEnd(23)} ${source}\n`);
    } else shell.err(`${text}\n`);
  }
  return chain(shell.flush(), () => runPendingTraps(shell));
}
