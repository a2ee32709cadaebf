import { SIGNALS, type Signal, type SignalName } from '../../../kernel/process/signals.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';

/**
 * Signals as a server's main loop takes them: one after the other. They only arrive while the process waits in a call
 * (accept, wait …), so somebody must.
 */
export class SignalQueue {
  readonly #waiting: Signal[] = [];
  #wake: ((signal: Signal) => void) | undefined;

  constructor(sys: SystemCalls, names: readonly SignalName[]) {
    for (const name of names) sys.signal(SIGNALS[name], (signal) => this.#arrived(signal));
  }

  #arrived(signal: Signal): void {
    if (!this.#wake) this.#waiting.push(signal);
    else {
      const wake = this.#wake;
      this.#wake = undefined;
      wake(signal);
    }
  }

  /** The next signal. One caller at a time. */
  next(): Promise<Signal> {
    const signal = this.#waiting.shift();
    if (signal !== undefined) return Promise.resolve(signal);
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
