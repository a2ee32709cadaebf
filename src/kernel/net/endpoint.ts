import { KernelError } from '../errno.ts';
import { DEFAULT_READ } from '../process/open-file.ts';
import { PipeBuffer } from '../process/pipe.ts';
import { kernelWaiter, type Waiter } from '../process/wait-queue.ts';
import type { MaybePromise } from '../program.ts';
import type { Connection, SocketAddress } from './types.ts';

/** One end of a TCP connection: two pipes with addresses. */
export class Endpoint {
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
  readonly #incoming: PipeBuffer;
  readonly #outgoing: PipeBuffer;
  readonly #onClose: () => void;
  #reset = false;
  #other: Endpoint | undefined;

  private constructor(
    addresses: { local: SocketAddress; peer: SocketAddress },
    buffers: { incoming: PipeBuffer; outgoing: PipeBuffer },
    onClose: () => void,
  ) {
    this.local = addresses.local;
    this.peer = addresses.peer;
    this.#incoming = buffers.incoming;
    this.#outgoing = buffers.outgoing;
    this.#onClose = onClose;
  }

  /** Both ends of a new connection; `onClose` when the client's end is closed. */
  static pair(client: SocketAddress, server: SocketAddress, onClose: () => void): [Endpoint, Endpoint] {
    const [up, down] = [openBuffer(), openBuffer()];
    const near = new Endpoint({ local: client, peer: server }, { incoming: down, outgoing: up }, onClose);
    const far = new Endpoint({ local: server, peer: client }, { incoming: up, outgoing: down }, () => {});
    near.#other = far;
    far.#other = near;
    return [near, far];
  }

  get readiness() {
    return this.#incoming.readiness;
  }

  readable(): boolean {
    return this.#reset || this.#incoming.size > 0 || this.#incoming.writers === 0;
  }

  read(waiter: Waiter, max: number): MaybePromise<Uint8Array> {
    return this.#incoming.read(waiter, max, () => {
      if (this.#reset) throw new KernelError('ECONNRESET');
      return this.#incoming.writers === 0 || this.#incoming.readers === 0;
    });
  }

  write(waiter: Waiter, bytes: Uint8Array): MaybePromise<void> {
    return this.#outgoing.write(waiter, bytes, () => {
      if (this.#reset) throw new KernelError('ECONNRESET');
      return this.#outgoing.readers === 0 || this.#outgoing.writers === 0;
    });
  }

  shutdown(direction: 'read' | 'write'): void {
    const buffer = direction === 'read' ? this.#incoming : this.#outgoing;
    if (direction === 'read') buffer.readers = 0;
    else buffer.writers = 0;
    buffer.readiness.wake();
    buffer.room.wake();
  }

  /** Closing with data unread resets the connection (RFC 2525, 2.17). */
  close(): void {
    if (this.#incoming.size > 0 && this.#other) this.#other.#reset = true;
    this.shutdown('write');
    this.shutdown('read');
    this.#onClose();
  }

  reset(): void {
    if (this.#other) this.#other.#reset = true;
    this.close();
  }

  /** For those who are no process. */
  connection(): Connection {
    return {
      local: this.local,
      peer: this.peer,
      write: async (bytes) => this.write(kernelWaiter, bytes),
      read: async () => this.read(kernelWaiter, DEFAULT_READ),
      end: () => this.shutdown('write'),
      close: () => this.close(),
      reset: () => this.reset(),
    };
  }
}

function openBuffer(): PipeBuffer {
  const buffer = new PipeBuffer();
  buffer.readers = 1;
  buffer.writers = 1;
  return buffer;
}
