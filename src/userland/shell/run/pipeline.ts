import { SIGNALS } from '../../../kernel/process/signals.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import type { Command, PipelineCommand } from '../grammar/tree.ts';
import { waitForeground } from './foreground.ts';
import { childDescriptors, forkShell } from './fork.ts';
import { addJob } from './jobs.ts';
import type { Shell } from './shell.ts';
import { chain } from './waiting.ts';

function enter(child: Shell): void {
  child.loops = 0;
}

/** All commands of a pipeline run at the same time, each in its own process. */
export function runPipeline(shell: Shell, command: PipelineCommand): MaybePromise<number> {
  const pids = startPipeline(shell, command, true);
  return waitForeground(
    shell,
    pids,
    command.source,
    shell.options.monitor && shell.subshells === 0 ? pids[0] : undefined,
  );
}

function startPipeline(shell: Shell, command: PipelineCommand, foreground: boolean): number[] {
  const { sys } = shell;
  const control = shell.options.monitor && shell.subshells === 0;
  const pids: number[] = [];
  let input: number | undefined;
  command.commands.forEach((element, index) => {
    const last = index === command.commands.length - 1;
    const [read, write] = last ? [undefined, undefined] : sys.pipe();
    const replaced: [number, number][] = [];
    if (input !== undefined) replaced.push([0, input]);
    if (write !== undefined) {
      replaced.push([1, write]);
      if (command.both[index]) replaced.push([2, write]);
    }
    const ours = [input, read, write].filter((fd) => fd !== undefined);
    const group = control
      ? { processGroup: pids[0] ?? 0, ...(foreground && pids.length === 0 ? { foreground: shell.terminal } : {}) }
      : {};
    pids.push(
      forkShell(
        shell,
        (child) => {
          enter(child);
          return child.interpreter.execute(child, element, true);
        },
        { fds: childDescriptors(shell, replaced, ours), ...group },
      ),
    );
    if (input !== undefined) sys.close(input);
    if (write !== undefined) sys.close(write);
    input = read;
  });
  return pids;
}

export function runSubshell(shell: Shell, body: Command): MaybePromise<number> {
  const control = shell.options.monitor && shell.subshells === 0;
  const pid = forkShell(
    shell,
    (child) => {
      enter(child);
      return child.interpreter.execute(child, body, true);
    },
    control ? { processGroup: 0, foreground: shell.terminal } : {},
  );
  return waitForeground(shell, [pid], `(${body.source})`, control ? pid : undefined);
}

/** `command &` */
export function runBackground(shell: Shell, command: Command): MaybePromise<number> {
  const control = shell.options.monitor && shell.subshells === 0;
  let pids: number[];
  if (command.kind === 'pipeline' && command.commands.length > 1 && !command.negated)
    pids = startPipeline(shell, command, false);
  else {
    const pid = forkShell(
      shell,
      (child) => {
        enter(child);
        if (!control) detach(child);
        return child.interpreter.execute(child, command, true);
      },
      control ? { processGroup: 0 } : {},
    );
    pids = [pid];
  }
  const job = addJob(shell, pids, command.source, true, control ? pids[0] : undefined);
  shell.lastBackground = pids.at(-1);
  if (shell.options.interactive && shell.dialect.bash) {
    shell.err(`[${job.id}] ${shell.lastBackground}\n`);
    return chain(shell.flush(), () => (shell.status = 0));
  }
  return (shell.status = 0);
}

/** Without job control a background command ignores the keyboard's signals and reads nothing. */
function detach(child: Shell): void {
  const { sys } = child;
  sys.signal(SIGNALS.SIGINT, 'ignore');
  sys.signal(SIGNALS.SIGQUIT, 'ignore');

  try {
    const fd = sys.open('/dev/null', { read: true });
    if (fd === 0) return;
    sys.dup2(fd, 0);
    sys.close(fd);
  } catch {
    // Without /dev/null it keeps the input it has, as the real shells do.
  }
}
