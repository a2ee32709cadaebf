import { isErrno } from '../../../kernel/errno.ts';
import { parseSignal, SIGNALS, type Signal, signalName } from '../../../kernel/process/signals.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
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

function noSuchJob(shell: Shell, argv0: string, text: string): never {
  const { flavour } = shell.dialect;
  if (flavour === 'dash') fail(shell, argv0, `No such job: ${text}`);
  fail(shell, argv0, `${text}: no such job`);
}

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

/** `keep`: after a plain `wait` a job's status can still be asked for by its pid (dash, busybox). */
async function waitFor(shell: Shell, job: Job, pid?: number, keep = false): Promise<number> {
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
    if (!keep) removeJob(shell, job);
    if (status > 128 && !shell.dialect.bash && !shell.options.interactive) await tell(shell, status - 128);
  }
  return status;
}

async function tell(shell: Shell, signal: Signal): Promise<void> {
  if (signal === SIGNALS.SIGINT || signal === SIGNALS.SIGPIPE || !signalName(signal)) return;
  shell.err(`${describeSignal(signal)}\n`);
  await shell.flush();
}

async function wait(shell: Shell, argv: string[]): Promise<number> {
  const { letters, rest } = options(shell, argv, shell.dialect.bash ? 'nf' : '');
  if (letters.has('n')) return waitAny(shell);
  if (rest.length === 0) {
    for (const job of [...shell.jobs]) {
      if (job.foreign || jobState(job) === 'stopped') continue;
      const status = await waitFor(shell, job, undefined, !shell.dialect.bash);
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
      if (text.startsWith('%')) noSuchJob(shell, 'wait', text);
      if (shell.dialect.bash) shell.complain(`pid ${text} is not a child of this shell`, 'wait');
      status = 127;
    } else status = await waitFor(shell, job, text.startsWith('%') ? undefined : Number(text));
  }
  return status;
}

async function waitAny(shell: Shell): Promise<number> {
  const done = shell.jobs.find((job) => jobState(job) === 'done');
  if (done) return waitFor(shell, done);
  if (!shell.jobs.some((job) => !job.foreign)) return 127;
  const interrupted = await waitChild(shell, -1);
  if (interrupted !== undefined) return interrupted;
  const finished = shell.jobs.find((job) => jobState(job) === 'done');
  return finished ? waitFor(shell, finished) : waitAny(shell);
}

function listSignals(shell: Shell, argv: string[]): number {
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  if (argv.length === 0) {
    if (shell.dialect.flavour === 'dash') shell.out(`0\n${names.map((name) => `${name.slice(3)}\n`).join('')}`);
    else if (shell.dialect.flavour === 'busybox') {
      shell.out(names.map((name) => `${String(SIGNALS[name]).padStart(2)}) ${name.slice(3)}\n`).join(''));
    } else shell.out(`${names.map((name) => `${String(SIGNALS[name]).padStart(2)}) ${name}`).join('\t')}\n`);
    return 0;
  }
  for (const argument of argv) {
    if (/^\d+$/.test(argument)) {
      const number = Number(argument) > 128 ? Number(argument) - 128 : Number(argument);
      const name = signalName(number);
      if (!name && number !== 0) fail(shell, 'kill', `Illegal number: ${argument}`);
      shell.out(`${name ? name.slice(3) : 'EXIT'}\n`);
    } else {
      const signal = parseSignal(argument);
      if (signal === undefined) fail(shell, 'kill', `bad signal name '${argument}'`, 1);
      shell.out(`${signal}\n`);
    }
  }
  return 0;
}

function badSignal(shell: Shell, argument: string): never {
  const { flavour } = shell.dialect;
  if (flavour === 'dash') fail(shell, 'kill', `Illegal option ${argument.slice(0, 2)}`);
  if (flavour === 'bash') fail(shell, 'kill', `${argument.replace(/^-/, '')}: invalid signal specification`);
  throw new BusyboxComplaint(`bad signal name '${argument.replace(/^-/, '')}'`);
}

class BusyboxComplaint extends Error {}

function kill(shell: Shell, argv: string[]): number {
  let index = 1;
  let signal: number | undefined = SIGNALS.SIGTERM;
  const first = argv[1];
  if (first === '-l' || first === '-L') return listSignals(shell, argv.slice(2));
  if (first === '-s' || (first === '-n' && shell.dialect.bash)) {
    signal = argv[2] === '0' ? 0 : parseSignal(argv[2] ?? '');
    index = 3;
    if (signal === undefined) badSignal(shell, argv[2] ?? '');
  } else if (first !== undefined && /^-[A-Za-z0-9]/.test(first) && argv.length > 2) {
    signal = first === '-0' ? 0 : parseSignal(first.slice(1));
    index = 2;
    if (signal === undefined) badSignal(shell, first);
  }
  if (argv[index] === '--') index++;
  if (index >= argv.length) return usage(shell);
  let status = 0;
  for (const target of argv.slice(index)) if (!send(shell, target, signal)) status = 1;
  return status;
}

function send(shell: Shell, target: string, signal: number): boolean {
  const { flavour } = shell.dialect;
  try {
    if (target.startsWith('%')) {
      const job = findJob(shell, target) ?? noSuchJob(shell, 'kill', target);
      if (job.group !== undefined) shell.sys.kill(-job.group, signal);
      else for (const process of job.processes) if (process.status === undefined) shell.sys.kill(process.pid, signal);
      if (job.group !== undefined && jobState(job) === 'stopped' && signal !== 0)
        shell.sys.kill(-job.group, SIGNALS.SIGCONT);
      return true;
    }
    if (!/^-?\d+$/.test(target)) {
      if (flavour === 'dash') illegalNumber(shell, 'kill', target);
      if (flavour === 'busybox') shell.complain(`invalid number '${target}'`);
      else shell.complain(`${target}: arguments must be process or job IDs`, 'kill');
      return false;
    }
    shell.sys.kill(Number(target), signal);
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (flavour === 'busybox') shell.complain(`can't kill pid ${target}: ${error.message}`);
    else if (flavour === 'dash') shell.complain(error.message, 'kill');
    else shell.complain(`(${target}) - ${error.message}`, 'kill');
    return false;
  }
}

function usage(shell: Shell): number {
  const { flavour } = shell.dialect;
  if (flavour === 'busybox') {
    shell.complain('you need to specify whom to kill');
    return 1;
  }
  if (flavour === 'bash') {
    shell.err('kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n');
    return 2;
  }
  shell.complain('Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]', 'kill');
  return 2;
}

function resume(shell: Shell, job: Job): void {
  for (const process of job.processes) process.stopped = undefined;
  touch(job);
  if (job.group !== undefined) shell.sys.kill(-job.group, SIGNALS.SIGCONT);
}

/** jobs, fg, bg, wait, kill. */
export const jobBuiltins: Builtins = {
  wait: { run: wait },
  kill: {
    run(shell, argv) {
      try {
        return chain(kill(shell, argv), (status) => afterKill(shell, status));
      } catch (error) {
        if (!(error instanceof BusyboxComplaint)) throw error;
        shell.complain(error.message);
        return 1;
      }
    },
  },
  jobs: {
    run(shell, argv) {
      const { letters } = options(shell, argv, 'lpnrs');
      reap(shell);
      for (const job of [...shell.jobs].sort((left, right) => left.id - right.id)) {
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

/** A signal the shell sends itself is taken before the next command. */
function afterKill(shell: Shell, status: number): MaybePromise<number> {
  return chain(shell.sys.checkpoint(), () => status);
}
