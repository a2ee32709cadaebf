import { isErrno } from '../../kernel/errno.ts';
import { type Edited, LineEditor } from './editor/editor.ts';
import { addHistory, loadHistory, saveHistory } from './editor/history.ts';
import { Incomplete } from './grammar/failure.ts';
import { ScriptReader } from './grammar/parse.ts';
import { loadParser } from './grammar/parser.ts';
import type { Command } from './grammar/tree.ts';
import type { LineObserver, ShellOptions } from './program.ts';
import { promptText } from './prompt.ts';
import { report } from './run/end.ts';
import { execute } from './run/execute.ts';
import { inputReady } from './run/input-ready.ts';
import { jobLine, jobState, reap, removeJob, warnsOfStoppedJobs } from './run/jobs.ts';
import { Interrupt, ShellExit } from './run/outcome.ts';
import { readLine } from './run/read-line.ts';
import type { Shell } from './run/shell.ts';
import { asShellError } from './run/source.ts';
import { guardInteractive } from './run/traps.ts';

type Read = (prompt: string) => Promise<Edited>;

/** The prompt, a line, its command, again: until the end of the input or `exit`. */
export async function runInteractive(shell: Shell, options: ShellOptions): Promise<number> {
  const onTerminal = shell.sys.isatty(0);
  takeTerminal(shell, onTerminal);
  guardInteractive(shell);
  if (shell.dialect.bash && shell.variables.get('PS1') === undefined) {
    shell.variables.set('PS1', '\\s-\\v\\$ ');
  }
  if (shell.variables.get('PS2') === undefined) shell.variables.set('PS2', '> ');
  loadHistory(shell);
  const editor = new LineEditor(shell, options.completer);
  // dash leaves the line to the terminal.
  const edits = onTerminal && shell.dialect.flavour !== 'dash';
  const read: Read = edits ? (prompt) => editor.read(prompt) : (prompt) => plainLine(shell, prompt);
  try {
    return await loop(shell, read, options.observer);
  } finally {
    saveHistory(shell);
  }
}

/** Becomes the foreground group of its terminal, with job control. */
function takeTerminal(shell: Shell, onTerminal: boolean): void {
  const { sys } = shell;
  if (!onTerminal) return;
  try {
    if (sys.processGroup() !== sys.pid && sys.session() !== sys.pid) sys.setProcessGroup(0, 0);
    sys.setForegroundGroup(0, sys.processGroup());
    // A descriptor of its own: a command's redirections may take 0 away.
    shell.terminal = sys.dup(0, 10);
    sys.setCloseOnExec(shell.terminal, true);
    shell.options.monitor = true;
  } catch (error) {
    if (!isErrno(error)) throw error;
    shell.err(
      shell.dialect.bash
        ? `${shell.name}: no job control in this shell\n`
        : `${shell.name}: can't access tty; job control turned off\n`,
    );
  }
}

async function plainLine(shell: Shell, prompt: string): Promise<Edited> {
  shell.err(prompt);
  await shell.flush();
  if (!(await inputReady(shell, 0))) {
    shell.err('\n');
    await shell.flush();
    return { kind: 'interrupt' };
  }
  const line = await readLine(shell.sys, 0);
  return line.text === '' && !line.complete ? { kind: 'end' } : { kind: 'line', text: line.text };
}

async function loop(shell: Shell, read: Read, observer: LineObserver | undefined): Promise<number> {
  let line = 1;
  for (;;) {
    await tellJobs(shell);
    const input = await readCommands(shell, read, line);
    if (input === 'end') {
      if (!warnsOfStoppedJobs(shell)) return shell.status;
      continue;
    }
    if (input === 'interrupt') {
      shell.interrupted = false;
      shell.status = 130;
      continue;
    }
    line = input.line;
    if (shell.exitWarning > 0) shell.exitWarning--;
    const observed = input.commands.length > 0 ? observer?.(input.text) : undefined;
    for (const command of input.commands) {
      const ended = await run(shell, command);
      if (ended !== undefined) return ended;
      if (shell.interrupted) break;
    }
    observed?.(shell.status);
    shell.interrupted = false;
  }
}

async function run(shell: Shell, command: Command): Promise<number | undefined> {
  try {
    await execute(shell, command);
  } catch (error) {
    if (error instanceof ShellExit) {
      await shell.flush();
      return error.status;
    }
    if (error instanceof Interrupt) shell.err('\n');
    shell.status = await report(shell, error);
    reset(shell);
  }
  shell.unwinding = undefined;
  return undefined;
}

/** After an error nothing of the command is under way any more. */
function reset(shell: Shell): void {
  shell.loops = 0;
  shell.testing = 0;
  shell.capture = undefined;
  shell.inTrap = false;
  shell.functionNames.length = 0;
  shell.sourceFiles.length = 0;
}

interface Commands {
  readonly commands: readonly Command[];
  readonly text: string;
  readonly line: number;
}

type Input = Commands | 'end' | 'interrupt';

async function readCommands(shell: Shell, read: Read, line: number): Promise<Input> {
  let text = '';
  for (let prompt = 'PS1'; ; prompt = 'PS2') {
    const answer = await read(await promptText(shell, shell.variables.get(prompt) ?? ''));
    if (answer.kind === 'interrupt') return 'interrupt';
    if (answer.kind === 'end') {
      if (text !== '') return failed(shell, text, line);
      if (shell.dialect.flavour !== 'busybox') shell.err(shell.dialect.bash ? 'exit\n' : '\n');
      await shell.flush();
      return 'end';
    }
    text += `${answer.text}\n`;
    await loadParser();
    const parsed = parse(shell, text, line);
    if (parsed === 'more') continue;
    addHistory(shell, text);
    if (!(parsed instanceof Error)) return parsed;
    shell.status = await report(shell, asShellError(shell, parsed));
    // dash has not counted the line it could not read.
    return { commands: [], text, line: shell.dialect.flavour === 'dash' ? line : line + 1 };
  }
}

async function failed(shell: Shell, text: string, line: number): Promise<Input> {
  const parsed = parse(shell, text, line, true);
  if (parsed instanceof Error) shell.status = await report(shell, asShellError(shell, parsed));
  return { commands: [], text, line: line + 1 };
}

function parse(shell: Shell, text: string, line: number, final = false): Commands | 'more' | Error {
  const reader = new ScriptReader(text, shell.dialect, shell.readAliases, line);
  const commands: Command[] = [];
  try {
    for (let command = reader.next(); command; command = reader.next()) commands.push(command);
  } catch (error) {
    if (error instanceof Incomplete && !final) return 'more';
    return error as Error;
  }
  return (reader.unfinished || /(?:^|[^\\])(?:\\\\)*\\\n$/.test(text)) && !final
    ? 'more'
    : { commands, text, line: reader.line };
}

/** Tells of background jobs that ended or stopped meanwhile. */
async function tellJobs(shell: Shell): Promise<void> {
  reap(shell);
  for (const job of [...shell.jobs]) {
    const state = jobState(job);
    if (job.signalled && state !== 'running') {
      job.signalled = false;
      continue;
    }
    if (job.changed && state !== 'running') shell.err(jobLine(shell, job));
    job.changed = false;
    if (state === 'done') removeJob(shell, job);
  }
  await shell.flush();
}
