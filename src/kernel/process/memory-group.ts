import type { MemoryGroup } from '../kernel.ts';
import type { ProcessRecord } from './process.ts';
import { SIGNALS } from './signals.ts';

/**
 * A memory control group (cgroup v2, memory.max): what its processes say they hold, and the end of the largest of them when
 * that is too much. Programs here have no address space to measure, so each tells of what may grow large.
 */
export class ControlGroup implements MemoryGroup {
  readonly #held = new Map<ProcessRecord, number>();
  limit: number;
  outOfMemory = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Bytes all its processes hold. */
  get used(): number {
    let sum = 0;
    for (const bytes of this.#held.values()) sum += bytes;
    return sum;
  }

  /** `process` now holds `bytes` in all. */
  hold(process: ProcessRecord, bytes: number): void {
    this.#held.set(process, bytes);
    while (this.used > this.limit && this.#killLargest());
  }

  release(process: ProcessRecord): void {
    this.#held.delete(process);
  }

  #killLargest(): boolean {
    let largest: ProcessRecord | undefined;
    for (const [process, bytes] of this.#held) {
      if (largest === undefined || bytes > (this.#held.get(largest) ?? 0)) largest = process;
    }
    if (!largest) return false;
    this.outOfMemory++;
    // The kernel is outside of every namespace: its SIGKILL reaches a process 1.
    largest.signal(SIGNALS.SIGKILL, true);
    this.#held.delete(largest);
    return true;
  }
}
