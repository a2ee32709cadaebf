import { KernelError } from '../../errno.ts';
import { PathCalls } from '../../fs/path-calls.ts';
import type { MaybePromise } from '../../program.ts';
import type { SpawnOptions, SystemCalls, WaitResult } from '../../system-calls.ts';
import { TerminalFile } from '../../tty/terminal-file.ts';
import { createChild, joinGroup, leadSession } from '../create-process.ts';
import { changedCredentials } from '../credentials.ts';
import { exec, execInto } from '../execute.ts';
import { findProgram } from '../find-program.ts';
import type { ProcessContext, ProcessRecord } from '../process.ts';
import type { Enter } from './enter.ts';

type ChildCalls = Pick<SystemCalls, 'spawn' | 'fork' | 'exec' | 'wait'>;

export function childCalls(enter: Enter): ChildCalls {
  return {
    spawn(options) {
      const process = enter();
      const context = contextFor(process, options);
      return startChild(process, context, options, () => {
        const found = findProgram(context.files, options.argv, context.env.get('PATH'), options.path);
        return (child) => execInto(child, found);
      });
    },
    fork(main, options = {}) {
      const process = enter();
      const context = contextFor(process, options);
      return startChild(process, context, options, () => (child) => {
        child.launch(() => main(child.machine.calls(child)));
      });
    },
    exec(argv, env, path) {
      return exec(enter(), argv, env, path);
    },
    wait(pid, options = {}) {
      const process = enter();
      const pause = process.checkpoint();
      if (pause) return pause.then(() => wait(process, pid, options));
      return wait(process, pid, options);
    },
  };
}

type ChildOptions = Omit<SpawnOptions, 'argv'>;

/** What the child starts with: a copy of the parent's, changed by the options. */
function contextFor(process: ProcessRecord, options: ChildOptions): ProcessContext {
  const { context } = process;
  const view = { ...context.files.context };
  if (options.credentials) view.credentials = changedCredentials(context, options.credentials);
  const files = new PathCalls(context.files.namespace, view);
  if (options.cwd !== undefined) files.chdir(options.cwd);
  return {
    ...context,
    env: new Map(options.env ?? context.env),
    limits: context.limits.copy(),
    fds: options.fds ? context.fds.pick(options.fds) : context.fds.copy(),
    files,
  };
}

/** Lets `prepare` refuse, then makes the child and sets it up before it runs. */
function startChild(
  process: ProcessRecord,
  context: ProcessContext,
  options: ChildOptions,
  prepare: () => (child: ProcessRecord) => void,
): number {
  let child: ProcessRecord | undefined;
  try {
    const start = prepare();
    child = createChild(process, context);
    if (options.newSession) leadSession(child);
    else if (options.processGroup !== undefined) joinGroup(child, options.processGroup, process.namespaces.pid);
    if (options.foreground !== undefined) bringToFront(process, options.foreground, child);
    start(child);
    return child.id.in(process.namespaces.pid);
  } catch (error) {
    context.fds.closeAll();
    child?.reap();
    throw error;
  }
}

function bringToFront(process: ProcessRecord, fd: number, child: ProcessRecord): void {
  const file = process.context.fds.get(fd);
  if (!(file instanceof TerminalFile)) throw new KernelError('ENOTTY');
  file.terminal.foreground = child.group;
}

interface WaitOptions {
  noHang?: boolean;
  untraced?: boolean;
  interruptible?: boolean;
}

function wait(process: ProcessRecord, pid: number, options: WaitOptions): MaybePromise<WaitResult | undefined> {
  const result = collect(process, pid, options);
  if (result || options.noHang) return result;
  return waitAndCollect(process, pid, options);
}

async function waitAndCollect(process: ProcessRecord, pid: number, options: WaitOptions): Promise<WaitResult> {
  for (;;) {
    await process.wait([process.childChange], undefined, options.interruptible);
    const result = collect(process, pid, options);
    if (result) return result;
  }
}

/** Takes the news of one matching child; undefined when there is none; ECHILD when there never will be. */
function collect(process: ProcessRecord, pid: number, options: WaitOptions): WaitResult | undefined {
  const space = process.namespaces.pid;
  let matches = false;
  for (const child of process.children) {
    const number = child.id.in(space);
    if (!matchesPid(child, number, pid, process)) continue;
    matches = true;
    if (child.ended) {
      child.reap();
      return { pid: number, ...child.ended };
    }
    if (options.untraced && child.unreported) {
      const news = child.unreported;
      child.unreported = undefined;
      return { pid: number, ...news };
    }
  }
  if (!matches) throw new KernelError('ECHILD');
  return undefined;
}

function matchesPid(child: ProcessRecord, number: number, wanted: number, process: ProcessRecord): boolean {
  if (wanted > 0) return number === wanted;
  if (wanted === -1) return true;
  const group = wanted === 0 ? process.group.id : undefined;
  return group ? child.group.id === group : child.group.id.in(process.namespaces.pid) === -wanted;
}
