import { isErrno, KernelError } from '../../../kernel/errno.ts';
import type { SystemCalls } from '../../../kernel/program.ts';
import type { DirectoryEntry } from '../../../kernel/system-calls.ts';
import type { Argument, Reply } from '../thread/protocol.ts';

/** A system call on behalf of the thread; fails with KernelError. */
export type Call = (...args: readonly Argument[]) => Reply | Promise<Reply>;
export type Calls = Readonly<Record<string, Call>>;

const encoder = new TextEncoder();
export const done: Reply = { value: 0 };
export const text = (data: string): Reply => ({ value: 0, data: encoder.encode(data) });
export const json = (data: unknown): Reply => text(JSON.stringify(data));

const AT_FDCWD = -100;

/** What is known of the process's descriptors beside what the kernel keeps. */
export class Descriptors {
  readonly sys: SystemCalls;
  /** Paths of open directories. */
  readonly folders = new Map<number, string>();
  /** open(2) flags (O_NONBLOCK, O_APPEND …). */
  readonly flags = new Map<number, number>();
  readonly closeOnExec = new Set<number>();
  readonly sockets = new Map<number, SocketState>();
  /** Reads that were under way when a signal came: what they bring is the next read's. */
  readonly abandoned = new Map<number, Promise<Reply>>();

  constructor(sys: SystemCalls) {
    this.sys = sys;
  }

  /** A path relative to an open directory. */
  at(folder: Argument | undefined, path: Argument | undefined): string {
    const name = String(path);
    if (folder === AT_FDCWD || name.startsWith('/')) return name;
    const base = this.folders.get(Number(folder));
    if (base === undefined) throw new KernelError('EBADF');
    return name === '' ? base : `${base}/${name}`;
  }

  entries(fd: number): DirectoryEntry[] {
    const path = this.folders.get(fd);
    if (path === undefined) throw new KernelError('ENOTDIR');
    return this.sys.readdir(path);
  }

  nonBlocking(fd: number): boolean {
    return ((this.flags.get(fd) ?? 0) & 0o4000) !== 0;
  }

  forget(fd: number): void {
    this.folders.delete(fd);
    this.flags.delete(fd);
    this.closeOnExec.delete(fd);
    this.sockets.delete(fd);
    this.abandoned.delete(fd);
  }
}

/** A socket before and beyond what the kernel's own is. */
export interface SocketState {
  readonly kind: 'stream' | 'datagram';
  phase: 'new' | 'listening' | 'connected';
  /** Where datagrams go. */
  peer?: readonly [string, number];
}

/** Whether a failure is the kernel's own word, to be told to the program. */
export function isKernelError(error: unknown): error is KernelError {
  return isErrno(error);
}
