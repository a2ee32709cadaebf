import { isErrno } from '../../../kernel/errno.ts';
import { SIGNALS, type Signal, signalName } from '../../../kernel/process/signals.ts';
import { waitJob } from '../run/foreground.ts';
import {
  describeSignal,
  findJob,
  type Job,
  jobLine,
  jobOrder,
  jobState,
  jobStatus,
  noteWait,
  reap,
  removeJob,
  touch,
} from '../run/jobs.ts';
import type { Shell } from '../run/shell.ts';
import { runPendingTraps } from '../run/traps.ts';
import { chain } from '../run/waiting.ts';
import { type Builtins, fail, illegalNumber, options } from './builtin.ts';
import { kill, noSuchJob } from './kill.ts';

function jobOf(shell: Shell, argv0: string, text: string | undefined): Job {
  if (text === undefined) {
    const current = jobOrder(shell)[0];
    if (!current) fail(shell, argv0, shell.dialect.bash ? 'current: no such job' : 'No current job');
    return current;
  }
  return (
    findJob(shell, text.startsWith('%') || /^\d+$/.test(text) ? text : `%${text}`) ?? noSuchJob(shell, argv0, text)
  );
}

/** Waits for one of our children; undefined when a trapped signal came first (its status is then 128+n). */
async function waitChild(shell: Shell, pid: number): Promise<number | undefined> {
  try {
    const result = await shell.sys.wait(pid, { interruptible: true });
    if (result) noteWait(shell, result);
    return undefined;
  } catch (error) {
    if (isErrno(error, 'EINTR')) {
      const signal = shell.pendingSignals[0] ?? SIGNALS.SIGINT;
      await runPendingTraps(shell);
      return 128 + signal;
    }
    if (isErrno(error, 'ECHILD')) return undefined;
    throw error;
  }
}

async function waitFor(shell: Shell, job: Job, pid?: number): Promise<number> {
  const wanted = pid === undefined ? job.processes : job.processes.filter((process) => process.pid === pid);
  for (const process of wanted) {
    while (process.status === undefined && !job.foreign) {
      const interrupted = await waitChild(shell, process.pid);
      if (interrupted !== undefined) return interrupted;
      if (process.status === undefined) process.status = 127;
    }
  }
  const status = pid === undefined ? jobStatus(job) : (wanted[0]?.status ?? 127);
  if (jobState(job) === 'done') {
    job.changed = false;
    const told = job.waited;
    job.waited = true;
    // dash and busybox keep it until its place is wanted, bash only the statuses of its processes.
    if (shell.dialect.bash) removeJob(shell, job);
    if (!told && status > 128 && !shell.dialect.bash && !shell.options.interactive) await tell(shell, status - 128);
  }
  return status;
}

async function tell(shell: Shell, signal: Signal): Promise<void> {
  if (signal === SIGNALS.SIGINT || signal === SIGNALS.SIGPIPE || !signalName(signal)) return;
  shell.err(`${describeSignal(signal)}\n`);
  await shell.flush();
}

async function wait(shell: Shell, argv: string[]): Promise<number> {
  const { letters, rest } = options(shell, argv, { dash: '', busybox: 'n', bash: 'nf' }[shell.dialect.flavour]);
  if (letters.has('n')) return waitAny(shell);
  if (rest.length === 0) {
    for (const job of [...shell.jobs]) {
      if (job.foreign || jobState(job) === 'stopped') continue;
      const status = await waitFor(shell, job);
      if (jobState(job) !== 'done') return status;
    }
    return 0;
  }
  let status = 0;
  for (const text of rest) {
    if (!text.startsWith('%') && !/^\d+$/.test(text)) {
      if (shell.dialect.bash) fail(shell, 'wait', `\`${text}': not a pid or valid job spec`, 1);
      illegalNumber(shell, 'wait', text);
    }
    const job = findJob(shell, text);
    if (!job || job.foreign) {
      if (text.startsWith('%')) noSuchJob(shell, 'wait', text, shell.dialect.bash ? 127 : undefined);
      const known = shell.dialect.bash ? shell.ended.get(Number(text)) : undefined;
      if (known === undefined && shell.dialect.bash) shell.complain(`pid ${text} is not a child of this shell`, 'wait');
      status = known ?? 127;
    } else status = await waitFor(shell, job, text.startsWith('%') ? undefined : Number(text));
  }
  return status;
}

async function waitAny(shell: Shell): Promise<number> {
  const done = shell.jobs.find((job) => jobState(job) === 'done' && !job.waited);
  if (done) return waitFor(shell, done);
  if (!shell.jobs.some((job) => !job.foreign && !job.waited)) {
    return shell.dialect.bash || shell.jobs.length === 0 ? 127 : 0;
  }
  const interrupted = await waitChild(shell, -1);
  if (interrupted !== undefined) return interrupted;
  const finished = shell.jobs.find((job) => jobState(job) === 'done' && !job.waited);
  return finished ? waitFor(shell, finished) : waitAny(shell);
}

function resume(shell: Shell, job: Job): void {
  for (const process of job.processes) process.stopped = undefined;
  touch(job);
  if (job.group !== undefined) shell.sys.kill(-job.group, SIGNALS.SIGCONT);
}

/** jobs, fg, bg, wait, kill. */
export const jobBuiltins: Builtins = {
  wait: { run: wait },
  kill: { run: kill },
  jobs: {
    run(shell, argv) {
      const { letters, rest } = options(shell, argv, 'lpnrs');
      reap(shell);
      const wanted = rest.map((text) => jobOf(shell, 'jobs', text));
      // dash and busybox begin with the current job.
      const all = shell.dialect.bash ? [...shell.jobs].sort((left, right) => left.id - right.id) : jobOrder(shell);
      for (const job of all) {
        if (wanted.length > 0 && !wanted.includes(job)) continue;
        if (letters.has('p')) shell.out(`${job.processes[0]!.pid}\n`);
        else shell.out(jobLine(shell, job, letters.has('l')));
        job.changed = false;
        if (jobState(job) === 'done') removeJob(shell, job);
      }
      return 0;
    },
  },
  fg: {
    run(shell, argv) {
      if (shell.dialect.bash && !shell.options.monitor) fail(shell, 'fg', 'no job control');
      const job = jobOf(shell, 'fg', argv[1]);
      if (job.group === undefined) fail(shell, 'fg', `job ${argv[1] ?? '%1'} not created under job control`);
      shell.out(`${job.text}\n`);
      return chain(shell.flush(), () => {
        if (shell.terminal !== undefined) shell.sys.setForegroundGroup(shell.terminal, job.group!);
        job.background = false;
        resume(shell, job);
        return waitJob(shell, job);
      });
    },
  },
  disown: {
    run(shell, argv) {
      const { letters, rest } = options(shell, argv, 'har');
      if (letters.has('h')) return 0;
      const jobs = letters.has('a')
        ? [...shell.jobs]
        : rest.length > 0
          ? rest.map((text) => jobOf(shell, 'disown', text))
          : [jobOf(shell, 'disown', undefined)];
      for (const job of jobs) if (!letters.has('r') || jobState(job) === 'running') removeJob(shell, job);
      return 0;
    },
  },
  bg: {
    run(shell, argv) {
      if (shell.dialect.bash && !shell.options.monitor) fail(shell, 'bg', 'no job control');
      const job = jobOf(shell, 'bg', argv[1]);
      if (job.group === undefined) fail(shell, 'bg', `job ${argv[1] ?? '%1'} not created under job control`);
      resume(shell, job);
      shell.out(shell.dialect.bash ? `[${job.id}]+ ${job.text} &\n` : `[${job.id}] ${job.text}\n`);
      return 0;
    },
  },
};
