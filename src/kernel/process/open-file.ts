import { KernelError } from '../errno.ts';
import type { Stat } from '../fs/types.ts';
import type { OpenFile } from '../kernel.ts';
import type { MaybePromise } from '../program.ts';
import type { Waiter, WaitQueue } from './wait-queue.ts';

export const DEFAULT_READ = 65536;
export const EMPTY = new Uint8Array(0);

/**
 * An open file description (open(2)): what descriptors of one or several processes refer to. Kinds of files
 * override what they can do; the rest fails as the system call would.
 */
export abstract class FileDescription implements OpenFile {
  abstract readonly kind: OpenFile['kind'];
  /** What /proc/PID/fd/N shows. */
  abstract readonly label: string;
  readonly canRead: boolean;
  readonly canWrite: boolean;
  #references = 0;

  constructor(access: { read: boolean; write: boolean }) {
    this.canRead = access.read;
    this.canWrite = access.write;
  }

  /** One more descriptor refers to this. */
  hold(): this {
    this.#references++;
    return this;
  }

  /** One descriptor less; the last closes it. */
  release(): void {
    if (--this.#references === 0) this.onClose();
  }

  protected onClose(): void {}

  /** Empty at the end of the file. */
  abstract read(waiter: Waiter, max: number): MaybePromise<Uint8Array>;
  /** Writes everything. The bytes are kept, not copied, where that saves work: the caller must not change them after. */
  abstract write(waiter: Waiter, bytes: Uint8Array): MaybePromise<void>;
  abstract stat(): Stat;

  /** For poll: whether a read would answer without waiting. */
  readable(): boolean {
    return true;
  }
  /** Woken when `readable` may have become true; undefined for what is always readable. */
  get readiness(): WaitQueue | undefined {
    return undefined;
  }

  /** open(2) of `/proc/PID/fd/N`: a description of its own where the file has state of its own, else this one. */
  reopen(_access: { read: boolean; write: boolean }): FileDescription {
    return this;
  }

  seek(_offset: number, _whence: 'set' | 'current' | 'end'): number {
    throw new KernelError('ESPIPE');
  }
  /** pread(2) and pwrite(2): at an offset, which stays where it is for read and write. Only of files that have offsets. */
  readAt(_offset: number, _max: number): Uint8Array {
    throw new KernelError('ESPIPE');
  }
  writeAt(_offset: number, _bytes: Uint8Array): void {
    throw new KernelError('ESPIPE');
  }
  truncate(_size: number): void {
    throw new KernelError('EINVAL');
  }
}
