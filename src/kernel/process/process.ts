import { KernelError } from '../errno.ts';
import type { Mounts } from '../fs/mount-namespace.ts';
import type { PathCalls } from '../fs/path-calls.ts';
import type { Credentials } from '../fs/types.ts';
import type { Namespaces, Process } from '../kernel.ts';
import type { NetworkStack } from '../net/stack.ts';
import type { MaybePromise } from '../program.ts';
import type { ExitStatus } from '../system-calls.ts';
import { defaultAction } from './default-action.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { ProcessGroup } from './group.ts';
import type { Machine } from './machine.ts';
import type { ControlGroup } from './memory-group.ts';
import { ProcessEnd } from './process-end.ts';
import type { PidSpace, ProcessId } from './process-id.ts';
import type { ResourceLimits } from './resource-limits.ts';
import { SIGNALS, type Signal, type SignalAction } from './signals.ts';
import { type Waiter, WaitQueue } from './wait-queue.ts';

/** One blocked call. */
interface Blocked {
  readonly interruptible: boolean;
  fail(error: unknown): void;
}

/** The namespaces as the kernel itself sees them. */
export interface KernelNamespaces extends Namespaces {
  readonly pid: PidSpace;
  readonly mount: Mounts;
  readonly network: NetworkStack;
}

/** What fork(2) copies and exec(2) partly replaces. */
export interface ProcessContext {
  argv: readonly string[];
  env: Map<string, string>;
  /** Its path calls, which hold its root, working directory, credentials and umask. */
  readonly files: PathCalls;
  /** The capabilities a set-user-ID-root program gets: those its container was given. */
  readonly bounding: ReadonlySet<string>;
  noNewPrivileges: boolean;
  fds: DescriptorTable;
  limits: ResourceLimits;
  /** What /proc/PID/exe points to. */
  executable: string;
}

/** An entry of the process table: life, death, signals and waiting of one process. */
export class ProcessRecord implements Process, Waiter {
  readonly machine: Machine;
  readonly id: ProcessId;
  readonly namespaces: KernelNamespaces;
  readonly context: ProcessContext;
  readonly startTime: number;
  readonly children = new Set<ProcessRecord>();
  readonly childChange = new WaitQueue();
  readonly exited: Promise<ExitStatus>;
  readonly actions = new Map<Signal, SignalAction>();
  parent: ProcessRecord | undefined;
  group: ProcessGroup;
  ended: ExitStatus | undefined;
  /** The signal that stopped it, while it is stopped. */
  stopped: Signal | undefined;
  /** A stop or continuation its parent has not waited for yet. */
  unreported: { stopped: Signal } | { continued: true } | undefined;
  /** Counts the programs it has run: calls of a program that exec replaced are refused. */
  image = 0;
  /** Processes allowed in its pid namespace. */
  pidsLimit: number | undefined;
  memory: ControlGroup;
  /** What must stop when it ends: watches on file systems. */
  readonly #cleanups = new Set<() => void>();
  readonly #pending = new Set<Signal>();
  readonly #blocked = new Set<Blocked>();
  readonly #resumed = new WaitQueue();
  readonly #resolveExited: (status: ExitStatus) => void;
  /** Something needs looking at before the program goes on: a signal, a stop, the end. */
  #attention = false;

  constructor(options: {
    machine: Machine;
    id: ProcessId;
    namespaces: KernelNamespaces;
    parent: ProcessRecord | undefined;
    group: ProcessGroup;
    context: ProcessContext;
  }) {
    this.machine = options.machine;
    this.id = options.id;
    this.namespaces = options.namespaces;
    this.parent = options.parent;
    this.group = options.group;
    this.context = options.context;
    this.startTime = options.machine.platform.now();
    this.memory = options.parent?.memory ?? options.machine.memory;
    let resolveExited: (status: ExitStatus) => void = () => {};
    this.exited = new Promise((resolve) => {
      resolveExited = resolve;
    });
    this.#resolveExited = resolveExited;
    for (const [space, number] of this.id.entries()) space.processes.set(number, this);
    this.parent?.children.add(this);
    this.group.members.add(this);
    this.namespaces.pid.init ??= this;
  }

  get pid(): number {
    return this.id.in(this.machine.hostSpace);
  }
  get namespacePid(): number {
    return this.id.own;
  }
  get parentPid(): number {
    return this.parent?.pid ?? 0;
  }
  get argv(): readonly string[] {
    return this.context.argv;
  }
  get credentials(): Credentials {
    return this.context.files.context.credentials;
  }
  get terminal(): string | undefined {
    return this.group.session.terminal?.path;
  }
  get state(): 'running' | 'sleeping' | 'stopped' | 'zombie' {
    if (this.ended) return 'zombie';
    if (this.stopped !== undefined) return 'stopped';
    return this.#blocked.size > 0 ? 'sleeping' : 'running';
  }
  get isInit(): boolean {
    return this.namespaces.pid.init === this;
  }
  /** Stopped by a signal, or its namespace is frozen. */
  get halted(): boolean {
    return this.stopped !== undefined || this.namespaces.pid.frozen;
  }

  // --- running

  /** Runs `main` as this process's program from the next microtask on, in place of what it ran before. */
  launch(main: () => MaybePromise<number>): void {
    const image = ++this.image;
    void Promise.resolve().then(() => this.#run(image, main));
  }

  async #run(image: number, main: () => MaybePromise<number>): Promise<void> {
    try {
      await this.checkpoint();
      const code = await main();
      if (this.image === image) this.end({ code: code & 0xff });
    } catch (error) {
      if (this.ended || this.image !== image) return;
      this.end({ code: this.machine.reportCrash(this, error) });
    }
  }

  /** undefined, or a promise when the program has to wait here: its slice is used up, or it is halted. */
  checkpoint(): Promise<void> | undefined {
    return this.halt() ?? this.turn();
  }

  /** Runs handlers of pending signals; a promise when the program has to wait because it is halted. */
  halt(): Promise<void> | undefined {
    if (!this.#attention) return undefined;
    this.attend();
    return this.halted ? this.#untilResumed() : undefined;
  }

  /** A promise when the program has to wait because its slice is used up. */
  turn(): Promise<void> | undefined {
    return this.machine.scheduler.sliceUsedUp() ? this.#nextTurn() : undefined;
  }

  async #nextTurn(): Promise<void> {
    await this.machine.scheduler.nextTurn();
    if (this.#attention) {
      this.attend();
      if (this.halted) await this.#untilResumed();
    }
  }

  async #untilResumed(): Promise<void> {
    while (this.halted) await this.wait([this.#resumed]);
    this.attend();
  }

  /** Runs the handlers of pending signals; throws ProcessEnd when it is over. */
  attend(): void {
    if (this.ended) throw new ProcessEnd();
    if (!this.halted) this.#deliverPending();
    if (this.ended) throw new ProcessEnd();
  }

  wait(queues: readonly WaitQueue[], timeout?: number, interruptible = false): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.ended) return reject(new ProcessEnd());
      const stops: (() => void)[] = [];
      const leave = () => {
        for (const stop of stops) stop();
        this.#blocked.delete(blocked);
      };
      const blocked: Blocked = {
        interruptible,
        fail(error) {
          leave();
          reject(error);
        },
      };
      const wake = () => {
        leave();
        if (this.halted) this.wait([this.#resumed]).then(resolve, reject);
        else resolve();
      };
      for (const queue of queues) stops.push(queue.add(wake));
      if (timeout !== undefined && timeout !== Number.POSITIVE_INFINITY) {
        const timedOut = () => {
          this.machine.scheduler.freshSlice();
          wake();
        };
        stops.push(this.machine.platform.timer(timeout, timedOut));
      }
      this.#blocked.add(blocked);
      if (this.#pending.size > 0 && !this.halted) this.#deliverPending();
    });
  }

  // --- signals

  /** From outside its namespace. */
  kill(signal: Signal): void {
    this.signal(signal, true);
  }

  /** Sends it a signal; `outside` when the sender is in an ancestor of its pid namespace. */
  signal(signal: Signal, outside = false): void {
    if (this.ended) return;
    const action = this.actions.get(signal) ?? 'default';
    const unstoppable = signal === SIGNALS.SIGKILL || signal === SIGNALS.SIGSTOP;
    if (signal === SIGNALS.SIGCONT) this.#continue();
    if (this.isInit && typeof action !== 'function' && !(outside && unstoppable)) return;
    if (signal === SIGNALS.SIGKILL) {
      this.end({ signal });
      return;
    }
    const standard = defaultAction(signal);
    if (standard === 'stop') this.#pending.delete(SIGNALS.SIGCONT);
    if (!unstoppable && action === 'ignore') return;
    if (action === 'default' && (standard === 'ignore' || standard === 'continue')) return;
    // Terminal stops mean nothing to a group nobody would continue.
    if (action === 'default' && standard === 'stop' && !unstoppable && this.group.orphaned) return;
    if (action === 'default' && !this.halted) {
      this.#takeDefault(signal);
      return;
    }
    this.#pending.add(signal);
    this.#attention = true;
    if (this.#blocked.size > 0 && !this.halted) this.#deliverPending();
  }

  #deliverPending(): void {
    for (const signal of this.#pending) {
      this.#pending.delete(signal);
      const action = this.actions.get(signal) ?? 'default';
      if (typeof action === 'function') this.#handle(action, signal);
      else if (action === 'default') this.#takeDefault(signal);
      if (this.ended || this.halted) return;
    }
    this.#attention = this.halted;
  }

  #takeDefault(signal: Signal): void {
    if (defaultAction(signal) === 'stop') this.#stop(signal);
    else if (defaultAction(signal) === 'terminate') this.end({ signal });
  }

  /** What a handler throws becomes the failure of the calls the process is blocked in. */
  #handle(action: (signal: Signal) => void, signal: Signal): void {
    if (this.#blocked.size === 0) {
      action(signal);
      return;
    }
    const before = this.machine.current;
    try {
      action(signal);
      for (const blocked of [...this.#blocked]) if (blocked.interruptible) blocked.fail(new KernelError('EINTR'));
    } catch (error) {
      for (const blocked of [...this.#blocked]) blocked.fail(error);
    } finally {
      this.machine.current = before;
    }
  }

  #stop(signal: Signal): void {
    this.stopped = signal;
    this.#attention = true;
    this.unreported = { stopped: signal };
    this.#tellParent();
  }

  #continue(): void {
    for (const signal of [SIGNALS.SIGSTOP, SIGNALS.SIGTSTP, SIGNALS.SIGTTIN, SIGNALS.SIGTTOU]) {
      this.#pending.delete(signal);
    }
    if (this.stopped === undefined) return;
    this.stopped = undefined;
    this.unreported = { continued: true };
    this.#tellParent();
    this.resume();
  }

  /** Goes on after a stop or a freeze, unless the other still holds. */
  resume(): void {
    if (this.halted || this.ended) return;
    if (this.#blocked.size > 0) this.#deliverPending();
    if (!this.halted) this.#resumed.wake();
  }

  /** The namespace was frozen: look before going on. */
  freeze(): void {
    this.#attention = true;
  }

  #tellParent(): void {
    this.parent?.signal(SIGNALS.SIGCHLD);
    this.parent?.childChange.wake();
  }

  // --- the end

  /** Calls `cleanup` when the process ends, or when the answered function is called before. */
  untilEnd(cleanup: () => void): () => void {
    const once = () => {
      if (this.#cleanups.delete(once)) cleanup();
    };
    this.#cleanups.add(once);
    return once;
  }

  /** exec replaced the program: whatever calls it was blocked in never answer. */
  abandonCalls(): void {
    for (const blocked of [...this.#blocked]) blocked.fail(new ProcessEnd());
  }

  /** Ends it at once; whatever JavaScript of it is still on the stack gets ProcessEnd from its next call. */
  end(status: ExitStatus): void {
    if (this.ended) return;
    this.ended = status;
    this.#attention = true;
    this.image++;
    this.context.fds.closeAll();
    this.memory.release(this);
    for (const cleanup of [...this.#cleanups]) cleanup();
    this.abandonCalls();
    if (this.isInit) this.#endNamespace();
    this.#leaveSession();
    this.#orphanChildren();
    this.#tellParent();
    if (!this.parent || this.parent.ended || this.parent.actions.get(SIGNALS.SIGCHLD) === 'ignore') this.reap();
    this.#resolveExited(status);
  }

  /** A namespace does not outlive its first process (pid_namespaces(7)). */
  #endNamespace(): void {
    const others = [...this.namespaces.pid.processes.values()].filter((process) => process !== this);
    for (const other of others) other.end({ signal: SIGNALS.SIGKILL });
    for (const other of others) other.reap();
  }

  #leaveSession(): void {
    const { session } = this.group;
    if (session.leader === this) session.terminal?.leaderEnded();
  }

  #orphanChildren(): void {
    const { init } = this.namespaces.pid;
    const heir = init && !init.ended ? init : undefined;
    const groups = new Set<ProcessGroup>();
    for (const child of this.children) {
      child.parent = heir;
      heir?.children.add(child);
      if (child.ended) child.#zombieInherited();
      else groups.add(child.group);
    }
    this.children.clear();
    for (const group of groups) if (group.orphaned) hangUpStopped(group);
  }

  #zombieInherited(): void {
    if (!this.parent || this.parent.actions.get(SIGNALS.SIGCHLD) === 'ignore') this.reap();
    else this.#tellParent();
  }

  /** Leaves the table: its status has been taken, or nobody will ask. */
  reap(): void {
    this.parent?.children.delete(this);
    this.group.members.delete(this);
    for (const [space, number] of this.id.entries()) space.processes.delete(number);
  }
}

/** A stopped group that has just lost whoever could continue it gets SIGHUP and SIGCONT (POSIX, _exit). */
function hangUpStopped(group: ProcessGroup): void {
  const members = [...group.members].filter((member) => !member.ended);
  if (!members.some((member) => member.stopped !== undefined)) return;
  for (const member of members) {
    member.signal(SIGNALS.SIGHUP);
    member.signal(SIGNALS.SIGCONT);
  }
}
