import { KernelError } from '../errno.ts';
import { ProcessGroup, Session } from './group.ts';
import type { Machine } from './machine.ts';
import type { ControlGroup } from './memory-group.ts';
import { type KernelNamespaces, type ProcessContext, ProcessRecord } from './process.ts';
import { type PidSpace, ProcessId } from './process-id.ts';

/** fork(2) without the program: a child of `parent` in its group, with its signal actions. */
export function createChild(parent: ProcessRecord, context: ProcessContext): ProcessRecord {
  const { machine, namespaces, group } = parent;
  checkLimit(machine, namespaces.pid, parent.pidsLimit);
  checkUserLimit(parent);
  const child = new ProcessRecord({ machine, namespaces, group, parent, context, id: new ProcessId(namespaces.pid) });
  for (const [signal, action] of parent.actions) child.actions.set(signal, action);
  child.pidsLimit = parent.pidsLimit;
  return child;
}

/** A process nobody forked: leads a session of its own; the host's init will reap it. */
export function createLeader(
  machine: Machine,
  namespaces: KernelNamespaces,
  context: ProcessContext,
  { pidsLimit, memory }: { pidsLimit?: number; memory?: ControlGroup } = {},
): ProcessRecord {
  checkLimit(machine, namespaces.pid, pidsLimit);
  const id = new ProcessId(namespaces.pid);
  const session = new Session(id);
  const group = new ProcessGroup(id, session);
  const parent = machine.hostSpace.init;
  const process = new ProcessRecord({ machine, namespaces, group, parent, context, id });
  session.leader = process;
  process.pidsLimit = pidsLimit;
  process.memory = memory ?? machine.memory;
  if (namespaces.pid.frozen) process.freeze();
  return process;
}

/** threads-max: what a fork bomb meets. A container stops earlier, so that the host can still act. */
const MAX_PROCESSES = 2048;
const MAX_IN_CONTAINERS = 1536;

function checkLimit(machine: Machine, space: PidSpace, limit: number | undefined): void {
  const most = space === machine.hostSpace ? MAX_PROCESSES : MAX_IN_CONTAINERS;
  if (machine.hostSpace.processes.size >= most) throw new KernelError('EAGAIN');
  // A pid namespace whose first process has ended takes no more (pid_namespaces(7)).
  if (space.init?.ended) throw new KernelError('ENOMEM');
  if (limit !== undefined && space.processes.size >= limit) throw new KernelError('EAGAIN');
}

/** RLIMIT_NPROC, which does not hold for root. */
function checkUserLimit({ machine, context, credentials }: ProcessRecord): void {
  const { soft } = context.limits.get('u');
  if (credentials.uid === 0 || soft === Number.POSITIVE_INFINITY) return;
  const own = [...machine.hostSpace.processes.values()].filter((other) => other.credentials.uid === credentials.uid);
  if (own.length >= soft) throw new KernelError('EAGAIN');
}

/** setsid(2). */
export function leadSession(process: ProcessRecord): void {
  if (process.group.id === process.id) throw new KernelError('EPERM');
  const session = new Session(process.id);
  session.leader = process;
  join(process, new ProcessGroup(process.id, session));
}

/** setpgid(2); `number` 0 or its own makes a new group. */
export function joinGroup(process: ProcessRecord, number: number, space: PidSpace): void {
  const { session } = process.group;
  if (session.leader === process) throw new KernelError('EPERM');
  if (number === 0 || number === process.id.in(space)) {
    if (process.group.id !== process.id) join(process, new ProcessGroup(process.id, session));
    return;
  }
  const group = findGroup(space, number);
  if (group?.session !== session) throw new KernelError('EPERM');
  join(process, group);
}

function join(process: ProcessRecord, group: ProcessGroup): void {
  process.group.members.delete(process);
  process.group = group;
  group.members.add(process);
}

export function findGroup(space: PidSpace, number: number): ProcessGroup | undefined {
  for (const { group } of space.processes.values()) if (group.id.in(space) === number) return group;
  return undefined;
}

/** What exec(2) resets: handlers go, ignored signals stay ignored. */
export function resetHandlers(process: ProcessRecord): void {
  for (const [signal, action] of process.actions) if (action !== 'ignore') process.actions.delete(signal);
}
