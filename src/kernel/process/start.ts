import { PathCalls } from '../fs/path-calls.ts';
import type { StartOptions } from '../kernel.ts';
import { Terminal } from '../tty/terminal.ts';
import { TerminalFile } from '../tty/terminal-file.ts';
import { createLeader } from './create-process.ts';
import { DescriptorTable } from './descriptor-table.ts';
import { execInto } from './execute.ts';
import { findProgram } from './find-program.ts';
import type { Machine } from './machine.ts';
import { ControlGroup } from './memory-group.ts';
import { FileDescription } from './open-file.ts';
import type { KernelNamespaces, ProcessContext, ProcessRecord } from './process.ts';
import { ResourceLimits } from './resource-limits.ts';

/** Starts a process that no process forked. `attach` gives its terminal a device node. */
export function startProcess(
  machine: Machine,
  options: StartOptions,
  attach: (terminal: Terminal, uid: number) => void,
): ProcessRecord {
  const namespaces = options.namespaces as KernelNamespaces;
  const context = contextOf(options, namespaces);
  const begin = beginning(context, options);
  const process = createLeader(machine, namespaces, context, {
    pidsLimit: options.pidsLimit,
    memory: options.memory && memoryOf(options.memory),
  });
  for (const [fd, file] of options.fds) context.fds.set(fd, descriptionOf(file));
  if (options.terminal) giveTerminal(process, terminalOf(options.terminal), attach);
  machine.scheduler.freshSlice();
  begin(process);
  return process;
}

/** Finds what shall run, so that it fails before there is a process. */
function beginning({ files }: ProcessContext, { argv, env, main }: StartOptions): (process: ProcessRecord) => void {
  if (main) return (process) => process.launch(() => main(process.machine.calls(process)));
  const found = findProgram(files, argv, env.get('PATH'));
  return (process) => execInto(process, found);
}

function contextOf(options: StartOptions, { mount }: KernelNamespaces): ProcessContext {
  const { argv, env, credentials, umask = 0o022, noNewPrivileges = false } = options;
  // Whoever starts a process goes to its directory first and becomes its user then.
  const starter = new PathCalls(mount, mount.context());
  starter.chdir(options.cwd);
  const files = new PathCalls(mount, { ...mount.context(credentials), umask, cwd: starter.context.cwd });
  const limits = new ResourceLimits(options.limits);
  return {
    argv,
    env: new Map(env),
    files,
    bounding: options.bounding ?? credentials.capabilities,
    noNewPrivileges,
    fds: new DescriptorTable(limits.get('n').soft),
    limits,
    executable: argv[0] ?? '',
  };
}

function giveTerminal(
  process: ProcessRecord,
  terminal: Terminal,
  attach: (terminal: Terminal, uid: number) => void,
): void {
  attach(terminal, process.credentials.uid);
  terminal.control(process.group.session, process.group);
  const file = new TerminalFile(terminal, { read: true, write: true });
  for (const fd of [0, 1, 2]) process.context.fds.set(fd, file);
}

function descriptionOf(file: unknown): FileDescription {
  if (!(file instanceof FileDescription)) throw new TypeError('not an open file of this kernel');
  return file;
}

function memoryOf(group: unknown): ControlGroup {
  if (!(group instanceof ControlGroup)) throw new TypeError('not a memory group of this kernel');
  return group;
}

function terminalOf(master: unknown): Terminal {
  if (!(master instanceof Terminal)) throw new TypeError('not a terminal of this kernel');
  return master;
}
