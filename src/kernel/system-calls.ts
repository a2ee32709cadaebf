import type { Attributes, Credentials, FileKind, FilesystemUsage, Stat } from './fs/types.ts';
import type { NetworkInterface, SocketAddress } from './net/types.ts';
import type { Platform } from './platform.ts';
import type { Signal, SignalAction } from './process/signals.ts';
import type { MaybePromise } from './program.ts';
import type { TerminalSettings, WindowSize } from './tty/types.ts';

/** open(2) flags. Absent `read` and `write` mean read only. */
export interface OpenFlags {
  read?: boolean;
  write?: boolean;
  append?: boolean;
  create?: boolean;
  exclusive?: boolean;
  truncate?: boolean;
  directory?: boolean;
  noFollow?: boolean;
  closeOnExec?: boolean;
}

export type ExitStatus = { readonly code: number } | { readonly signal: Signal };
export type WaitResult = { readonly pid: number } & (
  | ExitStatus
  | { readonly stopped: Signal }
  | { readonly continued: true }
);

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: FileKind;
  readonly ino: number;
}

/** What a child starts with; everything left out is inherited. */
export interface SpawnOptions {
  argv: string[];
  /** The file to run; left out: argv[0], looked up in the child's PATH. */
  path?: string;
  env?: Map<string, string>;
  cwd?: string;
  /** The child's descriptors: child fd → parent fd. Left out: all of the parent's that are not close-on-exec. */
  fds?: Map<number, number>;
  /** Process group to join: 0 makes a new one led by the child. */
  processGroup?: number;
  newSession?: boolean;
  /** Makes the child's group the terminal's foreground group before it runs (descriptor of the terminal). */
  foreground?: number;
  credentials?: Credentials;
}

/**
 * The system calls of one process: all a program may use. Paths may be relative to `cwd`.
 * File system calls are synchronous and throw KernelError; calls that can wait return a promise only when they do.
 * A process that is ended by a signal has its pending call rejected with ProcessEnd, which programs let through.
 */
export interface SystemCalls {
  readonly pid: number;
  readonly ppid: number;
  readonly argv: readonly string[];
  /** This process's own environment; changes are seen by later children only. */
  readonly env: Map<string, string>;
  readonly platform: Platform;

  // --- files by path
  open(path: string, flags: OpenFlags, mode?: number): number;
  stat(path: string): Stat;
  lstat(path: string): Stat;
  /** Whether it is there at all (following symlinks); never throws. */
  exists(path: string): boolean;
  /** access(2) with the letters wanted of `rwx`; with none, existence. */
  access(path: string, wanted: string): boolean;
  readlink(path: string): string;
  /** Absolute path with every symlink followed; throws ENOENT when any part is missing. */
  realpath(path: string): string;
  readdir(path: string): DirectoryEntry[];
  mkdir(path: string, mode?: number): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  link(target: string, path: string): void;
  symlink(target: string, path: string): void;
  mknod(path: string, kind: 'fifo' | 'character' | 'block', mode: number, rdev?: readonly [number, number]): void;
  chmod(path: string, mode: number): void;
  /** -1 leaves an id as it is. */
  chown(path: string, uid: number, gid: number, options?: { noFollow?: boolean }): void;
  utimes(path: string, times: Pick<Attributes, 'atime' | 'mtime'>, options?: { noFollow?: boolean }): void;
  truncate(path: string, size: number): void;
  /** The whole file in one call. The bytes must not be written to. */
  readFile(path: string): Uint8Array;
  /** Creates or replaces the whole file; `size` claims a nominal size (package managers only). */
  writeFile(
    path: string,
    data: Uint8Array | string,
    options?: { mode?: number; append?: boolean; size?: number },
  ): void;
  getXattr(path: string, name: string): Uint8Array | undefined;
  setXattr(path: string, name: string, value: Uint8Array | undefined): void;
  /** For df: of the file system that holds `path`. Bytes. */
  statfs(path: string): FilesystemUsage & { type: string; device: string; mountPoint: string };
  mounts(): { device: string; target: string; type: string; options: string }[];
  watch(path: string, listener: (path: string) => void): () => void;

  // --- descriptors
  close(fd: number): void;
  dup(fd: number, atLeast?: number): number;
  dup2(from: number, to: number): void;
  /** [read end, write end] */
  pipe(): [number, number];
  /** At most `max` bytes (default 64 KiB); empty at the end of the file. Waits when nothing is there yet. */
  read(fd: number, max?: number): MaybePromise<Uint8Array>;
  /** Writes all of it, waiting for room in pipes. EPIPE raises SIGPIPE first. */
  write(fd: number, data: Uint8Array | string): MaybePromise<void>;
  /** pread(2) of a regular file: at most `max` bytes from `offset`; never waits. */
  pread(fd: number, max: number, offset: number): Uint8Array;
  /** pwrite(2) to a regular file: all of it, at `offset`; never waits. */
  pwrite(fd: number, data: Uint8Array, offset: number): void;
  /** Everything up to the end of the file. */
  readAll(fd: number): MaybePromise<Uint8Array>;
  seek(fd: number, offset: number, whence?: 'set' | 'current' | 'end'): number;
  fstat(fd: number): Stat;
  ftruncate(fd: number, size: number): void;
  setCloseOnExec(fd: number, on: boolean): void;
  /** Open descriptors, ascending. */
  descriptors(): number[];
  /** Resolves to those of `fds` that can be read without waiting (or are at their end); empty after `timeout` ms. */
  poll(fds: number[], timeout?: number): MaybePromise<number[]>;

  // --- terminal
  isatty(fd: number): boolean;
  /** `/dev/pts/0` */
  ttyname(fd: number): string;
  terminalSettings(fd: number): TerminalSettings;
  setTerminalSettings(fd: number, settings: TerminalSettings): void;
  windowSize(fd: number): WindowSize;
  foregroundGroup(fd: number): number;
  setForegroundGroup(fd: number, group: number): void;

  // --- this process
  cwd(): string;
  chdir(path: string): void;
  chroot(path: string): void;
  umask(mask?: number): number;
  credentials(): Credentials;
  setCredentials(credentials: Credentials): void;
  /** The limit of a `ulimit` letter (n, u, c …), in bytes where bytes are counted; Infinity is unlimited. */
  limit(letter: string): { soft: number; hard: number };
  /** EPERM: above the hard limit without CAP_SYS_RESOURCE; EINVAL: soft above hard. */
  setLimit(letter: string, limit: { soft: number; hard: number }): void;
  /**
   * Tells that this process now holds `bytes` of memory in all, as far as they may be many. When its control group cannot
   * have that, the process that holds most of it is killed: this call may not return.
   */
  holdMemory(bytes: number): void;
  /** Sets the name `ps` shows. */
  setTitle(argv: string[]): void;
  exit(code: number): never;
  /** Lets signals in and the host breathe. Long loops call it each round; returns undefined unless it has to wait. */
  checkpoint(): Promise<void> | undefined;
  sleep(ms: number): Promise<void>;
  now(): number;

  // --- other processes
  /**
   * Starts argv[0] (a path, or a name looked up in the child's PATH) in a child process and returns its pid.
   * Throws ENOENT, EACCES, ENOEXEC before a child exists.
   */
  spawn(options: SpawnOptions): number;
  /** A child that runs `main` with a copy of everything this process has: fork(2) for programs written as functions. */
  fork(main: (sys: SystemCalls) => MaybePromise<number>, options?: Omit<SpawnOptions, 'argv'>): number;
  /** Replaces this process's program. Only returns by throwing (a KernelError when it cannot be done). */
  exec(argv: string[], env?: Map<string, string>, path?: string): never;
  /**
   * Waits for a child (-1: any) to end (or stop, with `untraced`); undefined with `noHang` when none has.
   * Throws ECHILD. With `interruptible`, throws EINTR after a handled signal.
   */
  wait(
    pid: number,
    options?: { noHang?: boolean; untraced?: boolean; interruptible?: boolean },
  ): MaybePromise<WaitResult | undefined>;
  /** pid 0: own group; negative: that group. Signal 0 only asks whether it could. */
  kill(pid: number, signal: Signal | 0): void;
  /** Handlers run at once while the process waits or at its next checkpoint; they must not wait themselves. */
  signal(signal: Signal, action: SignalAction): SignalAction;
  processGroup(pid?: number): number;
  setProcessGroup(pid: number, group: number): void;
  session(pid?: number): number;
  newSession(): number;

  // --- machine
  uname(): { sysname: string; nodename: string; release: string; version: string; machine: string };
  setHostname(name: string): void;

  // --- network
  /** A listening TCP socket; address '0.0.0.0' for all. EADDRINUSE, EACCES. Port 0 picks one. */
  listen(port: number, address?: string): number;
  accept(fd: number): Promise<number>;
  /** A connected TCP socket. `host` is an IPv4 address. ECONNREFUSED, ENETUNREACH, EHOSTUNREACH. */
  connect(host: string, port: number): MaybePromise<number>;
  /** Closes one direction ('write' sends the end of the stream). */
  shutdown(fd: number, direction: 'read' | 'write'): void;
  socketName(fd: number): SocketAddress;
  peerName(fd: number): SocketAddress;
  /** IPv4 addresses of a name by /etc/hosts and then the resolver; empty when unknown. */
  resolve(name: string): MaybePromise<string[]>;
  /** Round trip in ms, or undefined when nothing answers within `timeout` ms. */
  ping(address: string, timeout?: number): Promise<number | undefined>;
  interfaces(): NetworkInterface[];
  routes(): { destination: string; gateway: string; interface: string }[];
  sockets(): { protocol: 'tcp'; local: SocketAddress; peer?: SocketAddress; state: 'LISTEN' | 'ESTAB'; pid: number }[];
}
