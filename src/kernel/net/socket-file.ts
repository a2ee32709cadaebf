import { KernelError } from '../errno.ts';
import type { Stat } from '../fs/types.ts';
import { FileDescription } from '../process/open-file.ts';
import type { Waiter, WaitQueue } from '../process/wait-queue.ts';
import type { MaybePromise } from '../program.ts';
import type { Endpoint } from './endpoint.ts';
import type { Listener } from './listener.ts';
import type { NetworkStack } from './stack.ts';

/** The device number of the kernel's own sockfs. */
const SOCKFS = 8;
let nextInode = 30_000;

abstract class SocketFile extends FileDescription {
  readonly kind = 'socket';
  readonly ino = nextInode++;
  readonly #now: number;

  constructor(now: number) {
    super({ read: true, write: true });
    this.#now = now;
  }

  get label(): string {
    return `socket:[${this.ino}]`;
  }

  stat(): Stat {
    const { ino } = this;
    const times = { mtime: this.#now, atime: this.#now, ctime: this.#now };
    const owner = { uid: 0, gid: 0, nlink: 1, size: 0, blocks: 0, dev: SOCKFS };
    return { kind: 'socket', mode: 0o777, ino, rdev: [0, 0], ...owner, ...times };
  }
}

/** A connected TCP socket. */
export class StreamSocket extends SocketFile {
  readonly endpoint: Endpoint;

  constructor(endpoint: Endpoint, now: number) {
    super(now);
    this.endpoint = endpoint;
  }

  override get readiness(): WaitQueue {
    return this.endpoint.readiness;
  }
  override readable(): boolean {
    return this.endpoint.readable();
  }
  read(waiter: Waiter, max: number): MaybePromise<Uint8Array> {
    return this.endpoint.read(waiter, max);
  }
  write(waiter: Waiter, bytes: Uint8Array): MaybePromise<void> {
    return this.endpoint.write(waiter, bytes);
  }
  protected override onClose(): void {
    this.endpoint.close();
  }
}

/** A listening TCP socket. */
export class ListeningSocket extends SocketFile {
  readonly listener: Listener;
  readonly #stack: NetworkStack;

  constructor(listener: Listener, stack: NetworkStack, now: number) {
    super(now);
    this.listener = listener;
    this.#stack = stack;
  }

  override get readiness(): WaitQueue {
    return this.listener.readiness;
  }
  override readable(): boolean {
    return this.listener.waiting > 0;
  }
  read(): never {
    throw new KernelError('ENOTCONN');
  }
  write(): never {
    throw new KernelError('ENOTCONN');
  }
  protected override onClose(): void {
    this.#stack.unlisten(this.listener);
  }
}
