import type { SystemCalls } from '../../../kernel/program.ts';
import type { EventLoop } from '../event-loop.ts';
import { guarded } from './errors.ts';
import type { HostValue } from './operations.ts';

/** A connection that a server has taken. */
export interface Taken {
  readonly fd: number;
  /** Nothing has been asked on it that is not answered. */
  idle: boolean;
}

interface Listener {
  readonly fd: number;
  readonly connections: Set<Taken>;
  closing: boolean;
}

/** The servers of a program. Each is told that it is closed once it takes no more connections and the last it took has ended. */
export class Listeners {
  readonly #sys: SystemCalls;
  readonly #loop: EventLoop;
  readonly #closed: (id: number) => void;
  readonly #listeners = new Map<number, Listener>();

  constructor(sys: SystemCalls, loop: EventLoop, closed: (id: number) => void) {
    this.#sys = sys;
    this.#loop = loop;
    this.#closed = closed;
  }

  /** A listening server keeps the program alive until it is closed, whatever becomes of the accept under way. */
  listen(id: number, port: HostValue, address: HostValue, take: (fd: number) => void): HostValue {
    const fd = guarded('listen', undefined, () =>
      this.#sys.listen(Number(port), typeof address === 'string' ? address : undefined),
    );
    const listener: Listener = { fd, connections: new Set(), closing: false };
    this.#listeners.set(id, listener);
    this.#loop.hold();
    const accept = () => {
      const taken = (connection: number) => {
        take(connection);
        if (!listener.closing) accept();
      };
      this.#loop.follow(this.#sys.accept(fd), taken, () => this.close(id), true);
    };
    accept();
    return { id, port: this.#sys.socketName(fd).port, address: this.#sys.socketName(fd).address };
  }

  join(id: number, connection: Taken): void {
    this.#listeners.get(id)?.connections.add(connection);
  }

  /** What was asked on it is answered. */
  rest(id: number, connection: Taken): void {
    connection.idle = true;
    if (this.#listeners.get(id)?.closing) this.cut(id, false);
  }

  leave(id: number, connection: Taken): void {
    this.#listeners.get(id)?.connections.delete(connection);
    this.#drained(id);
  }

  close(id: number): void {
    const listener = this.#listeners.get(id);
    if (!listener || listener.closing) return;
    listener.closing = true;
    this.#loop.release();
    quietly(() => this.#sys.close(listener.fd));
    this.#drained(id);
  }

  /** Ends the idle ones, or all; whoever serves one closes it. */
  cut(id: number, all: boolean): void {
    for (const { fd, idle } of this.#listeners.get(id)?.connections ?? []) {
      if (idle || all) quietly(() => this.#sys.shutdown(fd, 'read'));
      if (all) quietly(() => this.#sys.shutdown(fd, 'write'));
    }
  }

  #drained(id: number): void {
    const listener = this.#listeners.get(id);
    if (!listener?.closing || listener.connections.size > 0) return;
    this.#listeners.delete(id);
    this.#loop.post(() => this.#closed(id));
  }
}

/** Closing what the peer or the end of the process has closed already is no failure. */
export function quietly(run: () => void): void {
  try {
    run();
  } catch {
    // closed already
  }
}
