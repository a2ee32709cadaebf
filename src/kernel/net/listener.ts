import { WaitQueue } from '../process/wait-queue.ts';
import type { Endpoint } from './endpoint.ts';
import type { SocketAddress } from './types.ts';

/** net.core.somaxconn. */
const BACKLOG = 4096;

/** A listening port: connections are complete before anybody accepts them. */
export class Listener {
  readonly local: SocketAddress;
  readonly readiness = new WaitQueue();
  readonly #backlog: Endpoint[] = [];
  readonly #onConnection: ((endpoint: Endpoint) => void) | undefined;

  constructor(local: SocketAddress, onConnection?: (endpoint: Endpoint) => void) {
    this.local = local;
    this.#onConnection = onConnection;
  }

  get waiting(): number {
    return this.#backlog.length;
  }

  /** false when the backlog is full. */
  offer(endpoint: Endpoint): boolean {
    if (this.#backlog.length >= BACKLOG) return false;
    if (this.#onConnection) this.#onConnection(endpoint);
    else {
      this.#backlog.push(endpoint);
      this.readiness.wake();
    }
    return true;
  }

  take(): Endpoint | undefined {
    return this.#backlog.shift();
  }

  close(): void {
    for (const endpoint of this.#backlog.splice(0)) endpoint.close();
    this.readiness.wake();
  }
}
