import { isErrno } from '../../../kernel/errno.ts';
import { parseSignal, SIGNALS, signalName } from '../../../kernel/process/signals.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import { findJob, jobState } from '../run/jobs.ts';
import type { Shell } from '../run/shell.ts';
import { chain } from '../run/waiting.ts';
import { bashUsage } from './bash-usage.ts';
import { fail, illegalNumber } from './builtin.ts';

export function noSuchJob(shell: Shell, argv0: string, text: string, status?: number): never {
  const { flavour } = shell.dialect;
  fail(shell, argv0, flavour === 'dash' ? `No such job: ${text}` : `${text}: no such job`, status);
}

/** The signals for real time, named from whichever end is nearer. */
function realTime(): [string, number][] {
  const [first, last] = [34, 64];
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const number = first + at;
    const left = last - number;
    const name = at < 16 ? `SIGRTMIN${at > 0 ? `+${at}` : ''}` : `SIGRTMAX${left > 0 ? `-${left}` : ''}`;
    return [name, number];
  });
}

/** bash's table of signals, five in a row. */
export function signalTable(): string {
  const cells = [...Object.entries(SIGNALS), ...realTime()].map(
    ([name, number]) => `${String(number).padStart(2)}) ${name}`,
  );
  const rows = cells.flatMap((_, at) => (at % 5 === 0 ? [cells.slice(at, at + 5)] : []));
  return rows.map((row) => `${row.join('\t')}${row.length < 5 ? '\t' : ''}\n`).join('');
}

function listSignals(shell: Shell, argv: string[]): number {
  const names = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  if (argv.length === 0) {
    if (shell.dialect.flavour === 'dash') shell.out(`0\n${names.map((name) => `${name.slice(3)}\n`).join('')}`);
    else if (shell.dialect.flavour === 'busybox') {
      shell.out(names.map((name) => `${String(SIGNALS[name]).padStart(2)}) ${name.slice(3)}\n`).join(''));
    } else shell.out(signalTable());
    return 0;
  }
  const { flavour } = shell.dialect;
  let status = 0;
  for (const argument of flavour === 'dash' ? argv.slice(0, 1) : argv) {
    const shown = translate(shell, argument);
    if (shown !== undefined) shell.out(`${shown}\n`);
    else {
      if (flavour === 'busybox') shell.complain(`unknown signal '${argument}'`);
      else shell.complain(`${argument}: invalid signal specification`, 'kill');
      status = 1;
    }
  }
  return status;
}

/** A signal's name for a number or an exit status, its number for a name; undefined when there is none. */
function translate(shell: Shell, argument: string): string | undefined {
  const { flavour } = shell.dialect;
  if (!/^\d+$/.test(argument)) {
    if (flavour === 'dash') illegalNumber(shell, 'kill', argument);
    const signal = parseSignal(argument);
    return signal === undefined ? undefined : String(signal);
  }
  const number = Number(argument);
  const name = signalName(number > 128 ? number - 128 : number)?.slice(3);
  if (name !== undefined) return name;
  if (flavour === 'dash') fail(shell, 'kill', `invalid signal number or exit status: ${argument}`);
  // busybox takes the low seven bits, and gives back the number of what has no name.
  if (flavour === 'busybox') return (number & 127) === 0 ? 'EXIT' : String(number & 127);
  return number === 0 ? 'EXIT' : undefined;
}

function noSignal(shell: Shell, option: string): never {
  const { flavour } = shell.dialect;
  if (flavour === 'busybox') throw new BusyboxComplaint(`bad signal name '${option.slice(1)}'`);
  fail(shell, 'kill', flavour === 'dash' ? `No arg for ${option} option` : `${option}: option requires an argument`);
}

function badSignal(shell: Shell, argument: string): never {
  const { flavour } = shell.dialect;
  if (flavour === 'dash') fail(shell, 'kill', `Illegal option ${argument.slice(0, 2)}`);
  if (flavour === 'bash') fail(shell, 'kill', `${argument.replace(/^-/, '')}: invalid signal specification`);
  throw new BusyboxComplaint(`bad signal name '${argument.replace(/^-/, '')}'`);
}

class BusyboxComplaint extends Error {}

function killAll(shell: Shell, argv: string[]): number {
  let index = 1;
  let signal: number | undefined = SIGNALS.SIGTERM;
  const first = argv[1];
  if (first === '-l' || first === '-L') return listSignals(shell, argv.slice(2));
  if (first === '-s' || (first === '-n' && shell.dialect.bash)) {
    if (argv[2] === undefined) noSignal(shell, first);
    signal = argv[2] === '0' ? 0 : parseSignal(argv[2]);
    index = 3;
    if (signal === undefined) badSignal(shell, argv[2]);
  } else if (first !== undefined && /^-[A-Za-z0-9]/.test(first)) {
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
      job.signalled = true;
      // Without job control dash asks for a group that no job has.
      if (job.group !== undefined || flavour === 'dash') shell.sys.kill(-(job.group ?? job.processes[0]!.pid), signal);
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
    const job = findJob(shell, target);
    if (job) job.signalled = true;
    shell.sys.kill(Number(target), signal);
    return true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (flavour === 'busybox') shell.complain(`can't kill pid ${target}: ${error.message}`);
    else if (flavour === 'dash') shell.complain(`${error.message}\n`, 'kill');
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
    shell.err(bashUsage('kill'));
    return 2;
  }
  shell.complain('Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]', 'kill');
  return 2;
}

export function kill(shell: Shell, argv: string[]): MaybePromise<number> {
  let status: number;
  try {
    status = killAll(shell, argv);
  } catch (error) {
    if (!(error instanceof BusyboxComplaint)) throw error;
    shell.complain(error.message);
    return 1;
  }
  // A signal the shell sends itself is taken before the next command.
  return chain(shell.sys.checkpoint(), () => status);
}
