import type { Credentials, DirectoryNode, Filesystem, OverlayFilesystem } from './fs/types.ts';
import type { NetworkNamespace, NetworkSegment } from './net/types.ts';
import type { Platform } from './platform.ts';
import type { Signal } from './process/signals.ts';
import type { MaybePromise } from './program.ts';
import type { ExitStatus, SystemCalls } from './system-calls.ts';
import type { TerminalMaster, WindowSize } from './tty/types.ts';

/**
 * The kernel as the engine and the host see it (programs see SystemCalls). Made by `createKernel` in `boot.ts`.
 * One kernel per simulated computer: the host's processes and every container's are in its one table.
 */
export interface Kernel {
  readonly platform: Platform;
  /** The namespaces of the host itself. */
  readonly host: Namespaces;

  // --- file systems
  createOverlay(lower: DirectoryNode): OverlayFilesystem;
  createTmpfs(options?: { size?: number; mode?: number; uid?: number; gid?: number; type?: string }): Filesystem;
  /** A mount namespace whose root is `root`, with /proc, /dev, /dev/pts, /dev/shm and /sys mounted when `system` is set; /dev/shm of `sharedMemory` bytes, another's, or (null) none. */
  createMountNamespace(
    root: Filesystem,
    options?: { readOnly?: boolean; system?: boolean; sharedMemory?: number | Filesystem | null },
  ): MountNamespace;
  createPidNamespace(parent?: PidNamespace): PidNamespace;
  createNetworkNamespace(): NetworkNamespace;
  createSegment(name: string): NetworkSegment;
  createUtsNamespace(hostname: string): UtsNamespace;
  /** Processes that hold more than `limit` bytes together lose the largest of them to SIGKILL. */
  createMemoryGroup(limit: number): MemoryGroup;

  // --- processes
  /**
   * Starts a process that no process forked: the host's first shell, a container's PID 1, an exec.
   * Throws KernelError (ENOENT, EACCES, ENOEXEC with .path the program) before a process exists.
   */
  start(options: StartOptions): Process;
  process(hostPid: number): Process | undefined;
  processes(): Process[];
  /** Freezes or thaws all processes of a pid namespace (docker pause). */
  setFrozen(namespace: PidNamespace, frozen: boolean): void;
  openTerminal(size: WindowSize): TerminalMaster;
  /** Byte pipes for stdio that is not a terminal. */
  createPipe(): KernelPipe;
}

export interface Namespaces {
  readonly pid: PidNamespace;
  readonly mount: MountNamespace;
  readonly network: NetworkNamespace;
  readonly uts: UtsNamespace;
}

export interface PidNamespace {
  readonly id: number;
  readonly parent: PidNamespace | undefined;
  /** Leaves so many numbers unused. */
  skip(count: number): void;
}
export interface UtsNamespace {
  hostname: string;
}

export interface MountOptions {
  readOnly?: boolean;
  /** Mount only this directory (or file) of the file system: bind mounts. */
  subpath?: string;
  device?: string;
  options?: string;
}

/** A tree of mounts. Paths here are absolute, walked as root without permission checks unless credentials are given. */
export interface MountNamespace {
  readonly id: number;
  mount(filesystem: Filesystem, target: string, options?: MountOptions): void;
  unmount(target: string): void;
  /** The calls of a process that lives here as root at `/`: for the engine's own reading and writing (docker cp, volumes). */
  files(credentials?: Credentials): FileCalls;
  /** The file system and the path inside it that `path` leads to (symlinks followed). */
  locate(path: string): { filesystem: Filesystem; path: string; readOnly: boolean };
}

/** The path calls of SystemCalls without a process. */
export type FileCalls = Pick<
  SystemCalls,
  | 'stat'
  | 'lstat'
  | 'exists'
  | 'access'
  | 'readlink'
  | 'realpath'
  | 'readdir'
  | 'mkdir'
  | 'rmdir'
  | 'unlink'
  | 'rename'
  | 'link'
  | 'symlink'
  | 'mknod'
  | 'chmod'
  | 'chown'
  | 'utimes'
  | 'truncate'
  | 'readFile'
  | 'writeFile'
  | 'getXattr'
  | 'setXattr'
  | 'statfs'
  | 'watch'
>;

/** An open file description that can be handed to a process. */
export interface OpenFile {
  readonly kind: 'regular' | 'pipe' | 'terminal' | 'socket' | 'device';
}

export interface KernelPipe {
  /** Hand these to processes. */
  readonly readEnd: OpenFile;
  readonly writeEnd: OpenFile;
  /** The kernel's own access. `read` answers empty at the end; `write` waits for room and rejects with EPIPE. */
  read(): MaybePromise<Uint8Array>;
  write(bytes: Uint8Array): MaybePromise<void>;
  closeRead(): void;
  closeWrite(): void;
}

export interface StartOptions {
  argv: string[];
  env: Map<string, string>;
  cwd: string;
  credentials: Credentials;
  namespaces: Namespaces;
  /** Descriptors by number; terminals are opened with `terminal`. */
  fds: Map<number, OpenFile>;
  /** Becomes fds 0, 1, 2 and the controlling terminal of a new session. */
  terminal?: TerminalMaster;
  umask?: number;
  noNewPrivileges?: boolean;
  /** The capabilities a set-user-ID-root program regains; left out: those of `credentials`. */
  bounding?: ReadonlySet<string>;
  /** Limits by `ulimit` letter, over the kernel's own. */
  limits?: ReadonlyMap<string, { readonly soft: number; readonly hard: number }>;
  /** At most this many processes in the pid namespace; fork fails with EAGAIN beyond. */
  pidsLimit?: number;
  /** The memory control group it and its children are in; left out: the machine's own. */
  memory?: MemoryGroup;
  /** Run this instead of looking argv[0] up in the file system (host-side helpers and tests). */
  main?: (sys: SystemCalls) => MaybePromise<number>;
}

export interface MemoryGroup {
  /** Bytes. */
  limit: number;
  /** Bytes its processes said they hold (`SystemCalls.holdMemory`). */
  readonly used: number;
  /** How many processes it has killed for want of memory. */
  readonly outOfMemory: number;
}

export interface Process {
  /** In the host's numbering. */
  readonly pid: number;
  /** In its own namespace's numbering. */
  readonly namespacePid: number;
  readonly parentPid: number;
  readonly namespaces: Namespaces;
  readonly argv: readonly string[];
  readonly credentials: Credentials;
  readonly state: 'running' | 'sleeping' | 'stopped' | 'zombie';
  readonly startTime: number;
  readonly terminal: string | undefined;
  /** Resolves when it has ended (for a pid namespace's first process: after all others there are gone too). */
  readonly exited: Promise<ExitStatus>;
  /** From outside its namespace: reaches PID 1 whatever its handlers are only for SIGKILL and SIGSTOP. */
  kill(signal: Signal): void;
}
