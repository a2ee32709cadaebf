import { isErrno, KernelError } from '../../kernel/errno.ts';
import type { Kernel, MemoryGroup, Namespaces, OpenFile, Process } from '../../kernel/kernel.ts';
import { RESOURCES } from '../../kernel/process/resource-limits.ts';
import { SIGNALS } from '../../kernel/process/signals.ts';
import type { ExitStatus, SystemCalls } from '../../kernel/system-calls.ts';
import type { TerminalMaster } from '../../kernel/tty/types.ts';
import { envMap } from './environment.ts';
import { checkWorkingDirectory, lookUpProgram } from './runtime-errors.ts';
import { type CapabilityOptions, capabilitySet, credentialsOf, lookUpUser } from './users.ts';

export interface LaunchOptions {
  readonly argv: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  readonly user: string;
  readonly groups?: readonly string[];
  readonly capabilities: CapabilityOptions;
  readonly namespaces: Namespaces;
  readonly fds: Map<number, OpenFile>;
  readonly terminal?: TerminalMaster;
  readonly noNewPrivileges?: boolean;
  readonly pidsLimit?: number;
  readonly memory?: MemoryGroup;
  /** Limits by the name `--ulimit` has for them. */
  readonly ulimits?: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[] | null;
  /** PID 1 is docker-init, and the program its child. */
  readonly init?: boolean;
}

/** runc is a Go program in the container before it becomes the container's: its threads had the numbers that come next. */
const RUNC_THREADS = 5;

/** Starts a process inside namespaces as runc does. Throws RuntimeError with runc's words when it cannot. */
export function launch(kernel: Kernel, options: LaunchOptions): Process {
  const process = start(kernel, options);
  options.namespaces.pid.skip(RUNC_THREADS);
  return process;
}

function start(kernel: Kernel, options: LaunchOptions): Process {
  const { namespaces, cwd, fds, terminal } = options;
  const identity = lookUpUser(namespaces.mount.files(), options.user, options.groups);
  const credentials = credentialsOf(identity, options.capabilities);
  const env = envMap(options.env, identity.home);
  const files = namespaces.mount.files(credentials);
  checkWorkingDirectory(namespaces.mount.files(), cwd);
  const argv = [...options.argv];
  const common = {
    env,
    cwd,
    credentials,
    namespaces,
    fds,
    terminal,
    umask: 0o022,
    noNewPrivileges: options.noNewPrivileges,
    pidsLimit: options.pidsLimit,
    memory: options.memory,
    bounding: capabilitySet(options.capabilities),
    limits: limitsOf(options.ulimits),
  };
  if (options.init) {
    return kernel.start({ ...common, argv: ['/sbin/docker-init', '--', ...argv], main: (sys) => runInit(sys, argv) });
  }
  lookUpProgram(files, argv[0] ?? '', env.get('PATH') ?? '', cwd);
  try {
    return kernel.start({ ...common, argv });
  } catch (error) {
    // execve(2) comes after everything runc checks: its failure is told on the container's own stderr, status 255.
    if (!(error instanceof KernelError)) throw error;
    const why = error.code === 'ENOEXEC' ? 'exec format error' : error.message.toLowerCase();
    return kernel.start({ ...common, argv, main: (sys) => complain(sys, `exec ${argv[0]}: ${why}\n`) });
  }
}

function limitsOf(ulimits: LaunchOptions['ulimits']): Map<string, { soft: number; hard: number }> {
  const limits = new Map<string, { soft: number; hard: number }>();
  const value = (given: number): number => (given < 0 ? Number.POSITIVE_INFINITY : given);
  for (const { Name, Soft, Hard } of ulimits ?? []) {
    const resource = RESOURCES.find(({ name }) => name === Name);
    if (resource) limits.set(resource.letter, { soft: value(Soft), hard: value(Hard) });
  }
  return limits;
}

export function exitCodeOf(status: ExitStatus): number {
  return 'code' in status ? status.code : 128 + status.signal;
}

/** tini, which Docker ships as docker-init: forwards every signal to its child, reaps orphans, exits with the child's status. */
async function runInit(sys: SystemCalls, argv: string[]): Promise<number> {
  let child: number;
  try {
    child = sys.spawn({ argv, processGroup: 0, ...(sys.isatty(0) ? { foreground: 0 } : {}) });
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    await sys.write(2, `[FATAL tini (7)] exec ${argv[0]} failed: ${error.message}\n`);
    return isErrno(error, 'ENOENT') ? 127 : 126;
  }
  const own = new Set<number>([SIGNALS.SIGKILL, SIGNALS.SIGSTOP, SIGNALS.SIGCHLD, SIGNALS.SIGTTIN, SIGNALS.SIGTTOU]);
  for (const signal of Object.values(SIGNALS)) {
    if (!own.has(signal)) sys.signal(signal, (received) => sys.kill(child, received));
  }
  for (;;) {
    try {
      const result = await sys.wait(-1, { interruptible: true });
      if (!result || result.pid !== child) continue;
      if ('code' in result) return result.code;
      if ('signal' in result) return 128 + result.signal;
    } catch (error) {
      if (!isErrno(error, 'EINTR')) throw error;
    }
  }
}

async function complain(sys: SystemCalls, message: string): Promise<number> {
  await sys.write(2, message);
  return 255;
}
